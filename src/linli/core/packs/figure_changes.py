"""What changes in the figures of the law between two versions of a service: which figure, from what to what, since when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from linli.core.expr.tables import Table, TableKind
from linli.core.packs.definition import AmountUnit, ServiceDefinition
from linli.core.rules.parameters import Parameter, Setting
from linli.core.shared.outcomes import Param, Reason

FEN = AmountUnit.FEN.value


def figure_changes(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    """Yield a sentence for each figure and each day on which it is another one than before."""
    for name, after in new.parameters.items():
        before = old.parameters.get(name)
        key = f"parameter.{name}"
        called = new.text(key, lang)
        said: dict[str, Param] = {"name": name if called == key else called}
        for day in _days(before, after) if before else ():
            yield from _on(day, _at(before, day), _at(after, day), after.unit, said)


def _days(before: Parameter, after: Parameter) -> list[date]:
    """Return the days on which either has another value than on the day before."""
    return sorted({one.since for one in (*before.values, *after.values)})


def _at(parameter: Parameter | None, day: date) -> Setting:
    dated = parameter.at(day) if parameter else None
    return dated.value if dated else None


def _on(day: date, before: Setting, after: Setting, unit: str, said: dict[str, Param]) -> Iterator[Reason]:
    if before == after:
        return
    said = {**said, "day": day.isoformat()}
    if isinstance(before, Table) and isinstance(after, Table) and before.kind is after.kind:
        yield from _rows(before, after, unit, said)
    elif isinstance(before, Table) or isinstance(after, Table):
        yield Reason("packs.diff_figure_other", said)
    else:
        yield _changed("packs.diff_figure", unit, before, after, said)


def _rows(before: Table, after: Table, unit: str, said: dict[str, Param]) -> Iterator[Reason]:
    """Yield the rows of a table that are others; a rate on a slice is a number, whatever the table gives."""
    one, other = dict(before.rows), dict(after.rows)
    code = "packs.diff_figure_key" if after.kind is TableKind.KEYS else "packs.diff_figure_row"
    measure = "" if after.kind is TableKind.SLICES else unit
    for key in dict.fromkeys((*one, *other)):
        if one.get(key) != other.get(key):
            yield _changed(code, measure, one.get(key), other.get(key), {**said, "key": str(key)})


def _changed(code: str, unit: str, before: Setting, after: Setting, said: dict[str, Param]) -> Reason:
    fen = unit == FEN and all(one is None or type(one) is int for one in (before, after))
    return Reason(f"{code}_fen" if fen else code, {**said, "old": _param(before), "new": _param(after)})


def _param(value: Setting) -> Param:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value if value is None or isinstance(value, int) else str(value)
