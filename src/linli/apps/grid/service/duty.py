"""Duty rosters: drawing up shifts by hand or in fair rotation, absences, cancelling."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.db.models import Q

from linli.apps.grid.events import ROSTER_SET
from linli.apps.grid.models import Absence, DutyRoster, Shift
from linli.apps.grid.policy.table import clean
from linli.apps.grid.policy.visibility import demand_at
from linli.apps.grid.service.offices import find_body
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots import rotation
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.vocabulary import register

RETENTION = "duty"
_SPAN = ("starts_at", "ends_at")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OPEN = register("grid.open_roster", ("body", "roster", "code"))
_SET = register("grid.set_roster", ("roster", "shifts", "rule"))
_CANCEL = register("grid.cancel_shift", ("roster", "shift"))
_ABSENCE = register("grid.report_absence", ("roster",))


@dataclass(frozen=True, slots=True)
class NewRoster:
    """A roster as it is asked for; ``phone`` is the duty's number."""

    code: str
    name_zh: str
    name_en: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift as it is asked for."""

    account_ref: str
    starts_at: datetime
    ends_at: datetime


def open_roster(
    body_ref: str, new: NewRoster, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> JsonValue:
    """Give a body a duty that its people share; returns the roster's ref.

    Raises:
        Invalid: no code or no name.
        NotVisible: the body is not there, or not the actor's to roster.
        Refused: the body has such a roster.
    """
    name = clean(new.name_zh)[:60]
    if not _CODE.fullmatch(new.code) or not name:
        raise Invalid(Problem("code", "grid.roster_code"))

    def work(acting: Acting) -> JsonValue:
        body = find_body(body_ref)
        demand_at(actor, Permission.ROSTER_EDIT, body)
        if DutyRoster.objects.filter(body=body, code=new.code).exists():
            raise Refused(Refusal("grid.roster_twice", {"code": new.code}))
        row = DutyRoster(body=body, code=new.code, name_zh=name)
        row.name_en, row.phone = clean(new.name_en)[:60], clean(new.phone)[:30]
        shown: dict[str, JsonValue] = {"body": str(body.ref), "roster": str(row.ref), "code": new.code}
        row.stream = acting.open_stream("roster", _OPEN, shown)
        row.save(force_insert=True)
        return {"roster": str(row.ref)}

    said: JsonValue = {"body": body_ref, "new": list(astuple(new))}
    return act(_OPEN, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def set_roster(
    roster_ref: str, wanted: Sequence[NewShift], *,
    actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE,
) -> JsonValue:  # fmt: skip
    """Enter shifts as somebody drew them up by hand; returns their refs.

    Raises:
        Invalid: a shift ends before it starts, or an account is not in use.
        NotVisible: the roster is not there, or not the actor's to draw up.
        Refused: somebody would have two shifts at once, here or on another roster.
        Stale: another roster was quicker with the same person.
    """
    if any(one.ends_at <= one.starts_at for one in wanted) or not wanted:
        raise Invalid(Problem("shifts", "grid.shift_without_length"))

    def work(acting: Acting) -> JsonValue:
        roster = find_roster(roster_ref)
        demand_at(actor, Permission.ROSTER_EDIT, roster.body)
        accounts = _accounts([one.account_ref for one in wanted])
        _refuse_clashes([_shift(roster, one, accounts) for one in wanted])
        return _enter(acting, roster, wanted, "by_hand", accounts)

    said: JsonValue = {"roster": roster_ref, "shifts": [_said(one) for one in wanted]}
    return act(_SET, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def plan_roster(
    roster_ref: str, people: Sequence[str], turns: Sequence[rotation.Turn], *, count_from: datetime,
    actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE,
) -> JsonValue:  # fmt: skip
    """Share turns fairly among people (account refs), with their absences and what they did since ``count_from``.

    Raises:
        Invalid: no turns, or an account is not in use.
        NotVisible: the roster is not there, or not the actor's to draw up.
        Refused: a turn that too few can take, or turns that overlap.
        Stale: another roster was quicker with the same person.
    """
    if not turns:
        raise Invalid(Problem("turns", "grid.shift_without_length"))

    def work(acting: Acting) -> JsonValue:
        roster = find_roster(roster_ref)
        demand_at(actor, Permission.ROSTER_EDIT, roster.body)
        away, done = _standing(roster, people, count_from, turns)
        rota = rotation.rotate(people, turns, absences=away, before=done)
        if isinstance(rota, Refusal):
            raise Refused(rota)
        wanted = [
            NewShift(person, turn.starts, turn.ends)
            for turn, names in zip(turns, rota.people, strict=True)
            for person in names
        ]
        return _enter(acting, roster, wanted, "rotation", _accounts(people))

    said: JsonValue = {
        "roster": roster_ref, "people": list(people), "count_from": count_from.isoformat(),
        "turns": [[one.starts.isoformat(), one.ends.isoformat(), one.places] for one in turns],
    }  # fmt: skip
    return act(_SET, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def cancel_shift(shift_ref: str, *, actor: Actor, act_id: str, at: datetime) -> JsonValue:
    """Take a shift off the roster.

    Raises:
        NotVisible: it is not there, or not the actor's to cancel.
        Refused: it is over or was cancelled.
    """

    def work(acting: Acting) -> JsonValue:
        shift = (
            Shift.objects.select_related("roster__stream", "roster__body__area").filter(ref=shift_ref).first()
        )
        if shift is None:
            raise NotVisible
        demand_at(actor, Permission.ROSTER_EDIT, shift.roster.body)
        if shift.cancelled or shift.ends_at <= acting.at:
            raise Refused(Refusal("grid.shift_over"))
        roster = str(shift.roster.ref)
        acting.enter(shift.roster.stream, _CANCEL, {"roster": roster, "shift": shift_ref})
        shift.cancelled = True
        shift.save(update_fields=["cancelled"])
        acting.announce(ROSTER_SET, {"roster": roster})
        return {"cancelled": True}

    return act(_CANCEL, work, said={"shift": shift_ref}, actor=actor, act_id=act_id, at=at)


def report_absence(
    roster_ref: str, starts_at: datetime, ends_at: datetime, *,
    actor: Actor, act_id: str, at: datetime, account_ref: str | None = None,
) -> JsonValue:  # fmt: skip
    """Say that oneself (or, for who draws up the roster, somebody) takes no shift then; no reason is asked.

    Raises:
        Invalid: it would end before it starts, or the account is not in use.
        NotVisible: the roster is not there, or not the actor's.
    """
    if ends_at <= starts_at:
        raise Invalid(Problem("ends_at", "grid.ends_before_start"))
    person = account_ref or actor.account_ref or ""

    def work(acting: Acting) -> JsonValue:
        roster = find_roster(roster_ref)
        if person != actor.account_ref or not actor.may(Permission.SHIFT_SWAP):
            demand_at(actor, Permission.ROSTER_EDIT, roster.body)
        account = _accounts([person])[person]
        span: JsonValue = [starts_at.isoformat(), ends_at.isoformat()]
        item = Item("absence", span, f"account:{person}", RETENTION)
        acting.enter(roster.stream, _ABSENCE, {"roster": roster_ref}, [item])
        Absence.objects.create(roster=roster, account_id=account, starts_at=starts_at, ends_at=ends_at)
        return {"absent": True}

    said: JsonValue = {
        "roster": roster_ref, "account": person, "starts": starts_at.isoformat(), "ends": ends_at.isoformat()
    }  # fmt: skip
    return act(_ABSENCE, work, said=said, actor=actor, act_id=act_id, at=at)


def find_roster(ref: str) -> DutyRoster:
    """Return a roster with its stream, body and area.

    Raises:
        NotVisible: there is none.
    """
    roster = DutyRoster.objects.select_related("stream", "body__area").filter(ref=ref).first()
    if roster is None:
        raise NotVisible
    return roster


def refuse_clash(account: int, starts_at: datetime, ends_at: datetime, *but: int) -> None:
    """Make sure that nobody gets two shifts at once.

    Raises:
        Refused: the person has a shift then, on this roster or another.
    """
    taken = Shift.objects.filter(
        account=account, cancelled=False, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if taken.exclude(id__in=but).exists():
        raise Refused(Refusal("grid.shifts_overlap", {"starts": starts_at.isoformat()}))


def _enter(
    acting: Acting, roster: DutyRoster, wanted: Sequence[NewShift], rule: str, accounts: Mapping[str, int]
) -> JsonValue:
    rows = [_shift(roster, one, accounts) for one in wanted]
    shown: dict[str, JsonValue] = {"roster": str(roster.ref), "shifts": len(rows), "rule": rule}
    acting.enter(roster.stream, _SET, shown, _items(wanted))
    try:
        Shift.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Stale("grid.shifts_overlap_meanwhile") from error
    acting.announce(ROSTER_SET, {"roster": str(roster.ref)})
    load = Counter(one.account_ref for one in wanted)
    return {"shifts": [str(row.ref) for row in rows], "load": dict(sorted(load.items()))}


def _shift(roster: DutyRoster, one: NewShift, accounts: Mapping[str, int]) -> Shift:
    account = accounts[one.account_ref]
    return Shift(roster=roster, account_id=account, starts_at=one.starts_at, ends_at=one.ends_at)


def _refuse_clashes(rows: Sequence[Shift]) -> None:
    """Compare the new shifts with one another and with those on every roster, in one statement."""
    people = {row.account_id for row in rows}
    first, last = min(row.starts_at for row in rows), max(row.ends_at for row in rows)
    stored = Shift.objects.filter(account__in=people, cancelled=False, starts_at__lt=last, ends_at__gt=first)
    spans = sorted([*_spans(rows), *_spans(stored)])
    for (person, _, ends), (other, starts, _) in itertools.pairwise(spans):
        if person == other and starts < ends:
            raise Refused(Refusal("grid.shifts_overlap", {"starts": starts.isoformat()}))


def _spans(rows: Iterable[Shift]) -> list[tuple[int, datetime, datetime]]:
    return [(row.account_id, row.starts_at, row.ends_at) for row in rows]


def _items(wanted: Sequence[NewShift]) -> list[Item]:
    """Commit each person's shifts alone, so that they can be erased alone."""
    spans: dict[str, list[JsonValue]] = {}
    for one in wanted:
        spans.setdefault(one.account_ref, []).append([one.starts_at.isoformat(), one.ends_at.isoformat()])
    return [Item("shifts", value, f"account:{person}", RETENTION) for person, value in spans.items()]


