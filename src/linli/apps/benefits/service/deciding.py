"""The person's own word on a proposal: no, or yes, which opens the case of the matching service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from linli.apps.benefits import events
from linli.apps.benefits.facts import any_version
from linli.apps.benefits.facts.kept import Proposed, decided_then, known, opened_by, proposal
from linli.apps.benefits.facts.told import sentence
from linli.apps.benefits.models import ACCEPTED, DECLINED, OPEN, Proposal
from linli.apps.cases import service as cases
from linli.apps.cases.facts import case_view, current
from linli.apps.catalogue import facts as catalogue
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Stale
from linli.kernel.ui.text import t

REASONS = ("not_needed", "wrong_answers", "already_have", "rather_not_say")
GENERAL = "request"
"""The service of last resort, where the matching one is not offered here."""


def service_of(rules: str) -> str:
    """Return the service that a yes opens: the pack's own, if it is published here."""
    wanted = any_version(rules).service
    return wanted if wanted and catalogue.snapshot().current_pack(wanted) else GENERAL


def accept(
    ref: UUID | str,
    answers: Mapping[str, JsonValue],
    *,
    language: str = "zh",
    actor: Actor,
    act_id: str,
    at: datetime,
) -> dict[str, JsonValue]:
    """Say yes: opens the case with what was kept and what the service asks besides; returns its ref and number.

    Case and yes are one act: neither is there without the other. Who says yes again is told the case of the first.

    Raises:
        NotVisible: nothing of this name waits for the actor.
        Invalid: the service asks for something that is not there, by question.
    """
    if opened := opened_by(actor, ref):
        return opened
    one = proposal(actor, ref)
    told = _told(one, answers, actor, language)

    def work(acting: Acting) -> JsonValue:
        row = _waiting(ref)
        opened = cases.open_within(acting, told, actor)
        public: dict[str, JsonValue] = {"benefit": one.benefit, "programme": str(row.programme.ref)}
        acting.enter(row.kept.stream, events.PROPOSAL_ACCEPTED, public)
        row.state, row.decided_at = ACCEPTED, at
        row.case_id = case_view(actor, str(opened["ref"]), at=at).case.pk
        row.save()
        acting.announce(
            events.PROPOSAL_ACCEPTED, {"case": str(opened["ref"]), "body": str(row.programme.body.ref)}
        )
        return opened

    said: JsonValue = [str(ref), told.as_said()]
    answer = act("benefits.accept", work, said=said, actor=actor, act_id=act_id, at=at)
    return dict(answer) if isinstance(answer, Mapping) else {}


def _told(one: Proposed, answers: Mapping[str, JsonValue], actor: Actor, language: str) -> cases.Told:
    decided = decided_then(one)
    name = decided.benefit.text("title", language)
    words = t(
        "benefits.case_words", lang=language, name=name, sentence=sentence(decided, language), day=one.day
    )
    service = service_of(one.rules)
    ready = {} if service == GENERAL else known(current(service)[1].form, one, actor)
    return cases.Told(
        body=words,
        service=service,
        kind="help",
        answers={"what": words, **answers} if service == GENERAL else {**ready, **answers},
        language=language,
    )


def decline(ref: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say no; a reason may be chosen, none has to be. The same answers are not asked about again.

    Raises:
        NotVisible: nothing of this name waits for the actor.
        Invalid: no such reason.
    """
    proposal(actor, ref)
    if reason and reason not in REASONS:
        raise Invalid(Problem("reason", "benefits.no_such_reason"))

    def work(acting: Acting) -> JsonValue:
        row = _waiting(ref)
        said = reason or REASONS[-1]
        public: dict[str, JsonValue] = {
            "benefit": row.programme.benefit, "programme": str(row.programme.ref), "reason": said,
        }  # fmt: skip
        acting.enter(row.kept.stream, events.PROPOSAL_DECLINED, public)
        row.state, row.decided_at, row.reason = DECLINED, at, said
        row.save()
        return None

    act("benefits.decline", work, said=[str(ref), reason], actor=actor, act_id=act_id, at=at)


def _waiting(ref: UUID | str) -> Proposal:
    rows = Proposal.objects.select_related("programme__body", "kept__stream")
    row = rows.filter(ref=ref, state=OPEN, kept__isnull=False).first()
    if row is None:
        raise Stale("benefits.answered_already")
    return row
