"""Favours that are shown round one's home, one's own, and matches of the actor; what was written, to these two only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from linli.apps.volunteers.models import AbuseReport, Favour, FavourMatch, FavourMessage
from linli.apps.volunteers.models.favours import REVIEW, SHOWN
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal
from linli.kernel.identity.service import phone_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class FavourFact:
    """What is asked or offered; never by whom."""

    id: int
    ref: str
    side: str
    kind: str
    state: str
    words: str
    area_path: str
    made_at: datetime
    until: datetime
    why: str
    own: bool
    taken_down: bool
    reports: tuple[str, ...] = ()
    for_name: str = ""
    """For whom the reader goes between; blank for everybody else."""


@dataclass(frozen=True, slots=True)
class MatchFact:
    """A match as one of the two sees it; ``phone`` is there when both agreed."""

    ref: str
    favour: FavourFact
    asks: bool
    state: str
    mine_shown: bool
    theirs_shown: bool
    phone: str
    my_minutes: int | None
    their_minutes: int | None
    made_at: datetime
    ended_at: datetime | None
    messages: Sequence[tuple[bool, str, datetime]] = ()


def shown(
    actor: Actor, at: datetime, *, area_path: str = "/", side: str = "", after: int | None = None
) -> tuple[tuple[FavourFact, ...], int | None]:
    """Return a page of what neighbours ask and offer, the latest first, and the cursor of the next."""
    rows = Favour.objects.filter(state=SHOWN, until__gt=at, account__isnull=False)
    rows = rows.filter(area_path__under=area_path) if area_path != "/" else rows
    rows = rows.filter(side=side) if side else rows
    rows = rows.filter(pk__lt=after) if after is not None else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return tuple(_fact(one, actor) for one in found[:PAGE]), more


def favour(ref: UUID | str, *, actor: Actor, at: datetime) -> FavourFact:
    """Return one that is shown, or one's own; raises NotVisible for others."""
    row = Favour.objects.filter(ref=ref).first()
    own = row is not None and actor.account_id is not None and row.account_id == actor.account_id
    if row is None or not (own or (row.state == SHOWN and row.until > at)):
        raise NotVisible
    return _fact(row, actor)


def own_favours(actor: Actor) -> tuple[FavourFact, ...]:
    """Return what the actor asked and offered, the latest first."""
    if actor.account_id is None:
        return ()
    rows = Favour.objects.filter(account_id=actor.account_id).order_by("-pk")[:PAGE]
    return tuple(_fact(one, actor) for one in rows)


def matches(actor: Actor) -> tuple[MatchFact, ...]:
    """Return the actor's matches, those that run first; without what was written."""
    if actor.account_id is None:
        return ()
    mine = Q(asker_id=actor.account_id) | Q(helper_id=actor.account_id)
    rows = FavourMatch.objects.select_related("favour", "asker", "helper").filter(mine)
    found = sorted(rows.order_by("-pk")[:PAGE], key=lambda one: one.ended_at is not None)
    return tuple(_match(one, actor) for one in found)


def match(ref: UUID | str, *, actor: Actor) -> MatchFact:
    """Return one match with what the two wrote, to these two; raises NotVisible for all others, staff too."""
    row = FavourMatch.objects.select_related("favour", "asker", "helper").filter(ref=ref).first()
    if row is None or actor.account_id is None or actor.account_id not in {row.asker_id, row.helper_id}:
        raise NotVisible
    asks = row.asker_id == actor.account_id
    lines = FavourMessage.objects.filter(match=row).order_by("pk")
    told = [(one.by_asker == asks, unseal(bytes(one.text_sealed), "favour_message"), one.at) for one in lines]
    return _match(row, actor, told)


def to_review(actor: Actor, *, after: int = 0) -> tuple[tuple[FavourFact, ...], int | None]:
    """Return a page of what waits to be looked at in the actor's area, the oldest first."""
    where = reachable(actor, Permission.VOLUNTEER_FAVOUR, body="area_id")
    rows = Favour.objects.filter(where, state=REVIEW, pk__gt=after)
    found = list(rows.order_by("pk")[: PAGE + 1])
    reports: dict[int, list[str]] = {}
    told = AbuseReport.objects.filter(favour__in=[one.pk for one in found], decided_at=None)
    for key, why in told.values_list("favour_id", "why"):
        reports.setdefault(key, []).append(why)
    facts = tuple(_fact(one, actor, tuple(reports.get(one.pk, ()))) for one in found[:PAGE])
    return facts, found[PAGE - 1].pk if len(found) > PAGE else None


def favour_counts(at: datetime) -> dict[str, int]:
    """Return how many are shown, by side; and how many were done."""
    rows = (
        Favour.objects.filter(state=SHOWN, until__gt=at)
        .values_list("side")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {**dict(rows), "done": FavourMatch.objects.filter(state="done").count()}


def has_running(actor: Actor) -> bool:
    """Say whether something runs between the actor and a neighbour."""
    mine = Q(asker_id=actor.account_id) | Q(helper_id=actor.account_id)
    return actor.account_id is not None and FavourMatch.objects.filter(mine, ended_at=None).exists()


def _fact(row: Favour, actor: Actor, reports: tuple[str, ...] = ()) -> FavourFact:
    return FavourFact(
        id=row.pk, ref=str(row.ref), side=row.side, kind=row.kind, state=row.state, words=row.words,
        area_path=row.area_path, made_at=row.made_at, until=row.until, why=row.why,
        own=actor.account_id is not None and row.account_id == actor.account_id, taken_down=row.taken_down,
        reports=reports,
        for_name=unseal(bytes(row.name_sealed), "name")
        if row.name_sealed is not None and row.account_id == actor.account_id and actor.account_id is not None
        else "",
    )  # fmt: skip


def _match(row: FavourMatch, actor: Actor, messages: Sequence[tuple[bool, str, datetime]] = ()) -> MatchFact:
    asks = row.asker_id == actor.account_id
    mine, theirs = ("asker", "helper") if asks else ("helper", "asker")
    both, other = row.asker_shows and row.helper_shows and row.ended_at is None, getattr(row, theirs)
    return MatchFact(
        ref=str(row.ref), favour=_fact(row.favour, actor), asks=asks, state=row.state,
        mine_shown=getattr(row, f"{mine}_shows"), theirs_shown=getattr(row, f"{theirs}_shows"),
        phone=phone_of(other) if both and other is not None else "",
        my_minutes=getattr(row, f"{mine}_minutes"), their_minutes=getattr(row, f"{theirs}_minutes"),
        made_at=row.made_at, ended_at=row.ended_at, messages=messages,
    )  # fmt: skip
