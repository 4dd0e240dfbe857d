"""What can be wrong beside the course: notices to nobody, questions, evidence, routing, what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from linli.core.expr.check import check
from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import QuestionType
from linli.core.lifecycle.definition import EffectKind
from linli.core.packs.advice import check_advice
from linli.core.packs.amounts import check_amounts
from linli.core.packs.definition import Sensitivity, ServiceDefinition
from linli.core.packs.dividing import check_divisions
from linli.core.packs.finding import Finding, unknown_word
from linli.core.packs.reminding import check_reminders
from linli.core.routing.check import check_rows, links_of
from linli.core.routing.rows import EVERYTHING, EVERYWHERE, Row, is_token, same_bodies
from linli.core.shared.outcomes import Problem

LIST_FIELDS = ("number", "subject", "area", "stage", "promise", "outcome", "opened", "closed", "body")
"""Structured fields that the public list can show; free text is not among them."""

ANYTHING_ELSE = "else:else:else"
"""Stands for every subject that no row of a pack names."""

PLACES = (QuestionType.PLACE, QuestionType.ADDRESS, QuestionType.AREA)
"""Questions whose answer says where a case is."""

LEFT_TO_THE_CITY = frozenset(
    {"routing.gap", "routing.unknown_area", "routing.unknown_body", "routing.unknown_subject"}
)
"""What only a city's own matrix can tell."""


def check_rest(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield everything wrong with the parts around the course."""
    yield from _notices(definition)
    yield from _public(definition)
    yield from _evidence(definition)
    yield from check_routing(definition.routing)
    yield from _placeless(definition)
    yield from _confidential(definition)
    yield from check_advice(definition)
    yield from check_amounts(definition)
    yield from check_divisions(definition)
    yield from check_reminders(definition.lifecycle)
    if not definition.legal_basis:
        yield Finding("packs.no_basis", "legal_basis")


def _confidential(definition: ServiceDefinition) -> Iterator[Finding]:
    """Whether a case becomes confidential must follow from the answers, as yes or no."""
    if definition.confidential_if is not None:
        for problem in check(definition.confidential_if, definition.form.kinds, Kind.YES_NO):
            yield Finding(problem.code, "confidential_if", params=dict(problem.params))


def _notices(definition: ServiceDefinition) -> Iterator[Finding]:
    moves = definition.lifecycle.moves
    for move, told in definition.notices.items():
        if move not in moves:
            yield unknown_word("packs.unknown_move", f"notices.{move}", move, moves)
        if not told or any(not one.to for one in told):
            yield Finding("packs.notice_to_nobody", f"notices.{move}", params={"move": move[:40]})


def _public(definition: ServiceDefinition) -> Iterator[Finding]:
    view = definition.public
    if view.listed and definition.sensitivity is not Sensitivity.NORMAL:
        said = {"sensitivity": definition.sensitivity.value}
        yield Finding("packs.listed_secret", "public.list", params=said)
    for index, name in enumerate(view.fields):
        if name not in LIST_FIELDS:
            yield unknown_word("packs.unknown_field", f"public.fields[{index}]", name, LIST_FIELDS)


def _evidence(definition: ServiceDefinition) -> Iterator[Finding]:
    outcomes = frozenset(_outcomes(definition))
    for outcome in definition.evidence:
        if outcome not in outcomes:
            yield unknown_word("packs.unknown_outcome", f"evidence.{outcome}", outcome, outcomes)


def _outcomes(definition: ServiceDefinition) -> Iterator[str]:
    for move in definition.lifecycle.moves.values():
        for effect in move.effects:
            if effect.kind is EffectKind.OUTCOME:
                name = effect.options.get("input", "")
                yield effect.options.get("code", "")
                yield from (value for one in move.inputs if one.name == name for value in one.choices)


def check_routing(rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Yield wrong, shadowed and overlapping rows; whether the places and bodies exist the city says."""
    subjects = links_of({row.subject for row in rows if row.subject != EVERYTHING} | {ANYTHING_ELSE})
    areas = sorted({row.area_path for row in rows} | {EVERYWHERE})
    bodies = {name: True for row in rows for name in (row.lead, *row.supporting) if not is_token(name)}
    start = min((row.valid_from for row in rows), default=date.min)
    for problem in (*check_rows(rows, subjects, areas, bodies, on=start), *_repeated(rows)):
        if problem.code not in LEFT_TO_THE_CITY:
            yield Finding(problem.code, str(problem.params["row"]), params=dict(problem.params))


def _placeless(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield the rows that look for a body by the place of a case, where nothing asks for one."""
    asked = any(one.type in PLACES for one in definition.form.questions)
    if asked or definition.placed_by_staff or definition.family:
        return
    for index, row in enumerate(definition.routing):
        token = next((one for one in (row.lead, *row.supporting) if is_token(one)), None)
        if token is not None:
            yield Finding("packs.no_place", f"routing[{index}]", params={"body": token})


def _repeated(rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Yield rows that say what an earlier row says: whatever they were meant to do, they do nothing."""
    for earlier, later in combinations(rows, 2):
        same_place = (earlier.subject, earlier.link, earlier.area_path) == (
            later.subject,
            later.link,
            later.area_path,
        )
        if same_place and earlier.valid_from == later.valid_from and same_bodies(earlier, later):
            said = {"row": later.id, "subject": later.subject, "area": later.area_path}
            yield Problem("id", "routing.shadowed", said)
