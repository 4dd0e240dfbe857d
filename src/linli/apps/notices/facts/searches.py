"""Search notices: public ones for everybody, one's own with what was left, those that wait for the staff who look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from linli.apps.notices.models import RelayedMessage, SearchNotice
from linli.apps.notices.models.search import ENDED, SEARCHES, SHOWN, WAITING
from linli.apps.notices.policy.refs import as_uuid
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal

MOST = 50


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some of a list; ``before`` asks for the next, empty at the end."""

    rows: tuple[SearchNotice, ...]
    before: str


@dataclass(frozen=True, slots=True)
class Left:
    """A message for whoever put a search notice up; ``phone`` only if the sender said so."""

    ref: str
    text: str
    phone: str
    left_at: datetime


def searches(
    at: datetime, *, kind: str = "", area_path: str = "", before: str = "", limit: int = 20
) -> SearchPage:
    """Return what is shown now, the newest first."""
    rows = _whole().filter(state=SHOWN, until__gt=at)
    if kind in SEARCHES:
        rows = rows.filter(kind=kind)
    if area_path and area_path != "/":
        rows = rows.filter(area_path__under=area_path)
    if before.isascii() and before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = tuple(found[:limit])
    return SearchPage(shown, str(shown[-1].pk) if len(found) > limit else "")


def search(ref: UUID | str, actor: Actor, at: datetime) -> SearchNotice:
    """Return a search notice: to everybody while it is shown, to its reporter and the staff who look at any time.

    Raises:
        NotVisible: over, not yet looked at, or not there: not told apart.
    """
    row = _whole().filter(ref=as_uuid(ref)).exclude(state=ENDED).first()
    if row is None:
        raise NotVisible
    shown = row.state == SHOWN and row.until is not None and row.until > at
    if not (shown or is_own(row, actor) or may_review(row, actor)):
        raise NotVisible
    return row


def own_searches(actor: Actor) -> tuple[tuple[SearchNotice, int], ...]:
    """Return what one put up, with how many messages wait unread."""
    if actor.account_id is None:
        return ()
    rows = list(_whole().filter(account_id=actor.account_id).exclude(state=ENDED).order_by("-pk")[:MOST])
    unread = RelayedMessage.objects.filter(search__in=rows, read_at=None).values_list("search_id")
    counts = dict(unread.annotate(n=Count("id")).order_by())
    return tuple((one, counts.get(one.pk, 0)) for one in rows)


def messages(ref: UUID | str, actor: Actor) -> tuple[Left, ...]:
    """Return what was left, to whoever put the notice up and nobody else."""
    row = SearchNotice.objects.filter(ref=as_uuid(ref)).exclude(state=ENDED).first()
    if row is None or not is_own(row, actor):
        raise NotVisible
    found = RelayedMessage.objects.filter(search=row).order_by("-pk")[:MOST]
    return tuple(
        Left(
            str(one.ref),
            unseal(bytes(one.text_sealed), "relayed"),
            unseal(bytes(one.phone_sealed), "phone") if one.phone_sealed else "",
            one.left_at,
        )
        for one in found
    )


def waiting_searches(actor: Actor) -> tuple[SearchNotice, ...]:
    """Return what waits to be looked at where the actor may, the most urgent first by when it is due."""
    return tuple(_whole().filter(_reach(actor), state=WAITING).order_by("due_at", "pk")[:MOST])


def waiting_count(actor: Actor, at: datetime) -> tuple[int, int]:
    """Return how many wait, and how many of them are past their time."""
    counted = SearchNotice.objects.filter(_reach(actor), state=WAITING).aggregate(
        n=Count("id"), late=Count("id", filter=Q(due_at__lt=at))
    )
    return counted["n"], counted["late"]


def opened(row: SearchNotice) -> dict[str, str]:
    """Return what only its reporter and staff see: the number of the police report, who allowed what is shown."""
    return {
        "police": unseal(bytes(row.police_sealed), "police") if row.police_sealed else "",
        "authority_by": unseal(bytes(row.authority_by_sealed), "authority")
        if row.authority_by_sealed
        else "",
    }


def is_own(row: SearchNotice, actor: Actor) -> bool:
    """Say whether somebody put a notice up."""
    return actor.account_id is not None and row.account_id == actor.account_id


def may_review(row: SearchNotice, actor: Actor) -> bool:
    """Say whether somebody may look at a notice before others do."""
    return not actor.is_stranger and actor.may(Permission.SEARCH_REVIEW, area_path=row.area_path)


def may_open_photo(actor: Actor, ref: str, file_ref: str, at: datetime) -> bool:
    """Open the picture of a notice to whoever may see the notice."""
    try:
        return search(ref, actor, at).photo == file_ref
    except NotVisible:
        return False


def _reach(actor: Actor) -> Q:
    return reachable(actor, Permission.SEARCH_REVIEW, body="pk")


def _whole() -> QuerySet[SearchNotice]:
    return SearchNotice.objects.select_related("area", "stream").defer("area__boundary")
