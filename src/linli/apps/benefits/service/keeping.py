"""Keeps somebody's answers because they said so, and lets go of them as easily."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.benefits import events
from linli.apps.benefits.facts import decide_by, version
from linli.apps.benefits.facts.kept import SEALED, is_of_firms
from linli.apps.benefits.models import OPEN, WITHDRAWN, KeptAnswers, Proposal
from linli.core.clock.instants import BEIJING
from linli.core.forms.identifiers import read_credit_code
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, seal

KEPT_FOR = timedelta(days=365)
RETENTION = "benefit"
PERIODS = (30, 180, 365)
"""Days that somebody may choose."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants kept: their answers by a version of the rules, for how long, and whether they may be found.

    ``company`` is the unified social credit code where a firm is entitled.
    """

    benefit: str
    rules: str
    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    days: int = 365
    findable: bool = False
    company: str = ""


def keep(wish: Wish, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Keep answers, in the place of what was kept before, and return their ref.

    Raises:
        NotVisible: there are no such rules.
        Invalid: answers that cannot be read, no lawful period, or no credit code of a firm.
        Refused: nobody is signed in.
    """
    if actor.account_id is None or actor.is_system:
        raise Refused(Refusal("benefits.sign_in"))
    benefit = version(wish.benefit, wish.rules)
    company = _company(benefit, wish.company)
    if isinstance(company, Problem):
        raise Invalid(company)
    if wish.days not in PERIODS:
        raise Invalid(Problem("days", "benefits.period"))
    decide_by(benefit, wish.answers, at.astimezone(BEIJING).date())
    text = json.dumps(dict(wish.answers), ensure_ascii=False, sort_keys=True)
    key = index(company, "credit_code") if company else ""

    def work(acting: Acting) -> JsonValue:
        row = KeptAnswers.objects.filter(
            account_id=actor.account_id, benefit=wish.benefit, company_index=key
        ).select_related("stream").first() or KeptAnswers(
            account_id=actor.account_id, benefit=wish.benefit, company_index=key
        )
        row.rules, row.answers_sealed, row.findable = wish.rules, seal(text, SEALED), wish.findable
        row.kept_at, row.until = at, at + timedelta(days=wish.days)
        row.company_sealed = seal(company, "credit_code") if company else None
        row.company_masked = f"{company[:4]}**********{company[-4:]}" if company else ""
        public: dict[str, JsonValue] = {
            "benefit": wish.benefit, "until": row.until.date().isoformat(), "findable": wish.findable,
        }  # fmt: skip
        if row.pk is None:
            row.stream = acting.open_stream(
                "answers", events.ANSWERS_KEPT, public, [_who(actor)], sealed=True
            )
        else:
            acting.enter(row.stream, events.ANSWERS_KEPT, public, [_who(actor)])
            _withdraw(row, at)
        row.save()
        return str(row.ref)

    said: JsonValue = [wish.benefit, wish.rules, index(text, "said"), wish.days, wish.findable, key]
    return str(act("benefits.keep", work, said=said, actor=actor, act_id=act_id, at=at))


def _company(benefit: Benefit, said: str) -> str | Problem:
    return read_credit_code("company", said) if is_of_firms(benefit) else ""


def let_be_found(ref: UUID | str, *, wants: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Agree that a programme looks at one's kept answers, or take that back; what waits is withdrawn."""
    _own(actor, ref)

    def work(acting: Acting) -> JsonValue:
        row = _own(actor, ref)
        if row.findable == wants:
            raise Stale("benefits.so_already")
        event = events.FINDING_AGREED if wants else events.FINDING_WITHDRAWN
        acting.enter(row.stream, event, {"benefit": row.benefit}, [_who(actor)])
        row.findable = wants
        row.save(update_fields=["findable"])
        if not wants:
            _withdraw(row, at)
        return None

    act("benefits.let_be_found", work, said=[str(ref), wants], actor=actor, act_id=act_id, at=at)


def delete_kept(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Delete kept answers: at any time, without a reason."""
    _own(actor, ref)
    _delete(ref, "resident", actor=actor, act_id=act_id, at=at)


def _delete(ref: UUID | str, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        row = KeptAnswers.objects.select_related("stream").filter(ref=ref).first()
        if row is None:
            raise Stale("benefits.deleted_already")
        acting.enter(row.stream, events.ANSWERS_DELETED, {"benefit": row.benefit, "by": by}, [_who(actor)])
        _withdraw(row, at)
        row.delete()
        return None

    act("benefits.delete_kept", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def sweep(at: datetime) -> int:
    """Delete what has run out, and say how many; the worker does it once a day."""
    actor, gone = system_actor("benefits"), KeptAnswers.objects.filter(until__lte=at).order_by("id")
    refs = list(gone.values_list("ref", flat=True)[:500])
    for ref in refs:
        _delete(ref, "time", actor=actor, act_id=str(uuid5(ref, "run out")), at=at)
    return len(refs)


def forget_account(account: str, *, key: str, at: datetime) -> None:
    """Delete what a person who is forgotten let us keep; ``key`` names the erasure, so that it happens once."""
    actor = system_actor("erasure")
    rows = KeptAnswers.objects.filter(account__ref=account) if account else KeptAnswers.objects.none()
    for ref in list(rows.values_list("ref", flat=True)):
        _delete(ref, "erasure", actor=actor, act_id=str(uuid5(UUID(key), str(ref))), at=at)
    if account:
        Proposal.objects.filter(account__ref=account).update(account=None)


def _withdraw(row: KeptAnswers, at: datetime) -> None:
    Proposal.objects.filter(kept=row, state=OPEN).update(state=WITHDRAWN, decided_at=at)


def _own(actor: Actor, ref: UUID | str) -> KeptAnswers:
    rows = KeptAnswers.objects.select_related("stream").filter(ref=ref)
    row = rows.filter(account_id=actor.account_id).first() if actor.account_id is not None else None
    if row is None:
        raise NotVisible
    return row


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "actor")
