"""Names in the reader's language for the codes that figures and public cases carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.packs.definition import ServiceDefinition
from linli.kernel.ui.text import has, language, t

COMMUNITY_DIGITS = 12
"""Public places are never finer than the community."""

LEVELS = 2


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
    return (one.name_en if language() == "en" else "") or one.name_zh


def community_of(path: str) -> list[str]:
    """Return the codes of a path down to the community."""
    return [code for code in path.split("/") if code and len(code) <= COMMUNITY_DIGITS]


def places(paths: Iterable[str]) -> dict[str, str]:
    """Return each path's last two public areas by name. One statement."""
    wanted = {path: community_of(path)[-LEVELS:] for path in set(paths)}
    codes = sorted({code for chain in wanted.values() for code in chain})
    known = {one.code: name_of(one) for one in grid.areas(codes)} if codes else {}
    return {
        path: _written([known[code] for code in chain if code in known]) for path, chain in wanted.items()
    }


def _written(names: list[str]) -> str:
    if not names:
        return t("public.place_unknown")
    return ", ".join(reversed(names)) if language() == "en" else " ".join(names)


def bodies(refs: Iterable[str]) -> dict[str, str]:
    """Return bodies by ref; none for nothing. One statement."""
    wanted = {ref for ref in refs if ref}
    return {ref: name_of(one) for ref, one in grid.bodies_by_ref(wanted).items()} if wanted else {}


def subjects(keys: Iterable[str]) -> dict[str, str]:
    """Return what cases are about by subject key; "" is what nobody has classified yet. One statement."""
    known = catalogue.snapshot()
    return {key: _subject(key, known.subject(key)) for key in set(keys)}


def about(subject: str, link: str) -> str:
    """Return a subject by name with the link of the chain where one was named."""
    return f"{subject} · {catalogue.link_name(link)}" if link else subject


def _subject(key: str, found: Named | None) -> str:
    return name_of(found) if found else key or t("public.subject_unknown")


def stage(name: str, definition: ServiceDefinition) -> str:
    """Return where a case stands, told about it and not to its reporter."""
    key = f"public.stage.{name}"
    return t(key) if has(key) else _pack_text(definition, f"stage.{name}")


def move(name: str, definition: ServiceDefinition) -> str:
    """Return what happened, told about the case."""
    key = f"public.move.{name}"
    return t(key) if has(key) else _pack_text(definition, f"move.{name}")


def outcome(name: str, definition: ServiceDefinition) -> str:
    """Return what came out."""
    return _pack_text(definition, f"choice.outcome.{name}") if name else ""


def _pack_text(definition: ServiceDefinition, key: str) -> str:
    said = definition.text(key, language())
    return "" if said == key else said
