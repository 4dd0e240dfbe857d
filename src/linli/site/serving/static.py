"""Static files under one version for all: /static/<version>/ui/base.css never changes and is kept for good.

The version stands in the folder, so that what a file names beside itself (an import, a picture) has it too.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]


class VersionedStorage(StaticFilesStorage):
    """Gives pages the addresses with the version; while developing, those without."""

    def url(self, name: str | None) -> str:
        """Return the address of a file."""
        plain = super().url(name)
        return plain if settings.DEBUG else _versioned(plain)


class VersionedFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves each file under both addresses, the one with the version for good."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        """Add a file under its plain address and under the versioned one."""
        super().add_file_to_dictionary(url, path, stat_cache)
        if url.startswith(settings.STATIC_URL):
            super().add_file_to_dictionary(_versioned(url), path, stat_cache)

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002 - WhiteNoise's signature
        """Say whether what lies at an address can never change."""
        return url.startswith(_versioned(settings.STATIC_URL))


class VersionedFinder(BaseFinder):
    """Finds a file under its versioned name too, for servers that ask the finders (the tests' live server)."""

    def check(self, **_kwargs: Any) -> list[Any]:
        """There is nothing to set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **_kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Return where the file lies, nothing when the name has no version."""
        asked, _, name = path.replace("\\", "/").partition("/")
        known = name and asked == version()
        found: Any = finders.find(name, find_all=find_all) if known else None  # type: ignore[call-overload]
        return found or []

    def list(self, _ignore_patterns: Any) -> list[Any]:
        """List nothing: the files are listed by the finders that own them."""
        return []


def _versioned(url: str) -> str:
    root: str = settings.STATIC_URL
    return f"{root}{version()}/{url.removeprefix(root)}"


@functools.cache
def version() -> str:
    """Return the digest of all static files, names and contents."""
    digest = hashlib.sha256()
    for name, path in sorted(_files()):
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _files() -> Iterator[tuple[str, Path]]:
    for finder in finders.get_finders():
        for name, storage in finder.list(None):
            yield name, Path(storage.path(name))
