"""The right side of the desk: one case with everything that the next act rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.bundles import facts as bundles
from linli.apps.cases import facts as cases
from linli.apps.cases.facts import AlikeRow, CaseView, ExclusionRow, OrderRow, PartRow, RulingRow
from linli.apps.catalogue import facts as catalogue
from linli.apps.exchange import facts as exchange
from linli.core.clock.calendar import Calendar
from linli.core.clock.running import ClockKind, ClockState
from linli.core.clock.telling import explain
from linli.core.clock.timetable import TIMETABLE
from linli.core.shared.outcomes import JsonValue, Reason
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.show import left, near
from linli.kernel.ui.text import has, language, t
from linli.web.desk import besides, mapping, telling
from linli.web.desk.acts import Act, Acts, acts_of
from linli.web.desk.asking import Field
from linli.web.desk.names import about, advice, area_names, body_names, pack_text, stage_name, title_of
from linli.web.desk.proposing import Suggestion, precedents, sends, suggestion, wish_of
from linli.web.desk.queue import SOON, Chip, Where
from linli.web.exchange.standing import Standing, standing
from linli.web.portal import answered, together
from linli.web.portal.worked_out import sums
from linli.web.portal.written import numbers_in


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock as it stands: ``kind`` is the colour of its chip."""

    name: str
    holder: str
    due: datetime | None
    left: str
    kind: str
    why: Sequence[Reason]
    promise: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """Bodies called to the site: when, for what."""

    until: str
    hour: str
    question: str


