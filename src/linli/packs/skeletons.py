"""Writes a new pack that already passes its check, to start from."""

from __future__ import annotations

from pathlib import Path
from string import Template

from linli.core.packs.node import SLUG
from linli.core.shared.outcomes import Problem
from linli.packs.folder import PACK, SCENARIOS

SOURCE = Path(__file__).parent / "skeleton"
KINDS = ("happy", "refusal", "missed")


def write_new(parent: Path, name: str) -> Path | Problem:
    """Write the folder ``parent/name``; nothing that is there is touched."""
    if not SLUG.fullmatch(name):
        return Problem("name", "packs.not_a_slug", {"value": name[:40]})
    folder = parent / name
    if folder.exists():
        return Problem("name", "packs.cli_exists", {"folder": str(folder)})
    (folder / SCENARIOS).mkdir(parents=True)
    _write(folder / PACK, Template(_read(PACK)).substitute(name=name))
    for text in ("texts.zh.yaml", "texts.en.yaml"):
        _write(folder / text, _read(text))
    for kind in KINDS:
        _write(folder / SCENARIOS / f"{kind}.yaml", _read(f"{kind}.yaml"))
    return folder


def _read(name: str) -> str:
    return (SOURCE / name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
