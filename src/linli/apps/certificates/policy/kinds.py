"""The kinds of this place: what two people published, over its folders, over what comes with the software.

Eight at most, by law.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

import linli
from linli.apps.catalogue import facts as catalogue
from linli.apps.certificates.policy.registers import REGISTERS
from linli.core.packs import certificate_kind
from linli.core.packs.certificate_kind import (
    OF_CASE,
    OF_REGISTER,
    CertificateKind,
    check_kind,
    joined,
    read_kind,
)
from linli.core.packs.definition import LANGUAGES

__all__ = ["FIELDS", "KINDS", "Kind", "kinds"]

log = logging.getLogger(__name__)
Kind = CertificateKind
KINDS = frozenset(name.replace("-", "_") for name in certificate_kind.KINDS)
"""What a community may lawfully issue; nothing else is ever signed."""
FIELDS = (*OF_CASE[:-1], *OF_REGISTER[1:])
"""What a certificate may carry, in the order in which it is read."""
SOURCES = frozenset({certificate_kind.CASE, *REGISTERS})
SHIPPED = Path(linli.__file__).parents[2] / "packs"
MAIN, FAMILY, FOLDER = "certificate.yaml", Path("base/certificate"), Path("certificates")
Stamp = tuple[tuple[Path, int], ...]


def kinds() -> Mapping[str, Kind]:
    """Return the kinds of this place, read again when one changes; one that is wrong is left out and logged."""
    return {**of_folders(), **_published(tuple(catalogue.snapshot().certificates.values()))}


def of_folders() -> Mapping[str, Kind]:
    """Return the kinds that the folders declare, whatever was published over them."""
    stamps = tuple(_stamp(root) for root in dict.fromkeys((SHIPPED, Path(settings.PACKS_DIR))))
    return _read(stamps)


def published(sha256: str) -> Kind | None:
    """Return a published version of a kind, None for one that this version of Linli cannot use."""
    return next(_kind(sha256, catalogue.pack(sha256), {}), None)


@lru_cache(maxsize=8)
def _published(shas: tuple[str, ...]) -> Mapping[str, Kind]:
    return {one.code: one for sha in shas for one in [published(sha)] if one}


def _stamp(root: Path) -> Stamp:
    names = (MAIN, *(f"texts.{lang}.yaml" for lang in LANGUAGES))
    folders = (root / FAMILY, *sorted(root.joinpath(FOLDER).glob("*/")))
    files = [folder / name for folder in folders for name in names]
    return tuple((file, file.stat().st_mtime_ns) for file in files if file.is_file())


@lru_cache(maxsize=8)
def _read(stamps: tuple[Stamp, ...]) -> Mapping[str, Kind]:
    found: dict[str, Kind] = {}
    for stamp in stamps:
        folders = dict.fromkeys(file.parent for file, _ in stamp)
        family: Mapping[str, Any] = {}
        for folder in folders:
            said = _said(folder)
            if folder.match(str(FAMILY)):
                family = said
            else:
                found |= {one.code: one for one in _kind(folder, said, family)}
    return found


def _kind(folder: Path | str, said: Mapping[str, Any], family: Mapping[str, Any]) -> Iterator[Kind]:
    read = read_kind(joined(said, family))
    if not isinstance(read, CertificateKind) or [*check_kind(read, ())]:
        log.error("%s cannot be used: linli pack check says why", folder)
        return
    yield read


def _said(folder: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load((folder / MAIN).read_text(encoding="utf-8"))
        texts = {
            lang: yaml.safe_load((folder / f"texts.{lang}.yaml").read_text("utf-8")) for lang in LANGUAGES
        }
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return {**said, "texts": texts} if isinstance(said, dict) else {}
