"""Engagements as their two sides see them, and as staff of the area do; nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.jobs import policy
from linli.apps.jobs.facts.paging import PAGE, Page, read_cursor, write_cursor
from linli.apps.jobs.facts.posts import PostFact
from linli.apps.jobs.facts.posts import fact as post_fact
from linli.apps.jobs.facts.seeking import name_of
from linli.apps.jobs.models import Engagement, EngagementNote
from linli.apps.jobs.models.engagements import ASKING, OVER, WISHED
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal
from linli.kernel.identity.service import phone_of


@dataclass(frozen=True, slots=True)
class EngagementFact:
    """A worker at a shift. ``side`` is the reader's; the other's name and number are whole once both confirmed."""

    ref: str
    post: PostFact
    worker_ref: str
    worker: str
    worker_phone: str
    employer_phone: str
    side: str
    stands_in: bool
    state: str
    asked_by: str
    agreement: str
    worker_confirmed: bool
    employer_confirmed: bool
    wants_case: bool
    keeps_name: bool
    hours: tuple[tuple[str, datetime | None, datetime | None], ...]
    sum_fen: int
    due_on: date | None
    paid_said_at: datetime | None
    paid_at: datetime | None
    case_ref: str
    case_number: str
    notes: tuple[tuple[str, str], ...]

    @property
    def hours_differ(self) -> bool:
        """Say whether both noted hours and they are not the same."""
        noted = [one[1:] for one in self.hours if one[1] is not None]
        return len(noted) > 1 and noted[0] != noted[1]

    @property
    def mine_to_answer(self) -> bool:
        """Say whether the other side waits for the reader's yes or no."""
        waits_for = policy.EMPLOYER if self.state == WISHED else policy.WORKER
        return self.state in ASKING and self.side == waits_for


def engagement(actor: Actor, ref: UUID | str) -> EngagementFact:
    """Return one to its sides and to staff of the area; raises NotVisible for all others."""
    row = _rows().filter(ref=ref).first()
    side = policy.side_of(actor, row) if row else ""
    if row is None or not side:
        raise NotVisible
    stands_in = side == policy.STAFF and policy.stands_in(actor, row)
    notes = EngagementNote.objects.filter(engagement=row).order_by("id")
    said = tuple((one.side, unseal(bytes(one.text_sealed), "jobs.note")) for one in notes)
    return _fact(row, policy.WORKER if stands_in else side, stands_in=stands_in, notes=said)


def my_engagements(actor: Actor, *, cursor: str = "") -> Page[EngagementFact]:
    """Return one's own as a worker, the newest first."""
    if actor.account_id is None:
        return Page((), None)
    return _paged(_rows().filter(worker__account_id=actor.account_id), policy.WORKER, cursor)


def engagements_at(actor: Actor, post: PostFact) -> tuple[EngagementFact, ...]:
    """Return who wishes, agreed and worked at a post, to its employer's people and to staff."""
    own = policy.acts_for(actor, post.employer_id)
    if not own and not actor.may(Permission.MARKET_READ, area_path=post.area_path):
        raise NotVisible
    side = policy.EMPLOYER if own else policy.STAFF
    return tuple(_fact(one, side) for one in _rows().filter(post_id=post.id).order_by("id")[:200])


def asked_at(employer_id: int) -> Counter[str]:
    """Count, by the ref of its posts, who waits for an employer's answer; its people know it from `employer`."""
    rows = Engagement.objects.filter(post__employer_id=employer_id, state=WISHED)
    return Counter(str(ref) for ref in rows.values_list("post__ref", flat=True)[:200])


def engagements_of_area(actor: Actor, *, states: Iterable[str], cursor: str = "") -> Page[EngagementFact]:
    """Return the engagements of one's area in some states, for staff."""
    rows = _rows().filter(
        policy.in_my_area(actor, Permission.MARKET_READ, "post__area_path"), state__in=states
    )
    return _paged(rows, policy.STAFF, cursor)


def engagements_of_worker(actor: Actor, ref: UUID | str) -> tuple[EngagementFact, ...]:
    """Return what runs for a worker who came by telephone, to staff who stand in."""
    rows = _rows().filter(worker__ref=ref).exclude(state__in=OVER).order_by("-starts_at", "-id")[:PAGE]
    return tuple(_fact(one, policy.STAFF) for one in rows if policy.stands_in(actor, one))


def _rows() -> QuerySet[Engagement]:
    return Engagement.objects.select_related("post__employer", "post__trade", "worker__account", "case")


def _paged(rows: QuerySet[Engagement], side: str, cursor: str) -> Page[EngagementFact]:
    if cursor:
        moment, key = read_cursor(cursor)
        rows = rows.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, pk__lt=key))
    found = list(rows.order_by("-starts_at", "-id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        tuple(_fact(one, side) for one in found[:PAGE]),
        write_cursor(last.starts_at, last.pk) if last else None,
    )


def _number(row: Engagement) -> str:
    held = bytes(row.post.employer.phone_sealed)  # empty once nobody is left
    return unseal(held, "phone") if held else ""


def _fact(
    row: Engagement, side: str, *, stands_in: bool = False, notes: tuple[tuple[str, str], ...] = ()
) -> EngagementFact:
    known = row.agreed_at is not None and side in (policy.WORKER, policy.EMPLOYER)
    phone = phone_of(row.worker.account) if known and row.worker.account else ""
    worker_sees = side == policy.WORKER
    case = row.case if worker_sees or (side == policy.STAFF and not row.keeps_name) else None
    return EngagementFact(
        str(row.ref), post_fact(row.post), str(row.worker.ref), name_of(row.worker, whole=known or worker_sees),
        phone, _number(row) if known else "", side, stands_in, row.state,
        "worker" if row.state == WISHED else "employer",
        unseal(bytes(row.agreement_sealed), "jobs.agreement") if known and row.agreement_sealed else "",
        row.worker_confirmed_at is not None, row.employer_confirmed_at is not None,
        row.wants_case and worker_sees, row.keeps_name and worker_sees,
        (
            ("worker", row.worker_from, row.worker_until), ("employer", row.employer_from, row.employer_until),
        ),
        row.sum_fen, row.due_on, row.paid_said_at, row.paid_at,
        str(case.ref) if case else "", case.number if case else "",
        notes,
    )  # fmt: skip
