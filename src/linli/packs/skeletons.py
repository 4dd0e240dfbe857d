"""Writes a new pack that already passes its check, to start from: one skeleton for each family, one for certificates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Template

import yaml

from linli.core.packs.certificate_kind import (
    CASE,
    HOLDER,
    KINDS,
    OF_CASE,
    CertificateKind,
    check_kind,
)
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.finding import Finding
from linli.core.packs.node import SLUG
from linli.core.shared.outcomes import Problem
from linli.packs.certificate_kinds import FAMILY
from linli.packs.checking import Checked
from linli.packs.deny_list import national
from linli.packs.folder import CERTIFICATE, PACK, SCENARIOS, Located

SOURCE = Path(__file__).parent / "skeleton"
CERTIFICATES = "certificate"
BASE = "base/"
REQUEST = "base/request"
TEXTS = ("texts.zh.yaml", "texts.en.yaml")
SCENES = ("happy", "refusal", "missed")
TO_WRITE = ("title", "summary")
"""The sentences of a skeleton that say what to write there."""
OF_REGISTER_FIRST = ("since_on", "until_on", "body")
FIRST = {
    CASE: OF_CASE[1:3],
    "volunteers": ("hours", *OF_REGISTER_FIRST),
    "training": ("hours", *OF_REGISTER_FIRST),
    "activities": ("times", *OF_REGISTER_FIRST),
    "contracts": ("contract_number", "attested_on", "body"),
}
"""What a new kind says to begin with, by what it rests on."""


def families() -> tuple[str, ...]:
    """Return the families that a new pack can be started from."""
    return tuple(sorted(f"{BASE}{one.name}" for one in SOURCE.iterdir() if (one / PACK).is_file()))


def startable() -> tuple[str, ...]:
    """Return all that a new folder can be started from: the families of services and that of certificates."""
    return tuple(sorted({*families(), FAMILY}))


def certificate(name: str) -> dict[str, str] | Problem:
    """Return the files of a new kind of certificate; only what a community may issue can be begun."""
    told = check_kind(CertificateKind(name, 1, "", 1, (HOLDER,)), national())
    wrong = next((one for one in told if one.path == "certificate"), None)
    if wrong:
        return Problem("name", wrong.code, wrong.params)
    rests_on = KINDS[name][0]
    first = FIRST.get(rests_on, OF_REGISTER_FIRST)
    source = SOURCE / CERTIFICATES
    said = {"name": name, "rests_on": rests_on, "always": ", ".join(first)}
    return {
        CERTIFICATE: Template(_read(source / CERTIFICATE)).substitute(said),
        **{text: _read(source / text) for text in TEXTS},
    }


def drafted(name: str, family: str = REQUEST) -> dict[str, str] | Problem:
    """Return the files of a new pack by their names in its folder."""
    if not SLUG.fullmatch(name):
        return Problem("name", "packs.not_a_slug", {"value": name[:40]})
    if family not in families():
        said = {"family": family[:60], "known": ", ".join(families())}
        return Problem("family", "packs.no_skeleton", said)
    source = SOURCE / family.removeprefix(BASE)
    files = {PACK: Template(_read(source / PACK)).substitute(name=name)}
    files |= {text: _read(source / text) for text in TEXTS}
    return files | {f"{SCENARIOS}/{kind}.yaml": _read(source / f"{kind}.yaml") for kind in SCENES}


def unwritten(checked: Checked) -> Iterator[Located]:
    """Yield what still stands as a skeleton has it, and residents would read: a service is not offered so."""
    for lang, stubs in _stubs().items():
        texts = checked.definition.texts.get(lang, {}) if checked.definition else {}
        for key in TO_WRITE:
            if texts.get(key) in stubs:
                said = {"key": key, "lang": lang}
                yield checked.folder.place(
                    Finding("packs.text_unwritten", f"texts.{lang}.{key}", params=said)
                )


@cache
def _stubs() -> dict[str, frozenset[str]]:
    sources = [SOURCE / family.removeprefix(BASE) for family in families()]
    read = {
        lang: [yaml.safe_load(_read(one / f"texts.{lang}.yaml")) for one in sources] for lang in LANGUAGES
    }
    return {lang: frozenset(one[key] for one in said for key in TO_WRITE) for lang, said in read.items()}


def write_new(parent: Path, name: str, family: str = REQUEST) -> Path | Problem:
    """Write the folder ``parent/name``; nothing that is there is touched."""
    files = certificate(name) if family == FAMILY else drafted(name, family)
    if isinstance(files, Problem):
        return files
    folder = parent / name
    if folder.exists():
        return Problem("name", "packs.cli_exists", {"folder": str(folder)})
    for inside, text in files.items():
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        (folder / inside).write_text(text, encoding="utf-8")
    return folder


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
