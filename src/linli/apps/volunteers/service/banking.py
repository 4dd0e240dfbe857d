"""Bookings of the time bank: earned by confirmed hours, given, spent on help, run out into the pool, undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import F

from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.apps.volunteers import events
from linli.apps.volunteers.models import Booking, BookingLine, FavourMatch, Hours, TimeAccount, Volunteer
from linli.apps.volunteers.models.bank import EARNED, EXPIRY, GIFT, HELP, PERSON, POOL, SOURCE, UNDO
from linli.apps.volunteers.policy.terms import terms
from linli.apps.volunteers.service.rows import area_said, signed_in
from linli.core.clock.instants import local
from linli.core.shared.accounts import Line, Lot, left, post, run_out, spend
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal
from linli.kernel.identity.service import open_resident

TO_POOL = "pool"
DEPTH = 4
MOST_GIVEN = 100_000
"""Minutes; more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Put:
    """One line to be: plus goes in and may run out, minus comes out of what runs out then."""

    account: TimeAccount
    minutes: int
    runs_out: date | None = None


def earn(hours: Hours, account_id: int, acting: Acting) -> None:
    """Put confirmed minutes into a person's account; the source stands against them."""
    mine = account_of(account_id, acting.at)
    lines = [Put(source(acting.at), -hours.minutes), Put(mine, hours.minutes, lasts(acting.at))]
    book(EARNED, lines, acting, hours=hours)


def correct(old: Hours, new: Hours, account_id: int, acting: Acting) -> None:
    """Book the difference that a correction makes; what was put in first stays where it stands."""
    more = new.minutes - old.minutes
    if more:
        mine, runs_out = account_of(account_id, acting.at), lasts(acting.at) if more > 0 else None
        puts = [Put(source(acting.at), -more), Put(mine, more, runs_out)]
        book(EARNED if more > 0 else UNDO, puts, acting, hours=new)


