"""The amounts of a service in words: what they come to, what they wait for, by which figures of which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from linli.apps.cases.facts import CaseView
from linli.core.expr.tables import Table, TableKind
from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.facts import facts_of
from linli.core.packs.amounts import WorkedOut, amounts, looked_up_by, measured_in, named_by
from linli.core.packs.definition import AmountUnit, ServiceDefinition
from linli.core.rules.parameters import Dated, Setting
from linli.core.shared.outcomes import JsonValue
from linli.kernel.ui import show
from linli.kernel.ui.text import has, language, t


@dataclass(frozen=True, slots=True)
class Told:
    """An amount as a page shows it: how it is called, what it comes to, by what it was worked out."""

    label: str
    text: str
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class By:
    """What a table is looked up by: the questions, and what the figure is counted in."""

    asked: tuple[str, ...]
    measure: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A figure as it stands from a day on: its rows, and where it is written."""

    rows: tuple[tuple[str, str], ...]
    grounds: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A figure of an amount before anything was asked: by which answer it is looked up, now and from the next day on."""

    label: str
    by: str
    now: Stand
    next: Stand | None


@dataclass(frozen=True, slots=True)
class Version:
    """One value of a figure: from which day, its rows, where it is written, and whether somebody saw it there."""

    stand: Stand
    since: date
    confirmed: bool
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with everything it ever was and will be, the latest first."""

    label: str
    by: str
    versions: tuple[Version, ...]


def worked(definition: ServiceDefinition, values: Mapping[str, JsonValue], on: date) -> list[Told]:
    """Return the amounts of a form as it was filled in, by the figures in force on a day."""
    if not definition.amounts:
        return []
    found = read_answers(definition.form, values, on)
    facts = found.facts if isinstance(found, Answers) else {}
    return [_told(definition, one) for one in amounts(definition, facts, on)]


def pairs(definition: ServiceDefinition, values: Mapping[str, JsonValue], on: date) -> list[tuple[str, str]]:
    """Return the amounts as lines beside the answers."""
    if not definition.amounts:
        return []
    facts = facts_of(definition.form, values)
    return [
        (one.label, one.text) for one in (_told(definition, sum_) for sum_ in amounts(definition, facts, on))
    ]


def scales(definition: ServiceDefinition, on: date) -> list[Scale]:
    """Return the figures from which the amounts of a service are worked out, as they stand on a day."""
    found: dict[str, Scale] = {}
    for amount in definition.amounts.values():
        for name in named_by(amount, definition):
            parameter = definition.parameters[name]
            dated = parameter.at(on)
            if dated is None or name in found:
                continue
            by = By(looked_up_by(amount, name), measured_in(amount, name))
            later = next((one for one in parameter.values if one.since > on), None)
            found[name] = Scale(
                definition.text(f"parameter.{name}", language()),
                _by(definition, by.asked) if isinstance(dated.value, Table) else "",
                _stand(definition, dated, parameter.unit, by),
                _stand(definition, later, parameter.unit, by) if later else None,
            )
    return [*found.values()]


def history(definition: ServiceDefinition) -> list[Figure]:
    """Return every figure of a service with all its days: what somebody who approves it answers for."""
    using = {name: one for one in definition.amounts.values() for name in named_by(one, definition)}
    found = []
    for name, parameter in definition.parameters.items():
        amount = using.get(name)
        by = By(looked_up_by(amount, name), measured_in(amount, name)) if amount else By((), "")
        versions = tuple(
            Version(
                _in(parameter.unit, _stand(definition, dated, parameter.unit, by)), dated.since,
                dated.source.confirmed and not dated.source.example, dated.source.url,
            )
            for dated in reversed(parameter.values)
        )  # fmt: skip
        label = own_word(definition, f"parameter.{name}", name)
        found.append(Figure(label, _by(definition, by.asked), versions))
    return found


def _in(unit: str, stand: Stand) -> Stand:
    """Say what a figure is counted in; money says so itself."""
    key = f"benefits.unit.{unit.removeprefix('calendar_')}"
    if unit == AmountUnit.FEN.value or not has(key):
        return stand
    rows = tuple((name, t(key, n=said) if said[:1].isdigit() else said) for name, said in stand.rows)
    return replace(stand, rows=rows)


def own_word(definition: ServiceDefinition, key: str, otherwise: str) -> str:
    """Return the pack's own word, or the name in the file where it has none."""
    said = definition.text(key, language())
    return otherwise if said == key else said


def _by(definition: ServiceDefinition, asked: tuple[str, ...]) -> str:
    between = t("services.amount_between")
    named = between.join(definition.text(f"question.{one}", language()) for one in asked)
    return t("services.amount_by", questions=named) if named else ""


def _stand(definition: ServiceDefinition, dated: Dated, unit: str, by: By) -> Stand:
    measure = AmountUnit.FEN if unit == AmountUnit.FEN.value else AmountUnit.NUMBER
    return Stand(_rows(definition, dated, measure, by), _ground(dated))


def _told(definition: ServiceDefinition, one: WorkedOut) -> Told:
    label = definition.text(f"amount.{one.name}", language())
    if one.value is None:
        asked = [definition.text(f"question.{name}", language()) for name in one.waits_for]
        said = t("services.amount_waits", questions=t("services.amount_between").join(asked))
        return Told(label, said if asked else t("services.amount_none"), ())
    grounds = dict.fromkeys(_ground(dated) for dated in one.rests_on.values())
    return Told(label, _number(one.value, one.unit), tuple(grounds))


def _rows(
    definition: ServiceDefinition, dated: Dated, unit: AmountUnit, by: By
) -> tuple[tuple[str, str], ...]:
    value = dated.value
    if not isinstance(value, Table):
        said = _plain(value, unit)
        return ((t("services.amount_each"), said),)
    return tuple(
        (
            _key(definition, str(key), value.kind, by),
            t("services.amount_none") if row is None else _row(row, value.kind, unit),
        )
        for key, row in value.rows
    )


def _plain(value: Setting, unit: AmountUnit) -> str:
    if value is None:
        return t("services.amount_none")
    if isinstance(value, bool):
        return t("ui.yes" if value else "ui.no")
    return _number(value, unit) if isinstance(value, int | Decimal) else str(value)


def _key(definition: ServiceDefinition, key: str, kind: TableKind, by: By) -> str:
    """Say the first column: from so much on, or a choice in the words of its question."""
    if kind is not TableKind.KEYS:
        return t(f"services.amount_from_{by.measure}" if by.measure else "services.amount_from", x=key)
    choices = (f"choice.{one}.{key}" for one in by.asked)
    said = (text for one in choices if (text := definition.text(one, language())) != one)
    return next(said, key)


def _row(row: int | Decimal, kind: TableKind, unit: AmountUnit) -> str:
    return str(row) if kind is TableKind.SLICES else _number(row, unit)


def _number(value: int | Decimal, unit: AmountUnit) -> str:
    return (
        show.money(value, language())
        if unit is AmountUnit.FEN
        else f"{value:f}"
        if isinstance(value, Decimal)
        else str(value)
    )


def _ground(dated: Dated) -> str:
    source = dated.source
    key = "services.amount_ground" if source.confirmed else "services.amount_ground_open"
    return t(key, title=f"{source.title}{source.article}", day=show.full_day(dated.since, language()))


def sums(view: CaseView) -> list[tuple[str, str]]:
    """Return the amounts of a case, by the figures of the day on which it was opened."""
    return pairs(view.definition, view.answers, show.local(view.case.opened_at).date())