def _accounts(refs: Sequence[str]) -> Mapping[str, int]:
    rows = get_user_model().objects.filter(ref__in=set(refs), is_active=True).values_list("ref", "id")
    found = {str(ref): int(number) for ref, number in rows}
    if missing := set(refs) - found.keys():
        raise Invalid(
            *(Problem("account", "grid.account_unknown", {"account": ref}) for ref in sorted(missing))
        )
    return found


def _standing(
    roster: DutyRoster, people: Sequence[str], since: datetime, turns: Sequence[rotation.Turn]
) -> tuple[list[rotation.Absence], Counter[str]]:
    """Return who is away, as reported or on another shift, and how many turns each had since then."""
    first, last = turns[0].starts, turns[-1].ends
    span = Q(account__ref__in=people, starts_at__lt=last)
    reported = Absence.objects.filter(span, roster=roster, ends_at__gt=first)
    away = [rotation.Absence(str(ref), *when) for ref, *when in reported.values_list("account__ref", *_SPAN)]
    taken = Shift.objects.filter(span, cancelled=False, ends_at__gt=min(since, first))
    done: Counter[str] = Counter()
    for ref, on, starts, ends in taken.values_list("account__ref", "roster_id", *_SPAN):
        away.append(rotation.Absence(str(ref), starts, ends))
        done[str(ref)] += on == roster.id and starts >= since
    return away, done


def _said(one: NewShift) -> JsonValue:
    return [one.account_ref, one.starts_at.isoformat(), one.ends_at.isoformat()]