@dataclass(frozen=True, slots=True)
class Form:
    """The one form that is open on the page."""

    name: str
    title: str
    say: str
    action: str
    fields: Sequence[Field]
    act_id: str
    version: int | None
    button: str
    wish: Sequence[tuple[str, str]] = ()
    problems: Sequence[object] = ()
    refused: str = ""
    found: Sequence[object] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One case as the desk shows it."""

    view: CaseView
    where: Where
    title: str
    stage: str
    subject: str
    place: str
    bodies: Mapping[str, str]
    chips: Sequence[Chip]
    promise: ClockLine | None
    clocks: Sequence[ClockLine]
    suggested: Suggestion | None
    rulings: Sequence[RulingRow]
    acts: Acts
    beside: Sequence[Act]
    alike: Sequence[AlikeRow]
    parts: Sequence[PartRow]
    calls: Sequence[Call]
    wish: Sequence[tuple[str, str]]
    orders: Sequence[OrderRow]
    exclusions: Sequence[ExclusionRow]
    map: mapping.Sketch | None
    history: Sequence[telling.Event]
    last: telling.Event | None
    may_unmask: bool
    may_decide: bool
    next: str = ""
    form: Form | None = None
    refused: str = ""
    contact: tuple[str, str] | None = None
    meanwhile: Sequence[telling.Event] = ()
    roads: Sequence[str] = ()
    answers: Sequence[tuple[str, str]] = ()
    bundle: Mapping[str, object] | None = None
    there: Standing | None = None


def build(request: ActorRequest, view: CaseView, where: Where, *, opened: str = "") -> Page:
    """Gather what one case shows; the view has checked who may see it."""
    at, actor, case = request.at, request.actor, view.case
    sending = sends(view)
    suggested = suggestion(view, at) if sending else None
    rulings = precedents(view) if sending else []
    orders = cases.orders_of(case, actor)
    bodies = body_names(_named(view, suggested, rulings, orders))
    lines = _lines(view, at, bodies)
    direct = ["d"] if suggested and suggested.lead and not opened else []
    acts = acts_of(view, where, opened=opened, taken=direct)
    return Page(
        view=view,
        where=where,
        title=title_of(view.title, case.pack),
        stage=stage_name(view.definition, case.stage),
        subject=about(case.subject, case.link),
        place=(place := area_names([case.area_path])[case.area_path]),
        bodies=bodies,
        chips=_chips(view),
        promise=next((line for line in lines if line.promise), None),
        clocks=[line for line in lines if not line.promise],
        suggested=suggested,
        rulings=rulings,
        acts=acts,
        beside=_beside(view, request, where, opened),
        alike=cases.alike(case) if case.closed_at is None and case.sensitivity == "normal" else [],
        parts=view.parts,
        calls=_calls(view, bodies),
        wish=_wish(view, bodies),
        orders=orders,
        exclusions=cases.exclusions_of(case),
        map=mapping.sketch(case.area_path, view.point, place),
        history=(history := telling.history(view, bodies)),
        last=next((event for event in history if event.moved and event.said), None),
        may_unmask=_hides(view) and actor.may(Permission.CASE_UNMASK),
        roads=advice(view),
        answers=[*answered.told(view.definition, view.answers, masked=True), *sums(view)],
        bundle=together.told(whole) if (whole := bundles.of_case(actor, case.ref)) else None,
        may_decide=actor.may(Permission.CASE_SUPERVISE, area_path=case.area_path),
        there=_other_side(case.ref),
    )


def _other_side(ref: UUID) -> Standing | None:
    """Return the other city of an exchanged case with the files between the two; None where none are exchanged."""
    found = exchange.elsewhere(ref) if exchange.our_code() else None
    if found is None:
        return None
    stage = found.stage_zh if language() == "zh" else found.stage_en
    unsent = t("elsewhere.unsent_n", n=found.unsent) if found.unsent else ""
    said = [
        (t("elsewhere.number"), found.number),
        (t("elsewhere.stage"), stage),
        (t("elsewhere.unsent"), unsent),
    ]
    return standing(found, [one for one in said if one[1]], staff=True)


def _named(
    view: CaseView,
    suggested: Suggestion | None,
    rulings: Sequence[RulingRow],
    orders: Sequence[OrderRow],
) -> set[str | None]:
    """Return every body that the page names, to be looked up at once."""
    lead = str(view.case.lead_body.ref) if view.case.lead_body else None
    return {
        lead,
        *telling.refs_in(view.steps),
        *(part.body for part in view.parts),
        *(clock.holder for clock in view.clocks),
        *(order.body for order in orders),
        *((suggested.lead, *suggested.supporting) if suggested else ()),
        *(ref for one in rulings for ref in (one.competent, one.returned_by)),
    }


def _chips(view: CaseView) -> list[Chip]:
    case = view.case
    found: list[Chip] = [(stage_name(view.definition, case.stage), "ok" if case.closed_at else "run")]
    if case.urgent:
        found.append((t("desk.chip.urgent"), "late"))
    if case.sensitivity != "normal":
        found.append((t(f"desk.chip.{case.sensitivity}"), "run"))
    if case.returns:
        found.append((t("desk.chip.returned", n=case.returns), "late" if case.returns > 1 else "soon"))
    if case.reopenings:
        found.append((t("desk.chip.reopened"), "soon"))
    shown = {"urgent", "extension_requested", "parking_requested"}
    flags = (
        pack_text(view.definition, f"flag.{flag}")
        for flag in view.case.state.get("flags", ())
        if flag not in shown
    )
    return [*found, *((said, "plain") for said in flags if said)]


def _lines(view: CaseView, at: datetime, bodies: Mapping[str, str]) -> list[ClockLine]:
    """Return every clock as it stands, the promise last."""
    every = [*view.clocks, *([view.promise] if view.promise else [])]
    calendar = catalogue.calendar() if every else None
    return [_line(view, clock, at, bodies, calendar) for clock in every if calendar]


def _line(
    view: CaseView, clock: ClockState, at: datetime, bodies: Mapping[str, str], calendar: Calendar
) -> ClockLine:
    """Say how a clock stands, and why it ends when it does."""
    due = None if clock.paused_since else clock.told_due
    return ClockLine(
        name=t("desk.promised") if clock is view.promise else clock_name(view, clock.name),
        holder=bodies.get(clock.holder or "", ""),
        due=due,
        left=_left(clock, at),
        kind=_kind(clock, at),
        why=explain(clock, calendar, TIMETABLE),
        promise=clock is view.promise,
    )


def clock_name(view: CaseView, name: str) -> str:
    """Return a clock as its service calls it."""
    return pack_text(view.definition, f"clock.{name}") or t("desk.clock_unnamed")


def _left(clock: ClockState, at: datetime) -> str:
    if clock.kind == ClockKind.PERIOD.value and (clock.stopped or at) > clock.due:
        return t("desk.period_over")
    if clock.stopped is not None:
        late = clock.stopped > clock.due
        return t("desk.clock_met_late" if late else "desk.clock_met", at=near(clock.stopped, language()))
    if clock.paused_since is not None:
        return t("desk.clock_paused", at=near(clock.paused_since, language()))
    return left(clock.told_due, language())


def _kind(clock: ClockState, at: datetime) -> str:
    if clock.kind == ClockKind.PERIOD.value:
        return "ok" if (clock.stopped or at) > clock.due else "run"
    if clock.stopped is not None:
        return "late" if clock.stopped > clock.due else "ok"
    if clock.paused_since is not None:
        return "plain"
    if clock.told_due < at:
        return "late"
    return "soon" if clock.told_due - at < SOON else "run"


def _beside(view: CaseView, request: ActorRequest, where: Where, opened: str) -> list[Act]:
    names = besides.shown(view, request.actor)
    return [
        Act(
            name=name,
            label=t(f"desk.act.{name}"),
            key=besides.KEYS.get(name, ""),
            href=where.case(str(view.case.ref), act=name) + "#act",
            direct=False,
            here=name == opened,
        )
        for name in names
    ]


def _hides(view: CaseView) -> bool:
    return bool(view.reporter_phone) or numbers_in(view.definition, view.answers)


def _calls(view: CaseView, bodies: Mapping[str, str]) -> list[Call]:
    """Return the calls to the site, the latest first."""
    return [
        Call(
            until=telling.written("until", values.get("until"), view.definition, bodies),
            hour=str(values.get("hour") or ""),
            question=str(values.get("question") or ""),
        )
        for step in reversed(view.steps)
        if step.move == "call_to_site"
        for values in ({**step.inputs, **step.texts},)
    ]


DECISIONS = {"extension_requested": "approve_extension", "parking_requested": "park"}


def _wish(view: CaseView, bodies: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what the lead asks to be decided, in (label, words)."""
    return said_of(view, wish_of(view, DECISIONS.get(view.case.wish, "")), bodies)


def said_of(
    view: CaseView, values: Mapping[str, JsonValue], bodies: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Write the words of a wish with the labels of its form."""
    return [
        (pack_text(view.definition, f"input.{name}"), telling.written(name, value, view.definition, bodies))
        for name, value in values.items()
        if pack_text(view.definition, f"input.{name}")
    ]


def wish_name(wish: str) -> str:
    """Say what a body asks for."""
    key = f"desk.wish.{wish}"
    return t(key) if has(key) else t("desk.wish.other")
