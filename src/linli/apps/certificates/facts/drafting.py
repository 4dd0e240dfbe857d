"""What a certificate would say: the fields of a case that its holder may choose from, read from the case itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.apps.certificates.policy.kinds import Kind, kinds
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.kernel.ui.show import local

WITHOUT_RESULT = frozenset({"withdrawn", "void", "merged"})
"""Ends at which nothing was decided."""
NEVER = frozenset({"void"})
OF_ITS_HOLDER = frozenset({"holder"})
OF_ITS_DAY = frozenset({"stage"})
COMMUNITY_DIGITS = 12
CASE = "case"
LANGUAGE = "zh"
"""Certificates are written in Chinese; a page may show their labels in another language."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind that a case or a register allows, with the value of every field that it may carry."""

    kind: Kind
    values: Mapping[str, str]
    body: BodyFact
    source: str = ""


def offers(view: CaseView) -> tuple[Offer, ...]:
    """Return the certificates that a case allows now; none of a sealed one, which shows itself to nobody."""
    if view.case.sensitivity == "sealed":
        return ()
    found = (_offer(view, kind) for kind in kinds().values() if _is_allowed(view, kind))
    return tuple(one for one in found if one is not None)


def _is_allowed(view: CaseView, kind: Kind) -> bool:
    case = view.case
    if kind.rests_on != CASE or not kind.offered or (kind.service and kind.service != case.service):
        return False
    return not kind.ended or _has_result(view, kind)


def _has_result(view: CaseView, kind: Kind) -> bool:
    decided = view.case.closed_at is not None and view.case.stage not in WITHOUT_RESULT
    return decided and kind.outcome in {"", view.case.outcome}


def contradicted(view: CaseView, kind: Kind, fields: Mapping[str, str]) -> bool:
    """Say whether a case no longer bears out what was certified of it.

    Where a kind rests on the end of a case, reopening it takes the ground away. What a proof of intake says of the
    stage is of the day of issue and may pass; that a case was void was never a ground.
    """
    if view.case.stage in NEVER or (kind.ended and not _has_result(view, kind)):
        return True
    body = _body(view, kind)
    now = _values(view, body) if body else {}
    passing = OF_ITS_HOLDER | (frozenset() if kind.ended else OF_ITS_DAY)
    return any(now.get(name) != value for name, value in fields.items() if name not in passing)


def _offer(view: CaseView, kind: Kind) -> Offer | None:
    body = _body(view, kind)
    if body is None:
        return None
    return Offer(kind, _values(view, body), body)


def _body(view: CaseView, kind: Kind) -> BodyFact | None:
    """Name who speaks: of a result the body that led, of an intake the city's centre, which takes in."""
    lead = grid.body(str(view.case.lead_body.ref)) if view.case.lead_body else None
    covering = [one for one in grid.bodies("centre") if view.case.area_path.startswith(one.area_path)]
    centre = min(covering, key=lambda one: (len(one.area_path), one.id), default=None)
    return lead or centre if kind.ended else centre or lead


def _values(view: CaseView, body: BodyFact) -> dict[str, str]:
    case = view.case
    told = {
        "holder": cases.teller_of(view).name,
        "number": case.number,
        "service": view.definition.text("title", LANGUAGE),
        "told_on": local(case.opened_at).date().isoformat(),
        "ended_on": local(case.closed_at).date().isoformat() if case.closed_at else "",
        "stage": view.definition.text(f"stage.{case.stage}", LANGUAGE),
        "area": _area(case.area_path),
        "body": body.name_zh,
    }
    return {name: value for name, value in told.items() if value}


def _area(path: str) -> str:
    return (
        "".join(one.name_zh for one in grid.breadcrumbs(path) if len(one.code) <= COMMUNITY_DIGITS)
        if path
        else ""
    )
