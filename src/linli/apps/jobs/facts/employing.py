"""Employers: to the public a name and counts; contact and papers to their own people and to staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q

from linli.apps.jobs import policy
from linli.apps.jobs.facts.paging import PAGE, Page, read_cursor, write_cursor
from linli.apps.jobs.models import Employer, EmployerPerson, Engagement, Post
from linli.apps.jobs.models.employers import COMPANY, LOOKED_AT, VERIFIED, WAITING
from linli.apps.jobs.models.engagements import CONFIRMED, PAID, PAID_SAID, UNPAID
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import mask_name, unseal


@dataclass(frozen=True, slots=True)
class EmployerFact:
    """An employer; ``phone`` is masked, ``credit_code`` blank for households."""

    id: int
    ref: str
    kind: str
    name: str
    credit_code: str
    phone: str
    area_path: str
    state: str
    reason: str
    seen: tuple[str, ...]
    first_look_id: int | None
    registered_at: datetime
    verified_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What an employer's past comes to, in numbers that everybody may see: counts of shifts, no marks."""

    shifts: int
    engagements: int
    due: int
    paid: int
    paid_on_time: int


def shown_name(row: Employer) -> str:
    """Return a firm's name, or of a household's no more than the family name."""
    if row.kind == COMPANY:
        return row.firm
    return mask_name(unseal(bytes(row.name_sealed), "jobs.name")) if row.name_sealed else ""


def mine(actor: Actor) -> tuple[EmployerFact, ...]:
    """Return the employers that somebody acts for."""
    if actor.account_id is None:
        return ()
    own = EmployerPerson.objects.filter(account_id=actor.account_id).values("employer_id")
    return tuple(_fact(one) for one in Employer.objects.filter(pk__in=own).order_by("id"))


def employer(actor: Actor, ref: UUID | str) -> EmployerFact:
    """Return one to its own people and to staff; raises NotVisible for all others."""
    row = Employer.objects.filter(ref=ref).first()
    if row is None or not policy.sees_employer(actor, row):
        raise NotVisible
    return _fact(row)


def employers(actor: Actor, *, state: str = "", cursor: str = "") -> Page[EmployerFact]:
    """Return the employers of one's area for staff, who waits first."""
    rows = Employer.objects.filter(policy.in_my_area(actor, Permission.MARKET_READ))
    if state == WAITING:
        rows = rows.filter(state__in=(WAITING, LOOKED_AT))
    elif state:
        rows = rows.filter(state=state)
    if cursor:
        moment, key = read_cursor(cursor)
        rows = rows.filter(Q(registered_at__gt=moment) | Q(registered_at=moment, pk__gt=key))
    found = list(rows.order_by("registered_at", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        tuple(_fact(one) for one in found[:PAGE]),
        write_cursor(last.registered_at, last.pk) if last else None,
    )


def people_of(actor: Actor, ref: UUID | str) -> tuple[tuple[str, str], ...]:
    """Return the people of one's own employer: ref of the account, masked number."""
    one = employer(actor, ref)
    rows = EmployerPerson.objects.filter(employer_id=one.id).order_by("id")
    return tuple(
        (str(ref), phone) for ref, phone in rows.values_list("account__ref", "account__phone_masked")
    )


def counts(employer_id: int) -> Counts:
    """Return what anybody may know of an employer's past, with its whole."""
    due = (CONFIRMED, PAID_SAID, PAID, UNPAID)
    rows = Engagement.objects.filter(post__employer_id=employer_id, state__in=due)
    found = rows.aggregate(
        n=Count("id"),
        due=Count("id", filter=Q(state__in=(PAID, UNPAID))),
        paid=Count("id", filter=Q(state=PAID)),
        on_time=Count("id", filter=Q(state=PAID, paid_said_at__date__lte=F("due_on"))),
    )
    shifts = Post.objects.filter(employer_id=employer_id, state="open").count()
    return Counts(shifts, found["n"], found["due"], found["paid"], found["on_time"])


def may_post(row: Employer | EmployerFact) -> bool:
    """Say whether an employer was verified and is not suspended."""
    return row.state == VERIFIED


def _fact(row: Employer) -> EmployerFact:
    return EmployerFact(
        row.pk, str(row.ref), row.kind, shown_name(row), row.credit_code or "", row.phone_masked, row.area_path,
        row.state, row.reason, tuple(filter(None, row.seen.split(","))), row.first_look_id, row.registered_at,
        row.verified_at,
    )  # fmt: skip
