"""What a service tells before it is used, written in one language: for the page, and for programs in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from linli.apps.cases.facts.definitions import definition as read
from linli.apps.catalogue import facts as catalogue
from linli.core.packs import search
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.guide import Grounds, Guide, LifeEvent, Material
from linli.core.packs.materials import Bringing, Line
from linli.core.packs.search import Entry
from linli.kernel.ui import show
from linli.kernel.ui.text import t

Json = dict[str, Any]
FIRST = "request"
"""The service that takes whatever has no other; it comes first."""


def offered() -> tuple[ServiceDefinition, ...]:
    """Return the services in force, the plain request first."""
    current = catalogue.snapshot().packs
    catalogue.fetch_packs(current.values())
    found = (read(sha) for _, sha in sorted(current.items()))
    return tuple(sorted(found, key=lambda one: (one.name != FIRST, one.name)))


def events_of(definition: ServiceDefinition) -> tuple[LifeEvent, ...]:
    """Return by what a service is found; one that does not say is an everyday matter."""
    return definition.guide.events if definition.guide else (LifeEvent.DAILY,)


def body_of(definition: ServiceDefinition) -> str:
    """Return who answers for a service, by the word its pack uses; empty where it does not say."""
    return definition.guide.body if definition.guide else ""


def search_entry(key: str, texts: Sequence[Any]) -> Entry:
    """Return something with texts in both languages as the search sees it."""
    return Entry(key, *(" ".join(one.get(name, "") for one in texts) for name in search.FIELDS))


def guide_told(definition: ServiceDefinition, lang: str) -> Json:
    """Return the guide of a service in words; what a service does not tell is empty."""
    guide = definition.guide
    rule = definition.promised
    told: Json = {
        "body": "",
        "who": [],
        "conditions": [],
        "counters": [],
        "fee": None,
        "legal": None,
        "materials": [],
        "questions": [],
        "promised": {"limit": rule.limit, "text": show.limit(rule.limit, lang), "by_condition": rule.from_condition}
        if rule
        else None,
        "basis": [{"title": one.title, "url": one.url, "note": one.note} for one in definition.legal_basis],
    }  # fmt: skip
    return told if guide is None else {**told, **_told(definition, guide, lang)}


def _told(definition: ServiceDefinition, guide: Guide, lang: str) -> Json:
    def said(key: str) -> str:
        return definition.text(key, lang)

    fen, legal = guide.fee.fen, guide.legal
    free = "cases.fee_by_answers" if guide.fee.amount else "cases.fee_none"
    return {
        "body": said(f"guide.body.{guide.body}"),
        "who": [said(f"guide.who.{name}") for name in guide.who],
        "conditions": [said(f"guide.condition.{name}") for name in guide.conditions],
        "counters": [
            {"where": said(f"guide.counter.{name}"), "hours": said(f"guide.hours.{name}")}
            for name in guide.counters
        ],
        "fee": {
            "fen": fen,
            "text": show.money(fen, lang) if fen else t(free, lang=lang),
            "source": _grounds(guide.fee.grounds),
        },
        "legal": None
        if legal is None
        else {
            "limit": legal.limit,
            "text": show.limit(legal.limit, lang),
            "source": _grounds(legal.grounds),
        },
        "materials": [material_told(definition, one, lang) for one in guide.materials],
        "questions": [
            {"name": one.name, "label": said(f"guide.question.{one.name}")} for one in guide.form.questions
        ],
    }


def material_told(definition: ServiceDefinition, material: Material, lang: str) -> Json:
    """Return one material in words; ``sometimes`` when it depends on the person."""
    held = material.held
    return {
        "name": material.name,
        "title": definition.text(f"material.{material.name}", lang),
        "why": definition.text(f"material.{material.name}.why", lang),
        "paper": material.paper.value,
        "paper_text": t(f"cases.paper.{material.paper.value}", lang=lang),
        "copies": material.copies,
        "sometimes": material.when is not None,
        "held": _grounds(held.grounds) if held else None,
        "held_always": held is not None and held.when is None,
    }


def _grounds(one: Grounds | None) -> Json | None:
    if one is None:
        return None
    return {"title": one.title, "url": one.url, "note": one.note, "confirmed": one.confirmed}


def bringing_told(definition: ServiceDefinition, found: Bringing, lang: str) -> list[Json]:
    """Return what applies to somebody, each with its standing, the answers that decided and the open questions."""
    return [_line(definition, one, lang) for one in found.lines]


def _line(definition: ServiceDefinition, line: Line, lang: str) -> Json:
    said = material_told(definition, line.material, lang)
    label = {name: definition.text(f"guide.question.{name}", lang) for name in (*line.because, *line.open)}
    return {
        **said,
        "standing": line.standing.value,
        "because": [{"name": name, "label": label[name]} for name in line.because],
        "open": [{"name": name, "label": label[name]} for name in line.open],
    }
