"""Finds the families that a pack extends, nearest first, and joins them; what was read once is not read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from linli.core.packs.definition import LANGUAGES
from linli.core.packs.family import resolve
from linli.core.packs.finding import Finding, of_problem
from linli.core.packs.read import read_definition
from linli.packs.folder import PACK, SHIPPED, Folder, Located, read_folder

MOST_LEVELS = 2
"""A service extends a family, and that family one more: beyond that nobody could say where a word comes from."""

ANCESTORS = 4
FILES = (PACK, *(f"texts.{lang}.yaml" for lang in LANGUAGES))

Marks = tuple[tuple[str, int, int], ...]
Key = tuple[Path, Marks]


@dataclass(frozen=True, slots=True)
class Families:
    """What a pack rests on: the folders from the nearest to the farthest, and all that they say together."""

    folders: tuple[Folder, ...] = ()
    said: Mapping[str, Any] | None = None
    found: tuple[Located, ...] = ()


def families_of(folder: Folder) -> Families:
    """Return the families of a pack, or what keeps it from having them."""
    chain: list[Key] = []
    here, met = folder, [folder.path.resolve()]
    while isinstance(said := here.said.get("extends"), str):
        path = find_family(here.path, said)
        wrong = _wrong(path, met, said)
        if path is None or wrong:
            about = folder if len(met) > MOST_LEVELS else here
            return Families(found=(about.place(wrong or Finding("packs.no_family", "extends")),))
        met.append(path.resolve())
        chain.append((path, _marks(path)))
        here = _read(chain[-1])
    return _joined(tuple(chain)) if chain else Families()


def find_family(path: Path, said: str) -> Path | None:
    """Look for a family beside the pack's ancestors, then among the shipped packs."""
    if ".." in Path(said).parts or Path(said).is_absolute():
        return None
    roots = [*[*path.resolve().parents][:ANCESTORS], SHIPPED]
    return next((root / said for root in roots if (root / said / PACK).is_file()), None)


def _wrong(path: Path | None, met: list[Path], said: str) -> Finding | None:
    """Say what is wrong with the next family of a pack."""
    if path is None:
        return Finding("packs.no_family", "extends", params={"family": said[:60]})
    here = path.resolve()
    if here == met[-1]:
        return Finding("packs.extends_itself", "extends", params={"name": said[:60]})
    if here in met:
        way = " → ".join(one.name for one in (*met[met.index(here) :], here))
        return Finding("packs.extends_circle", "extends", params={"way": way[:200]})
    if len(met) > MOST_LEVELS:
        return Finding("packs.too_many_levels", "extends", params={"value": said[:60], "limit": MOST_LEVELS})
    return None


def _marks(path: Path) -> Marks:
    """Return what changes when a file of the folder changes."""
    stats = ((name, (path / name).stat()) for name in FILES if (path / name).is_file())
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in stats)


@lru_cache(maxsize=128)
def _read(key: Key) -> Folder:
    return read_folder(key[0], scenarios=False)


@lru_cache(maxsize=128)
def _joined(chain: tuple[Key, ...]) -> Families:
    folders = tuple(map(_read, chain))
    broken = tuple(one for folder in folders for one in folder.found)
    if broken:
        return Families(folders, found=broken)
    whole: Mapping[str, Any] = folders[-1].said
    alone = read_definition(whole)
    if isinstance(alone, tuple):
        return Families(folders, found=tuple(folders[-1].place(of_problem(one)) for one in alone))
    for folder in reversed(folders[:-1]):
        joined = resolve(folder.said, whole)
        if isinstance(joined, tuple):
            return Families(folders, found=tuple(folder.place(of_problem(one)) for one in joined))
        whole = joined
    return Families(folders, whole)
