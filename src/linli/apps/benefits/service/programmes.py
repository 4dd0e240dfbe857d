"""Programmes of a responsible body: they look at the answers of those who agreed, and propose; nothing is granted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.benefits import events
from linli.apps.benefits.facts import benefit as in_force
from linli.apps.benefits.facts import decide_by, hash_of
from linli.apps.benefits.facts.kept import answers_of
from linli.apps.benefits.facts.programmes import looked_at, may_read, may_run
from linli.apps.benefits.models import ACCEPTED, DECLINED, OPEN, WITHDRAWN, KeptAnswers, Programme, Proposal
from linli.apps.grid import facts as grid
from linli.core.clock.instants import BEIJING
from linli.core.forms.identifiers import read_credit_code
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome, Refused, Stale
from linli.kernel.identity.personal import index

MOST = 400
"""Proposals of one run: each is an entry of its own, and all of them are one act."""


COUNTS = ("looked_at", "entitled", "proposed", "withdrawn", "unread")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run came to: how many it looked at, how many of them are entitled, how many are asked now.

    ``unread`` could not be decided by the rules as they are now; ``more`` tells that another run has work to do.
    """

    looked_at: int
    entitled: int
    proposed: int
    withdrawn: int
    unread: int
    more: bool


def start_programme(benefit: str, body: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Start to look for those who are entitled, for a body that one works for; returns the ref.

    Raises:
        NotVisible: no such rules are in force.
        Invalid: no such body, or not one's own.
        Refused: it runs already.
    """
    in_force(benefit)
    office = grid.body(body)
    if office is None or not may_run(actor, office):
        raise Invalid(Problem("body", "benefits.no_such_body"))

    def work(acting: Acting) -> JsonValue:
        if Programme.objects.filter(benefit=benefit, body_id=office.id, ended_at=None).exists():
            raise Refused(Refusal("benefits.runs_already"))
        row = Programme(benefit=benefit, body_id=office.id, started_at=at)
        public: dict[str, JsonValue] = {"benefit": benefit, "body": office.ref}
        row.stream = acting.open_stream("programme", events.PROGRAMME_STARTED, public)
        row.save(force_insert=True)
        return str(row.ref)

    return str(act("benefits.start", work, said=[benefit, body], actor=actor, act_id=act_id, at=at))


def end_programme(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a programme; what it proposed and nobody answered is withdrawn."""
    _programme(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row, office = _programme(ref, actor)
        if row.ended_at is not None:
            raise Stale("benefits.ended_already")
        acting.enter(row.stream, events.PROGRAMME_ENDED, {"benefit": row.benefit, "body": office.ref})
        Programme.objects.filter(pk=row.pk).update(ended_at=at)
        Proposal.objects.filter(programme=row, state=OPEN).update(state=WITHDRAWN, decided_at=at)
        return None

    act("benefits.end", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def run_programme(ref: UUID | str, *, company: str = "", actor: Actor, act_id: str, at: datetime) -> Ran:
    """Look at the answers of all who agreed and live in the body's area, or of one firm by its credit code, and propose to who is entitled.

    Raises:
        NotVisible: no such programme for this actor.
        Invalid: the credit code cannot be one, or no such firm agreed to be found.
        Refused: the programme is over, or not this actor's to run.
    """
    row, own = _programme(ref, actor)
    wanted = looked_at(row.benefit, own, at)
    if company:
        wanted = _of_firm(wanted, company)

    def work(acting: Acting) -> JsonValue:
        fresh, office = _programme(ref, actor)
        if fresh.ended_at is not None:
            raise Refused(Refusal("benefits.programme_over"))
        ran = _look(acting, fresh, wanted)
        counts = {"looked_at": ran.looked_at, "entitled": ran.entitled, "proposed": ran.proposed}
        public: dict[str, JsonValue] = {"benefit": fresh.benefit, "body": office.ref, **counts}
        acting.enter(fresh.stream, events.PROGRAMME_RAN, public)
        if not company:
            Programme.objects.filter(pk=fresh.pk).update(
                ran_at=at, looked_at=ran.looked_at, entitled=ran.entitled
            )
        return asdict(ran)

    said: JsonValue = [str(ref), index(company, "said") if company else ""]
    answer = act("benefits.run", work, said=said, actor=actor, act_id=act_id, at=at)
    counts = answer if isinstance(answer, dict) else {}
    numbers = {name: int(str(counts[name])) for name in COUNTS}
    return Ran(**numbers, more=counts["more"] is True)


def _of_firm(wanted: QuerySet[KeptAnswers], company: str) -> QuerySet[KeptAnswers]:
    code = read_credit_code("company", company)
    if isinstance(code, Problem):
        raise Invalid(code)
    found = wanted.filter(company_index=index(code, "credit_code"))
    if not found.exists():
        raise Invalid(Problem("company", "benefits.firm_not_found"))
    return found


def _look(acting: Acting, programme: Programme, wanted: QuerySet[KeptAnswers]) -> Ran:
    """Decide each by the rules in force today; who is entitled is asked, unless they answered to the same before."""
    benefit, rules = in_force(programme.benefit), hash_of(programme.benefit)
    day = acting.at.astimezone(BEIJING).date()
    answered = set(
        Proposal.objects.filter(kept__in=wanted, state__in=[OPEN, ACCEPTED, DECLINED]).values_list(
            "kept_id", "said"
        )
    )
    waiting = set(Proposal.objects.filter(kept__in=wanted, state=OPEN).values_list("kept_id", flat=True))
    seen = entitled = proposed = withdrawn = unread = 0
    for kept in wanted.select_related("stream").order_by("id"):
        seen += 1
        answers = answers_of(kept)
        outcome = _entitled(benefit, answers, day)
        unread += outcome is None
        entitled += outcome is True
        said = index(json.dumps([rules, answers], sort_keys=True), "benefits_said")
        if outcome is not True and kept.pk in waiting:
            withdrawn += _withdraw(acting, programme, kept)
        elif (
            outcome is True and kept.pk not in waiting and (kept.pk, said) not in answered and proposed < MOST
        ):
            _propose(acting, programme, kept, Proposal(rules=rules, said=said, day=day))
            proposed += 1
    return Ran(seen, entitled, proposed, withdrawn, unread, more=proposed == MOST)


def _entitled(benefit: Benefit, answers: Mapping[str, JsonValue], day: date) -> bool | None:
    """Return whether somebody is entitled for sure; None where the answers do not fit the rules any more."""
    try:
        return decide_by(benefit, answers, day).outcome.entitled is True
    except Outcome:
        return None


def _propose(acting: Acting, programme: Programme, kept: KeptAnswers, proposal: Proposal) -> None:
    public: dict[str, JsonValue] = {
        "benefit": kept.benefit, "programme": str(programme.ref), "rules": proposal.rules,
    }  # fmt: skip
    acting.enter(kept.stream, events.PROPOSED, public)
    proposal.programme, proposal.kept, proposal.account_id = programme, kept, kept.account_id
    proposal.made_at = acting.at
    proposal.save(force_insert=True)
    acting.announce(events.PROPOSED, {"proposal": str(proposal.ref)})


def _withdraw(acting: Acting, programme: Programme, kept: KeptAnswers) -> int:
    public: dict[str, JsonValue] = {"benefit": kept.benefit, "programme": str(programme.ref)}
    acting.enter(kept.stream, events.PROPOSAL_WITHDRAWN, public)
    rows = Proposal.objects.filter(kept=kept, state=OPEN)
    return rows.update(state=WITHDRAWN, decided_at=acting.at)


def _programme(ref: UUID | str, actor: Actor) -> tuple[Programme, grid.BodyFact]:
    """Return a programme that the actor runs; who only reads it is refused, others find nothing."""
    row = Programme.objects.select_related("stream").filter(ref=ref).first()
    office = grid.bodies_by_id({row.body_id}).get(row.body_id) if row else None
    if row is None or office is None or not may_read(actor, office):
        raise NotVisible
    if not may_run(actor, office):
        raise Refused(Refusal("benefits.not_yours_to_run"))
    return row, office
