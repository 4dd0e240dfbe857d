"""A service as a zip file: taken in without trusting anything that it says of itself, and given out."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from linli.core.packs.node import SLUG
from linli.core.shared.outcomes import Problem

LARGEST_ARCHIVE = 1024 * 1024
LARGEST_FILE = 256 * 1024
LARGEST_WHOLE = 2 * 1024 * 1024
MOST_ENTRIES = 250
DEEPEST = 3
"""The folder of the pack, ``scenarios``, and a file in it."""
ENCRYPTED = 0x1
SKIPPED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
MAC = "__MACOSX"
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)


def packed(name: str, files: Mapping[str, str]) -> bytes:
    """Return a service as a zip file; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{name}/{path}", FIRST_YEAR)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[path].encode())
    return out.getvalue()


def unpacked(content: bytes) -> tuple[str, dict[str, str]] | tuple[Problem, ...]:
    """Return the name of the folder in a zip file ("" if there is none) and its files, or why it is not taken."""
    if len(content) > LARGEST_ARCHIVE:
        return (_no("archive_too_big", limit=LARGEST_ARCHIVE),)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not _noise(one.filename)]
            if problems := tuple(_wrong(entries)):
                return problems
            return _read(archive, [one for one in entries if not one.is_dir()])
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, UnicodeDecodeError):
        return (_no("archive_broken"),)


def _wrong(entries: list[zipfile.ZipInfo]) -> Iterator[Problem]:
    """Yield everything about the list of contents that is wrong, before a single byte is unpacked."""
    if len(entries) > MOST_ENTRIES:
        yield _no("archive_too_many", n=len(entries), limit=MOST_ENTRIES)
        return
    seen: set[str] = set()
    for one in entries:
        name = one.filename
        parts = PurePosixPath(name).parts
        if "\\" in name or name.startswith("/") or ".." in parts or ":" in name or len(parts) > DEEPEST:
            yield _no("archive_outside", file=name[:60])
        elif stat.S_ISLNK(one.external_attr >> 16) or one.flag_bits & ENCRYPTED:
            yield _no("archive_link", file=name[:60])
        elif name in seen:
            yield _no("archive_twice", file=name[:60])
        seen.add(name)
    if sum(one.file_size for one in entries) > LARGEST_WHOLE:
        yield _no("archive_bomb", limit=LARGEST_WHOLE)


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> tuple[str, dict[str, str]] | tuple[Problem, ...]:
    """Unpack with a bound on every file: what the list of contents says of sizes need not be true."""
    files: dict[str, str] = {}
    for one in entries:
        with archive.open(one) as member:
            content = member.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            return (_no("archive_bomb", limit=LARGEST_FILE),)
        files[one.filename] = content.decode("utf-8-sig")
    tops = {name.partition("/")[0] for name in files if "/" in name and not name.startswith("scenarios/")}
    flat = {name for name in files if "/" not in name or name.startswith("scenarios/")}
    if not tops:
        return "", files
    if len(tops) > 1 or flat:
        return (_no("archive_several", n=len(tops | flat)),)
    top = tops.pop()
    return (top if SLUG.fullmatch(top) else ""), {
        name.partition("/")[2]: text for name, text in files.items()
    }


def _noise(name: str) -> bool:
    """What operating systems add to every archive is nobody's mistake."""
    parts = PurePosixPath(name).parts
    return bool(parts) and (parts[0] == MAC or parts[-1] in SKIPPED)


def _no(code: str, **said: int | str) -> Problem:
    return Problem("archive", f"packs.{code}", said)
