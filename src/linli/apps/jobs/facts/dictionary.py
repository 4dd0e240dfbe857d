"""The dictionary of what a post may not say: the edition in force, what was proposed, and what each would catch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from linli.apps.jobs.facts.tables import table
from linli.apps.jobs.models import WordingEdition
from linli.apps.jobs.models.tables import IN_FORCE, WAITING
from linli.core.matching.wording import Found, Rule, not_allowed
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

OWN = "local"
"""The sort that a county fills itself; it is shipped empty, and its sentence names no law of ours."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of words as a dictionary has it, with the law behind it in both languages."""

    code: str
    patterns: tuple[str, ...]
    excuses: tuple[str, ...]
    basis: Mapping[str, str]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a proposal adds to a sort and takes from it."""

    code: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    basis: Mapping[str, str]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class EditionFact:
    """An edition of the dictionary; number 0 is the one that is shipped. ``mine``: the actor proposed it."""

    number: int
    state: str
    sorts: tuple[Sort, ...]
    proposed_at: datetime | None = None
    decided_at: datetime | None = None
    changes: tuple[Change, ...] = ()
    mine: bool = False


def may_see(actor: Actor) -> bool:
    """Say whether somebody proposes or decides on editions."""
    return actor.may(Permission.JOB_TABLES) or actor.may(Permission.JOB_WORDS_APPROVE)


def not_said(texts: Iterable[str]) -> tuple[Found, ...]:
    """Return the words that a post may not say by the edition in force."""
    return not_allowed(texts, rules())


def rules() -> tuple[Rule, ...]:
    """Return the edition in force as the core reads it."""
    return _read_rules(_body_in_force())


def shipped_rules() -> tuple[Rule, ...]:
    """Return the edition that is shipped, as the core reads it."""
    return _read_rules(_shipped())


def wording() -> EditionFact:
    """Return the edition in force; anybody may read it."""
    row = _in_force()
    if row is None:
        return EditionFact(0, IN_FORCE, sorts_of(_shipped()))
    return EditionFact(row.number, row.state, sorts_of(row.rules), row.proposed_at, row.decided_at)


def proposal(actor: Actor) -> EditionFact | None:
    """Return the edition that waits for its second person, with what it changes.

    Raises:
        NotVisible: who neither proposes nor decides.
    """
    if not may_see(actor):
        raise NotVisible
    row = WordingEdition.objects.filter(state=WAITING).first()
    return None if row is None else _fact(row, actor)


def editions(actor: Actor) -> tuple[EditionFact, ...]:
    """Return the editions that were decided on, the latest first.

    Raises:
        NotVisible: who neither proposes nor decides.
    """
    if not may_see(actor):
        raise NotVisible
    rows = WordingEdition.objects.exclude(state=WAITING).order_by("-number")[:MOST]
    return tuple(_fact(row, actor) for row in rows)


def tried(text: str, sorts: Iterable[Sort]) -> tuple[Found, ...]:
    """Return what some sorts would catch in a text."""
    return not_allowed([clean_text(text)], [_rule(one) for one in sorts])


def sorts_of(rules: str) -> tuple[Sort, ...]:
    """Read the text of an edition."""
    return _sorts(json.loads(rules))


def _sorts(said: Mapping[str, Any]) -> tuple[Sort, ...]:
    return tuple(
        Sort(code, tuple(one["patterns"]), tuple(one["excuses"]), one["basis"], bool(one["confirmed"]))
        for code, one in said.items()
    )


def text_of(sorts: Iterable[Sort]) -> str:
    """Write the text of an edition."""
    return json.dumps(
        {
            one.code: {
                "basis": dict(one.basis), "confirmed": one.confirmed, "patterns": [*one.patterns],
                "excuses": [*one.excuses],
            }
            for one in sorts
        },
        ensure_ascii=False,
    )  # fmt: skip


def _fact(row: WordingEdition, actor: Actor) -> EditionFact:
    sorts = sorts_of(row.rules)
    before = {one.code: one for one in sorts_of(row.before)}
    changes = tuple(_change(before[one.code], one) for one in sorts if before.get(one.code) != one)
    mine = row.proposed_by_id is not None and row.proposed_by_id == actor.account_id
    return EditionFact(row.number, row.state, sorts, row.proposed_at, row.decided_at, changes, mine)


def _change(old: Sort, new: Sort) -> Change:
    was, now = (*old.patterns, *old.excuses), (*new.patterns, *new.excuses)
    return Change(
        new.code, tuple(one for one in now if one not in was), tuple(one for one in was if one not in now),
        new.basis, new.confirmed,
    )  # fmt: skip


def _in_force() -> WordingEdition | None:
    return WordingEdition.objects.filter(state=IN_FORCE).order_by("-number").first()


def _body_in_force() -> str:
    rows = WordingEdition.objects.filter(state=IN_FORCE).order_by("-number")
    return rows.values_list("rules", flat=True).first() or _shipped()


@cache
def _shipped() -> str:
    own = Sort(OWN, (), (), {"zh": "", "en": ""}, confirmed=False)
    return text_of((*_sorts(table("wording")), own))


@lru_cache(maxsize=4)
def _read_rules(body: str) -> tuple[Rule, ...]:
    return tuple(_rule(one) for one in sorts_of(body))


def _rule(one: Sort) -> Rule:
    return Rule(one.code, str(one.basis["zh"]), one.confirmed, one.patterns, one.excuses)
