"""What somebody let us keep, and what was proposed to them; nobody else sees either."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.benefits.facts.deciding import Decided, decide_by
from linli.apps.benefits.facts.published import any_version
from linli.apps.benefits.models import ACCEPTED, OPEN, KeptAnswers, Proposal
from linli.core.forms.questions import Form, QuestionType
from linli.core.packs.benefit import Benefit, Event
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import unseal
from linli.kernel.ui.text import language

SEALED = "benefits"
MOST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """Answers that somebody let us keep."""

    ref: str
    benefit: str
    rules: str
    answers: Mapping[str, JsonValue]
    company: str
    kept_at: datetime
    until: datetime
    findable: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed to somebody, as it was decided then."""

    ref: str
    benefit: str
    rules: str
    body_id: int
    made_at: datetime
    day: date
    state: str
    company: str
    answers: Mapping[str, JsonValue]
    company_code: str = ""  # whole: only whoever gave it sees it


def mine(actor: Actor, at: datetime) -> tuple[Kept, ...]:
    """Return what the actor let us keep and has not run out."""
    rows = _own(actor).filter(until__gt=at).order_by("benefit", "id")[:MOST]
    return tuple(_fact(one) for one in rows)


def kept(actor: Actor, ref: UUID | str, at: datetime) -> Kept:
    """Return one of the actor's own; raises NotVisible for all others."""
    row = _own(actor).filter(ref=ref, until__gt=at).first()
    if row is None:
        raise NotVisible
    return _fact(row)


def _own(actor: Actor) -> QuerySet[KeptAnswers]:
    rows = KeptAnswers.objects.all()
    return rows.filter(account_id=actor.account_id) if actor.account_id is not None else rows.none()


def answers_of(row: KeptAnswers) -> dict[str, JsonValue]:
    """Read what was sealed."""
    read: dict[str, JsonValue] = json.loads(unseal(bytes(row.answers_sealed), SEALED))
    return read


def _fact(row: KeptAnswers) -> Kept:
    return Kept(
        ref=str(row.ref),
        benefit=row.benefit,
        rules=row.rules,
        answers=answers_of(row),
        company=row.company_masked,
        kept_at=row.kept_at,
        until=row.until,
        findable=row.findable,
    )


def proposals(actor: Actor) -> tuple[Proposed, ...]:
    """Return what waits for the actor's yes or no."""
    if actor.account_id is None:
        return ()
    rows = Proposal.objects.filter(account_id=actor.account_id, state=OPEN, kept__isnull=False)
    rows = rows.select_related("programme", "kept").order_by("id")[:MOST]
    return tuple(_proposed(one) for one in rows)


def proposal(actor: Actor, ref: UUID | str) -> Proposed:
    """Return one that was put to the actor and still waits; raises NotVisible for all others."""
    found = next((one for one in proposals(actor) if one.ref == str(ref)), None)
    if found is None:
        raise NotVisible
    return found


def opened_by(actor: Actor, ref: UUID | str) -> dict[str, JsonValue]:
    """Return ref and number of the case that the actor's own yes opened; nothing where there was no yes."""
    if actor.account_id is None:
        return {}
    rows = Proposal.objects.filter(ref=ref, account_id=actor.account_id, state=ACCEPTED, case__isnull=False)
    case = rows.values_list("case__ref", "case__number").first()
    return {"ref": str(case[0]), "number": case[1]} if case else {}


def _proposed(row: Proposal) -> Proposed:
    return Proposed(
        ref=str(row.ref),
        benefit=row.programme.benefit,
        rules=row.rules,
        body_id=row.programme.body_id,
        made_at=row.made_at,
        day=row.day,
        state=row.state,
        company=row.kept.company_masked if row.kept else "",
        answers=answers_of(row.kept) if row.kept else {},
        company_code=_code_of(row.kept),
    )


def _code_of(row: KeptAnswers | None) -> str:
    return unseal(bytes(row.company_sealed), "credit_code") if row and row.company_sealed else ""


def known(form: Form, one: Proposed, actor: Actor) -> dict[str, JsonValue]:
    """Return what a service asks that we know already: kept answers of the same name and form, the firm, the person.

    Where that is all it asks, a yes is enough.
    """
    theirs = {each.name: each.type for each in any_version(one.rules).form.questions}
    found: dict[str, JsonValue] = {}
    for each in form.questions:
        if each.name in one.answers and theirs.get(each.name) is each.type:
            found[each.name] = one.answers[each.name]
        elif each.type is QuestionType.CREDIT_CODE and one.company_code:
            found[each.name] = one.company_code
        elif each.type is QuestionType.PERSON and each.own and actor.name:
            found[each.name] = {"name": actor.name}
    return found


def decided_then(one: Proposed) -> Decided:
    """Return the decision as the programme made it: by its rules, as of its day."""
    return decide_by(any_version(one.rules), one.answers, one.day)


def what_is_held(account_id: int, _ref: str, at: datetime) -> list[Held]:
    """Tell a person which answers they let us keep, and until when."""
    rows = KeptAnswers.objects.filter(account_id=account_id, until__gt=at).order_by("id")[:MOST]
    return [
        Held(
            "benefits.held_answers",
            any_version(one.rules).text("title", language()),
            "benefits.held_why_findable" if one.findable else "benefits.held_why",
            one.until,
        )
        for one in rows
    ]


def is_of_firms(benefit: Benefit) -> bool:
    """Tell whether it is a firm that is entitled: then its credit code is asked for."""
    return Event.BUSINESS in benefit.events