def grant(phone: str, area: str, minutes: int, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Give minutes of a neighbourhood's pool to a neighbour who needs help and has saved none; by staff of the area.

    Raises:
        NotVisible: the actor looks after no favours there.
        Invalid: no such number or place, nothing or less.
        Refused: the pool has not so much.
    """
    number, place = personal.read_phone(phone), area_said(area)
    if not actor.may(Permission.VOLUNTEER_FAVOUR, area_path=place.path):
        raise NotVisible
    problems = [number] if isinstance(number, Problem) else []
    if not 0 < minutes <= MOST_GIVEN:
        problems.append(Problem("minutes", "accounts.nothing_moves"))
    if problems or isinstance(number, Problem):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        pool, taker = pool_of(place.path, at), account_of(open_resident(number, at=at).pk, at)
        parts = spend(lots_of(pool), minutes)
        if isinstance(parts, Refusal):
            raise Refused(parts)
        puts = [put for lot in parts[0] for put in (Put(pool, -lot.amount, lot.runs_out), Put(taker, lot.amount, lasts(at)))]  # fmt: skip
        return str(book(GIFT, puts, acting).ref)

    said: JsonValue = [personal.index(number, "said"), area, minutes]
    return str(act("volunteers.grant", work, said=said, actor=actor, act_id=act_id, at=at))


def undo(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Book against a gift or a payment for help that was a mistake; by the supervisor, never by deleting.

    Raises:
        NotVisible: no such booking, or the actor may not.
        Refused: the time has been spent.
        Stale: undone already.
    """
    _undoable(ref, actor)

    def work(acting: Acting) -> JsonValue:
        old = _undoable(ref, actor)
        if Booking.objects.filter(undoes=old).exists():
            raise Stale("volunteers.undone_already")
        known = {one.time_account_id: one.time_account for one in old.lines.all()}
        puts = [Put(known[one.time_account_id], -one.minutes, one.runs_out) for one in old.lines.all()]
        return str(book(UNDO, puts, acting, undoes=old).ref)

    return str(act("volunteers.undo", work, said=str(ref), actor=actor, act_id=act_id, at=at))


def _undoable(ref: UUID | str, actor: Actor) -> Booking:
    if not actor.may(Permission.VOLUNTEER_RULE):
        raise NotVisible
    rows = Booking.objects.filter(ref=ref, kind__in=[GIFT, HELP]).prefetch_related(
        "lines__time_account__stream"
    )
    row = rows.first()
    if row is None:
        raise NotVisible
    return row


def pay_help(match: FavourMatch, minutes: int, acting: Acting) -> None:
    """Book an hour of help for an hour: from who was helped to who helped."""
    giver, taker = account_of(_key(match.asker_id), acting.at), account_of(_key(match.helper_id), acting.at)
    book(HELP, [Put(giver, -minutes), Put(taker, minutes, lasts(acting.at))], acting, match=match)


def refuse_overdraft(account_id: int, minutes: int) -> None:
    """Refuse before anything is written where there is not enough."""
    row = TimeAccount.objects.filter(kind=PERSON, account_id=account_id).first()
    short = minutes - (row.minutes if row else 0)
    if short > 0:
        raise Refused(Refusal("accounts.overdraft", {"short": short}))


def give(to: str, minutes: int, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Give minutes to the pool of one's neighbourhood (``pool``) or to somebody of one's household, by ref.

    Raises:
        Invalid: nothing or less, oneself, or somebody who does not live with one.
        Refused: there is not enough.
    """
    account_id = signed_in(actor)
    if not 0 < minutes <= MOST_GIVEN:
        raise Invalid(Problem("minutes", "accounts.nothing_moves"))
    receiver = _receiver(to, actor, at)
    if receiver == account_id:
        raise Invalid(Problem("to", "accounts.to_itself"))
    refuse_overdraft(account_id, minutes)

    def work(acting: Acting) -> JsonValue:
        refuse_overdraft(account_id, minutes)
        giver = account_of(account_id, at)
        taker = account_of(receiver, at) if receiver is not None else pool_of(home_of(actor), at)
        parts = spend(lots_of(giver), minutes)
        if isinstance(parts, Refusal):
            raise Refused(parts)
        puts = [one for lot in parts[0] for one in (Put(giver, -lot.amount, lot.runs_out), Put(taker, lot.amount, lot.runs_out))]  # fmt: skip
        return str(book(GIFT, puts, acting).ref)

    return str(act("volunteers.give", work, said=[to, minutes], actor=actor, act_id=act_id, at=at))


def home_of(actor: Actor) -> str:
    """Return the path of the community whose pool is somebody's."""
    row = Volunteer.objects.filter(account_id=actor.account_id).first()
    known = people.me(actor)
    path = row.area_path if row else known.area_path if known else ""
    if not path:
        raise Refused(Refusal("volunteers.no_home"))
    return path


def account_of(account_id: int, at: datetime) -> TimeAccount:
    """Return a person's time account, opened when there is none."""
    rows = TimeAccount.objects.select_related("stream")
    row = rows.filter(account_id=account_id).first()
    return row or TimeAccount(kind=PERSON, account_id=account_id, opened_at=at)


def pool_of(path: str, at: datetime) -> TimeAccount:
    """Return the pool of the community around a place."""
    steps = [step for step in path.split("/") if step][:DEPTH]
    area = grid.area_at(f"/{'/'.join(steps)}/")
    if area is None:
        raise Refused(Refusal("volunteers.no_home"))
    row = TimeAccount.objects.select_related("stream").filter(area_id=area.id).first()
    return row or TimeAccount(kind=POOL, area_id=area.id, opened_at=at)


def source(at: datetime) -> TimeAccount:
    """Return the one account that stands against all that was earned."""
    return TimeAccount.objects.get_or_create(kind=SOURCE, defaults={"opened_at": at})[0]


def lots_of(account: TimeAccount) -> tuple[Lot, ...]:
    """Return what an account holds, by the day it runs out."""
    if account.pk is None:
        return ()
    rows = BookingLine.objects.filter(time_account=account).order_by("id")
    return left(Lot(minutes, day) for minutes, day in rows.values_list("minutes", "runs_out"))


def lasts(at: datetime) -> date:
    """Return the day on which what is put in now runs out."""
    return local(at).date() + timedelta(days=terms().time_lasts_days)


def book(
    kind: str, puts: Sequence[Put], acting: Acting,
    *, hours: Hours | None = None, match: FavourMatch | None = None, undoes: Booking | None = None,
) -> Booking:  # fmt: skip
    """Write one booking: it balances, nobody owes, every account touched has its entry."""
    accounts = {id(one.account): one.account for one in puts}
    sums = {key: sum(one.minutes for one in puts if id(one.account) == key) for key in accounts}
    _check(accounts, sums)
    for key, account in accounts.items():
        _enter(account, kind, abs(sums[key]), acting)
    booking = Booking.objects.create(kind=kind, at=acting.at, hours=hours, match=match, undoes=undoes)
    BookingLine.objects.bulk_create(
        BookingLine(booking=booking, time_account=one.account, minutes=one.minutes, runs_out=one.runs_out)
        for one in puts
    )
    for key, account in accounts.items():
        _move(account, sums[key])
    return booking


def sweep_time(at: datetime) -> int:
    """Move what has run out into the pools, and say how many accounts; the worker does it once a day."""
    day, gone = local(at).date(), 0
    rows = TimeAccount.objects.filter(kind=PERSON, minutes__gt=0, lines__runs_out__lte=day).distinct()
    for row in list(rows.select_related("stream")[:200]):
        old = run_out(lots_of(row), day)
        if old:
            _expire(row, old, day, at)
            gone += 1
    return gone


def _expire(row: TimeAccount, old: Iterable[Lot], day: date, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        fresh = TimeAccount.objects.select_related("stream").get(pk=row.pk)
        pool = pool_of(home_of_account(fresh), at)
        puts = [put for lot in old for put in (Put(fresh, -lot.amount, lot.runs_out), Put(pool, lot.amount))]
        book(EXPIRY, puts, acting)
        return None

    act_id = str(uuid5(NAMESPACE_URL, f"linli/time/{row.ref}/{day.isoformat()}"))
    act(
        "volunteers.expire",
        work,
        said=day.isoformat(),
        actor=system_actor("volunteers"),
        act_id=act_id,
        at=at,
    )


def home_of_account(row: TimeAccount) -> str:
    """Return where an account's minutes go when nobody has them any more."""
    found = Volunteer.objects.filter(account_id=row.account_id).values_list("area_path", flat=True).first()
    if found:
        return str(found)
    first = BookingLine.objects.filter(time_account=row, booking__match__isnull=False).order_by("id")
    path = first.values_list("booking__match__favour__area_path", flat=True).first()
    return str(path or grid.subtree("/", "community")[0].path)


def _receiver(to: str, actor: Actor, at: datetime) -> int | None:
    if to == TO_POOL:
        home_of(actor)
        return None
    me = people.me(actor)
    homes = people.households_of(me.ref, actor=actor, at=at) if me else ()
    if not any(one.resident.ref == to for home in homes for one in home.members):
        raise Invalid(Problem("to", "volunteers.not_of_the_household"))
    account = people.account_behind(to)
    if account is None:
        raise Invalid(Problem("to", "volunteers.no_account_there"))
    return account


def _check(accounts: dict[int, TimeAccount], sums: dict[int, int]) -> None:
    balances = {str(key): one.minutes for key, one in accounts.items()}
    may_owe = {str(key) for key, one in accounts.items() if one.kind == SOURCE}
    after = post(balances, [Line(str(key), amount) for key, amount in sums.items()], may_owe=may_owe)
    if isinstance(after, Problem):
        raise Invalid(after)
    if isinstance(after, Refusal):
        raise Refused(after)


def _enter(account: TimeAccount, kind: str, minutes: int, acting: Acting) -> None:
    public: dict[str, JsonValue] = {"kind": kind, "minutes": minutes}
    if account.kind == SOURCE:
        return
    if account.stream_id is None:
        account.stream = acting.open_stream("time", events.BOOKED, public, sealed=account.kind == PERSON)
        account.save(force_insert=True)
    elif account.stream is not None:
        acting.enter(account.stream, events.BOOKED, public)


def _move(account: TimeAccount, minutes: int) -> None:
    rows = TimeAccount.objects.filter(pk=account.pk)
    if minutes < 0 and account.kind != SOURCE:
        rows = rows.filter(minutes__gte=-minutes)
    if not rows.update(minutes=F("minutes") + minutes):
        raise Stale("volunteers.spent_meanwhile")


def _key(account_id: int | None) -> int:
    if account_id is None:
        raise Refused(Refusal("volunteers.gone_meanwhile"))
    return account_id
