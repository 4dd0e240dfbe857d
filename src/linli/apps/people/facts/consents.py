"""What residents agreed to, and who may therefore act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from linli.apps.people.models import EVERYBODY, Consent, Resident
from linli.apps.people.policy.refs import as_uuid
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import index


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """A consent with its course; withdrawn ones stay in the list of the person concerned."""

    ref: str
    kind: str
    given_to: str
    given_at: datetime
    until: datetime | None
    withdrawn_at: datetime | None
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody's consent that the actor acts for them."""

    ref: str
    resident: str
    name: str
    given_at: datetime


def has_consent(resident_ref: str, kind: str, given_to: str, at: datetime) -> bool:
    """Say whether a person's consent holds at a moment; other apps ask this before they act on it."""
    held = _holding(at).filter(subject__ref=as_uuid(resident_ref), kind=kind, given_to=given_to)
    return held.exists()


def agreeing_accounts(kind: str, at: datetime) -> QuerySet[Consent]:
    """Return the accounts of those whose consent to the city holds at a moment, as a subquery for other apps."""
    held = _holding(at).filter(kind=kind, given_to=EVERYBODY, subject__account_id__isnull=False)
    return held.values("subject__account_id")


def consents(resident_ref: str, *, actor: Actor) -> tuple[ConsentFact, ...]:
    """Return all consents of a person, to that person and to staff who record them.

    Raises:
        NotVisible: absent, or not for this actor.
    """
    row = Resident.objects.filter(ref=as_uuid(resident_ref)).first()
    own = row is not None and actor.account_id is not None and row.account_id == actor.account_id
    if row is None or not (own or actor.may(Permission.CONSENT_RECORD, area_path=row.area_path or None)):
        raise NotVisible
    return tuple(_fact(one) for one in Consent.objects.filter(subject=row).order_by("-given_at", "-id"))


def agent_for(actor: Actor, resident_ref: str, at: datetime) -> Actor | None:
    """Return the actor as the agent of a resident when there is a consent, else None."""
    if actor.account_ref is None or not has_consent(resident_ref, "agent", actor.account_ref, at):
        return None
    return actor.acting_for(resident_ref)


def represented(actor: Actor, at: datetime) -> tuple[tuple[str, str], ...]:
    """Return whom the actor may act for: ref and masked name."""
    if actor.account_ref is None:
        return ()
    held = _holding(at).filter(kind="agent", given_to=actor.account_ref).select_related("subject")
    return tuple((str(one.subject.ref), one.subject.name_masked) for one in held.order_by("id"))


def mandates(actor: Actor, at: datetime) -> tuple[Mandate, ...]:
    """Return the consents by which the actor may act for others, to be used and to be laid down."""
    if actor.account_ref is None:
        return ()
    held = _holding(at).filter(kind="agent", given_to=actor.account_ref).select_related("subject")
    return tuple(
        Mandate(str(one.ref), str(one.subject.ref), one.subject.name_masked, one.given_at)
        for one in held.order_by("id")
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """A consent to an agent that staff took down, its person masked."""

    ref: str
    name: str
    area_path: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class TakenPage:
    """The latest of them; ``before`` asks for the next, empty at the end."""

    rows: tuple[Taken, ...]
    before: str


def consents_on_paper(actor: Actor, *, before: str = "", limit: int = 30) -> TakenPage:
    """Return the consents to agents that were taken down by staff where the actor records them."""
    paths = [grant.area_path for grant in actor.grants_for(Permission.CONSENT_RECORD)]
    held = Consent.objects.filter(
        within(paths, "subject__area_path"),
        kind="agent", on_paper=True, withdrawn_at__isnull=True, subject__forgotten_at__isnull=True,
    )  # fmt: skip
    if before.isascii() and before.isdecimal():
        held = held.filter(id__lt=int(before[:18]))
    rows = list(held.select_related("subject").order_by("-id")[: limit + 1])
    shown = rows[:limit]
    taken = (
        Taken(str(one.ref), one.subject.name_masked, one.subject.area_path, one.given_at) for one in shown
    )
    return TakenPage(tuple(taken), str(shown[-1].pk) if len(rows) > limit else "")


def agent_subjects(account_ref: str) -> QuerySet[Consent]:
    """Return the refs of those for whom an account may act now, as a subquery for the predicates of other apps."""
    held = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=Now()),
        withdrawn_at__isnull=True,
        kind="agent",
        given_to=account_ref,
        subject__forgotten_at__isnull=True,
    )
    return held.values("subject__ref")


def agent_accounts(account_ref: str) -> QuerySet[Resident]:
    """Return the accounts of those for whom an account may act now, as a subquery."""
    return Resident.objects.filter(ref__in=agent_subjects(account_ref)).values("account_id")


def account_behind(resident_ref: str) -> int | None:
    """Return the account of a person, for rows that hold its id; it never leaves the server."""
    rows = Resident.objects.filter(ref=as_uuid(resident_ref), forgotten_at__isnull=True)
    return rows.values_list("account_id", flat=True).first()


def key_of(resident_ref: str) -> int | None:
    """Return the key of a person's record, for rows of other apps that point to it; it never leaves the server."""
    rows = Resident.objects.filter(ref=as_uuid(resident_ref), forgotten_at__isnull=True)
    return rows.values_list("pk", flat=True).first()


def account_of_card(id_number: str) -> int | None:
    """Return the account of the person whose identity card was read; None when the card is nobody's here."""
    number = id_number.strip().upper()
    if not number:
        return None
    rows = Resident.objects.filter(
        id_number_index=index(number, "id_number"), forgotten_at__isnull=True, account__is_active=True
    )
    return rows.values_list("account_id", flat=True).first()


def is_agent(row: Resident, actor: Actor, at: datetime) -> bool:
    """Say whether the actor may act for the person of a record."""
    return actor.account_ref is not None and has_consent(str(row.ref), "agent", actor.account_ref, at)


def _holding(at: datetime) -> QuerySet[Consent]:
    return Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at),
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        given_at__lte=at,
        subject__forgotten_at__isnull=True,
    )


def _fact(one: Consent) -> ConsentFact:
    return ConsentFact(
        str(one.ref), one.kind, one.given_to, one.given_at, one.until, one.withdrawn_at, one.on_paper
    )
