"""Names that people know for the refs and codes in a case, many at once and in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseRow, CaseView
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.packs.definition import ServiceDefinition
from linli.kernel.ui.text import has, language, t
from linli.web.portal import naming as portal

LEVELS = 2
"""A place is told by its last two areas: sub-district and community."""


class Named(Protocol):
    """Something with a name in both languages."""

    @property
    def name_zh(self) -> str:
        """The Chinese name."""
        ...

    @property
    def name_en(self) -> str:
        """The English name, perhaps empty."""
        ...


def name_of(one: Named) -> str:
    """Return the name in the reader's language; Chinese where there is no English one."""
    return either(one.name_zh, one.name_en)


def either(zh: str | None, en: str | None) -> str:
    """Choose between two forms of a name."""
    return (en if language() == "en" and en else zh) or ""


def joined(parts: Iterable[str]) -> str:
    """Write several names one after another."""
    return t("desk.join").join(part for part in parts if part)


def area_names(paths: Iterable[str]) -> dict[str, str]:
    """Return each path's last two areas by name. One statement."""
    wanted = {path: [code for code in path.split("/") if code] for path in set(paths)}
    codes = {code for chain in wanted.values() for code in chain[-LEVELS:]}
    found = {one.code: name_of(one) for one in grid.areas(sorted(codes))} if codes else {}
    return {path: _place(chain, found) for path, chain in wanted.items()}


def _place(chain: list[str], found: dict[str, str]) -> str:
    names = [found[code] for code in chain[-LEVELS:] if code in found]
    if not names:
        return t("desk.place_unknown")
    return ", ".join(reversed(names)) if language() == "en" else " ".join(names)


def body_names(refs: Iterable[str | None]) -> dict[str, str]:
    """Return bodies by ref. One statement, none for nothing."""
    wanted = {ref for ref in refs if ref}
    return {ref: name_of(one) for ref, one in grid.bodies_by_ref(wanted).items()} if wanted else {}


def subject_name(key: str) -> str:
    """Return what a case is about, or that nobody has said yet."""
    if not key:
        return t("desk.subject_missing")
    one = catalogue.snapshot().subject(key)
    return name_of(one) if one else key


def about(subject: str, link: str) -> str:
    """Return what a case is about, with the link of the chain where one was named."""
    said = subject_name(subject)
    return f"{said} · {catalogue.link_name(link)}" if link else said


def stage_name(definition: ServiceDefinition, stage: str) -> str:
    """Return a stage in the field's own terms; a declared service's own stages in its own words."""
    key = f"desk.stage.{stage}"
    return t(key) if has(key) else pack_text(definition, f"stage.{stage}")


def title_of(title: str, pack: str) -> str:
    """Return how a case is called: in its teller's words, or as its service is called in the language of the desk."""
    if not title or language() == "zh":
        return title or t("desk.title_missing")
    return portal.title_of(title, cases.definition(pack))


def move_name(definition: ServiceDefinition, move: str) -> str:
    """Return a move as its pack calls it."""
    return pack_text(definition, f"move.{move}")


def pack_text(definition: ServiceDefinition, key: str, **params: str) -> str:
    """Return a sentence of the pack; "" where it has none."""
    said = definition.text(key, language(), **params)
    return "" if said == key else said


def advice(view: CaseView) -> list[str]:
    """Return what the person has to be told: which limit may have passed and which road remains."""
    names = cases.advice_on(view.case, view.definition)
    return [pack_text(view.definition, f"advice.{name}") for name in names]


def role_name(role: str) -> str:
    """Return a role by its name; the officer of the leading body is an officer."""
    keys = (f"access.role.{role.removeprefix('lead_')}", f"desk.who_{role}")
    return t(next((key for key in keys if has(key)), "desk.role_other"))


def lead_name(row: CaseRow) -> str:
    """Return the body that leads a case of a list."""
    return either(row.lead_zh, row.lead_en)
