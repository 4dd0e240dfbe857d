"""An assessment: two people look and sign, a third settles what they differ in, the result is told and may be contested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.apps.care import events
from linli.apps.care.facts.sheets import in_question, sheets_of
from linli.apps.care.facts.standard import IN_FORCE, standard
from linli.apps.care.models import ASSESSED, DIFFERING, OPEN_STATES, REASONS, Assessment, CareFile, Look
from linli.apps.care.models.room import RISKS
from linli.apps.care.policy import as_uuid, coordinates, is_own, opened, sealed
from linli.apps.care.service.writing import coordinated, who
from linli.apps.catalogue import facts as catalogue
from linli.core.assessment.score import (
    RISK_DAYS,
    Result,
    Told,
    again_on,
    assessors_wrong,
    differing,
    problems,
    score,
    settled,
)
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access import facts as access
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import ROLES, Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

FIRST, SECOND, THIRD = 1, 2, 3
CONTESTABLE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one assessor saw: points by item, and the facts that move a level. A third look has some items only."""

    items: Mapping[str, int | None]
    coma: bool = False
    disorder: bool = False


def begin_assessment(
    ref: UUID | str, reason: str, assessors: tuple[str, ...], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Name the two who look, by the refs of their accounts; returns the assessment's ref.

    Raises:
        NotVisible: not a file that the actor coordinates.
        Invalid: one assessor, the same twice, somebody who does not assess for the body, or no such reason.
        Refused: one runs; or it was contested and one of these looked the last time.
    """
    row = coordinated(ref, actor)
    pair = _pair(row, reason, assessors, at)

    def work(acting: Acting) -> JsonValue:
        fresh = coordinated(ref, actor)
        if fresh.assessments.filter(state__in=OPEN_STATES).exists():
            raise Refused(Refusal("care.assessment_runs"))
        _refuse_same_again(fresh, reason, pair)
        acting.enter(
            fresh.stream, events.ASSESSMENT_BEGUN, {"reason": reason, "standard": IN_FORCE}, [who(actor)]
        )
        made = Assessment(file=fresh, reason=reason, standard=IN_FORCE, begun_at=at, due_at=fresh.due_on)
        made.first_id, made.second_id = pair
        made.save(force_insert=True)
        return str(made.ref)

    said: JsonValue = [str(ref), reason, [*assessors]]
    return str(act("care.begin_assessment", work, said=said, actor=actor, act_id=act_id, at=at))


def _pair(row: CareFile, reason: str, assessors: tuple[str, ...], at: datetime) -> tuple[int, int]:
    named = [one for one in assessors if one]
    wrong = [*assessors_wrong(named, _account_ref(row))]
    if reason not in REASONS:
        wrong.append(Problem("reason", "care.no_such_reason"))
    known = {one.ref: one.id for one in assessors_of(row.body_id, at)}
    wrong += [Problem("assessors", "care.no_assessor") for one in named if one not in known]
    if wrong:
        raise Invalid(*wrong)
    return known[named[0]], known[named[1]]


def _account_ref(row: CareFile) -> str:
    account = row.resident.account
    return str(account.ref) if account is not None else ""


def assessors_of(body_id: int, at: datetime) -> list[access.Colleague]:
    """Return those who may look for a body."""
    able = {role for role, held in ROLES.items() if Permission.CARE_ASSESS in held}
    return [one for one in access.staff_of(body_id, at) if able & {*one.roles}]


def _refuse_same_again(row: CareFile, reason: str, pair: tuple[int, int]) -> None:
    """What the person contests is looked at by others."""
    last = row.assessments.filter(state=ASSESSED).order_by("-id").first()
    if reason == "contested":
        if last is None or last.contested_at is None:
            raise Refused(Refusal("care.not_contested"))
        if {*pair} & {*last.looks.values_list("account_id", flat=True)}:
            raise Refused(Refusal("care.others_look"))


def sign_look(ref: UUID | str, sheet: Sheet, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Sign what one saw; returns the state: ``looking`` until both signed, then ``differing`` or ``assessed``.

    Raises:
        NotVisible: not one of the assessors of an open assessment.
        Invalid: items missing or over their most, by item.
        Refused: signed already.
    """
    row = _open(ref)
    turn = _turn(row, actor)
    rules = standard(row.standard)
    if wrong := problems(rules, sheet.items):
        raise Invalid(*wrong)

    def work(acting: Acting) -> JsonValue:
        fresh = _open(ref)
        if fresh.looks.filter(turn=turn).exists():
            raise Refused(Refusal("care.signed_already"))
        sheets = {one.turn: opened(one.sheet_sealed) for one in fresh.looks.all()} | {turn: _kept(sheet)}
        state = fresh.state
        outcome: tuple[Result, dict[str, JsonValue]] | None = None
        if {FIRST, SECOND} <= {*sheets}:
            outcome = _agreed(fresh, sheets[FIRST], sheets[SECOND], at)
            state = ASSESSED if outcome else DIFFERING
        _write(acting, fresh, turn, sheet, actor, state, outcome)
        return state

    return str(act("care.sign_look", work, said=[str(ref), _kept(sheet)], actor=actor, act_id=act_id, at=at))


def settle(ref: UUID | str, sheet: Sheet, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Look a third time at what the two differ in; returns the state ``assessed``.

    Raises:
        NotVisible: not an assessor of the body, or nothing to settle.
        Invalid: an item in question without points, or over its most.
        Refused: one of the two who differ.
    """
    row = _open(ref)
    if row.state != DIFFERING or actor.account_id not in {
        one.id for one in assessors_of(row.file.body_id, at)
    }:
        raise NotVisible
    if actor.account_id in {row.first_id, row.second_id}:
        raise Refused(Refusal("care.third_is_another"))
    _check_third(row, sheet)

    def work(acting: Acting) -> JsonValue:
        fresh = _open(ref)
        if fresh.state != DIFFERING:
            raise Stale("care.settled_already")
        outcome = _settled(fresh, sheet, at)
        _write(acting, fresh, THIRD, sheet, actor, ASSESSED, outcome)
        return ASSESSED

    return str(act("care.settle", work, said=[str(ref), _kept(sheet)], actor=actor, act_id=act_id, at=at))


def _check_third(row: Assessment, sheet: Sheet) -> None:
    asked = in_question(row)
    given = {name: value for name, value in sheet.items.items() if value is not None}
    rules = standard(row.standard)
    known = {one.name: one.most for one in rules.items}
    wrong = [
        Problem(name, "assessment.not_settled", {"item": f"assessment.item.{name}"})
        for name in asked
        if name not in given
    ]
    wrong += [
        Problem(name, "assessment.item_over", {
            "item": f"assessment.item.{name}", "value": value, "most": known.get(name, 0)})
        for name, value in given.items()
        if not 0 <= value <= known.get(name, -1)
    ]  # fmt: skip
    if wrong:
        raise Invalid(*wrong)


def _open(ref: UUID | str) -> Assessment:
    rows = Assessment.objects.select_related("file__stream", "file__resident").prefetch_related("looks")
    row = rows.filter(ref=as_uuid(ref), state__in=OPEN_STATES, file__closed_at=None).first()
    if row is None:
        raise NotVisible
    return row


def _turn(row: Assessment, actor: Actor) -> int:
    turns = {row.first_id: FIRST, row.second_id: SECOND}
    if actor.account_id not in turns:
        raise NotVisible
    return turns[actor.account_id]


def _kept(sheet: Sheet) -> dict[str, JsonValue]:
    return {**asdict(sheet), "items": dict(sorted(sheet.items.items()))}


def _told(row: Assessment, sheets: list[dict[str, JsonValue]], on: date) -> Told:
    days = row.file.incidents.filter(kind__in=RISKS, day__gt=on - RISK_DAYS, day__lte=on)
    return Told(
        coma=any(one["coma"] is True for one in sheets),
        disorder=any(one["disorder"] is True for one in sheets),
        risk_days=tuple(days.order_by("day").values_list("day", flat=True)),
    )


def _agreed(
    row: Assessment, one: dict[str, JsonValue], other: dict[str, JsonValue], at: datetime
) -> tuple[Result, dict[str, JsonValue]] | None:
    facts_agree = one["coma"] == other["coma"] and one["disorder"] == other["disorder"]
    if differing(one["items"], other["items"]) or not facts_agree:
        return None
    return _scored(row, one["items"], [one, other], at)


def _settled(row: Assessment, sheet: Sheet, at: datetime) -> tuple[Result, dict[str, JsonValue]]:
    sheets = sheets_of(row)
    third = {name: value for name, value in sheet.items.items() if value is not None}
    items = settled(sheets[FIRST]["items"], sheets[SECOND]["items"], third)
    if not isinstance(items, dict):
        raise Invalid(*items)
    return _scored(row, items, [_kept(sheet)], at)


def _scored(
    row: Assessment, items: Mapping[str, int], sheets: list[dict[str, JsonValue]], at: datetime
) -> tuple[Result, dict[str, JsonValue]]:
    on = local(at).date()
    result = score(standard(row.standard), items, _told(row, sheets, on), on)
    if not isinstance(result, Result):
        raise Invalid(*result)
    return result, dict(items)


def _write(
    acting: Acting,
    row: Assessment,
    turn: int,
    sheet: Sheet,
    actor: Actor,
    state: str,
    outcome: tuple[Result, dict[str, JsonValue]] | None,
) -> None:
    level = outcome[0].level if outcome else None
    public: dict[str, JsonValue] = {"turn": turn, "state": state, "level": level}
    acting.enter(row.file.stream, events.LOOK_SIGNED, public, [who(actor)])
    look = Look(assessment=row, account_id=actor.account_id, turn=turn, signed_at=acting.at)
    look.sheet_sealed = sealed(_kept(sheet))
    look.save(force_insert=True)
    row.state = state
    if outcome is not None:
        row.result_sealed, row.assessed_at = sealed(_result(*outcome)), acting.at
        due = due_after(local(acting.at).date(), standard(row.standard).months)
        CareFile.objects.filter(pk=row.file_id).update(due_on=due)
    row.save()


def _result(result: Result, items: dict[str, JsonValue]) -> JsonValue:
    return {
        "items": items,
        "points": result.points,
        "by_group": dict(result.by_group),
        "level_by_points": result.level_by_points,
        "level": result.level,
        "steps": [{"code": one.code, "params": dict(one.params)} for one in result.steps],
    }


def due_after(day: date, months: int) -> date:
    """Return when somebody is assessed again: so many months later, on a day on which people work."""
    calendar, due = catalogue.calendar(), again_on(day, months)
    while not calendar.is_working(due):
        due += timedelta(days=1)
    return due


def tell_result(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Tell the person and the family whom the person named that the result is there.

    Raises:
        NotVisible: not a result of a file that the actor coordinates.
        Stale: told already.
    """
    _assessed(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _assessed(ref, actor)
        if row.told_at is not None:
            raise Stale("care.told_already")
        level = opened(row.result_sealed)["level"]
        acting.enter(row.file.stream, events.RESULT_TOLD, {"level": level}, [who(actor)])
        Assessment.objects.filter(pk=row.pk).update(told_at=at)
        acting.announce(events.RESULT_TOLD, {"file": str(row.file.ref)})
        return None

    act("care.tell_result", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _assessed(ref: UUID | str, actor: Actor) -> Assessment:
    rows = Assessment.objects.select_related("file__stream", "file__resident")
    row = rows.filter(ref=as_uuid(ref), state=ASSESSED, file__closed_at=None).first()
    if row is None or not coordinates(actor, row.file.body_id):
        raise NotVisible
    return row


def contest_result(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say that the result is not right: the person alone, within 30 days of being told; others look again.

    Raises:
        NotVisible: not a result of the actor.
        Refused: too late, not the newest, or contested already.
    """
    row = _own_result(ref, actor)
    if row.told_at is None or row.told_at + CONTESTABLE < at:
        raise Refused(Refusal("care.contest_too_late", {"days": CONTESTABLE.days}))

    def work(acting: Acting) -> JsonValue:
        fresh = _own_result(ref, actor)
        newest = fresh.file.assessments.order_by("-id").first()
        if fresh.contested_at is not None or newest is None or newest.pk != fresh.pk:
            raise Refused(Refusal("care.contested_already"))
        acting.enter(fresh.file.stream, events.RESULT_CONTESTED, {}, [who(actor)])
        Assessment.objects.filter(pk=fresh.pk).update(contested_at=at)
        CareFile.objects.filter(pk=fresh.file_id).update(due_on=local(at).date())
        return None

    act("care.contest_result", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _own_result(ref: UUID | str, actor: Actor) -> Assessment:
    rows = Assessment.objects.select_related("file__stream", "file__resident")
    row = rows.filter(ref=as_uuid(ref), state=ASSESSED, file__closed_at=None).first()
    if row is None or not is_own(actor, row.file):
        raise NotVisible
    return row
