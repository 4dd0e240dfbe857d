"""Statements of the hot path that are written once: Django composes the same SQL anew for every call.

Composing costs ten times what the database needs for one row. The SQL here is Django's own or as plain,
equal for both databases, and runs through Django's cursor: counted, logged and rolled back like any other.
"""
# ruff: noqa: SLF001 - this module stands in for parts of Django's ORM and reads what that one reads

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    OneToOneField,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    TextField,
)
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable, get_related_populators

M = TypeVar("M", bound=Model)
Row = TypeVar("Row")


class Insert(Generic[M]):
    """Inserts rows of one model as ``save(force_insert=True)`` does, without signals (there are none).

    Where ``unique`` columns are taken already, ``change`` says which columns the row there gets.
    """

    def __init__(self, model: type[M], *, unique: Sequence[str] = (), change: Sequence[str] = ()) -> None:
        self._model = model
        self._unique = unique
        self._change = change
        self._sql: dict[int, str] = {}

    def __call__(self, row: M) -> M:
        """Insert one row and give it its key."""
        with _write() as (connection, cursor):
            cursor.execute(self._statement(1, connection), self._values(row, connection))
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, connection.alias
        return row

    def many(self, rows: Sequence[M]) -> None:
        """Insert rows by one statement; they get no keys."""
        if rows:
            with _write() as (connection, cursor):
                values = [value for row in rows for value in self._values(row, connection)]
                cursor.execute(self._statement(len(rows), connection), values)

    def alike(self, shared: Mapping[str, Any], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows that differ in some columns only, leaving out those that are there; the rest is prepared once.

        Columns that are neither shared nor named get their defaults.
        """
        if not rows:
            return
        own = [_field(self._model, name) for name in names]
        others = [field for field in _fields(self._model) if field not in own]
        with _write() as (connection, cursor):
            fixed = [
                field.get_db_prep_save(
                    shared[field.attname] if field.attname in shared else field.get_default(), connection
                )
                for field in others
            ]
            if connection.vendor == "postgresql":
                columns = [
                    [field.get_db_prep_save(value, connection) for value in column]
                    for field, column in zip(own, zip(*rows, strict=True), strict=True)
                ]
                cursor.execute(self._unnested(others, own, connection), [*fixed, *columns])
                return
            values: list[Any] = []
            for row in rows:
                values += fixed
                values += [
                    field.get_db_prep_save(value, connection) for field, value in zip(own, row, strict=True)
                ]
            one = f"({', '.join(['%s'] * (len(fixed) + len(own)))})"
            into = self._into([*others, *own], connection)
            cursor.execute(f"{into} VALUES {', '.join([one] * len(rows))} ON CONFLICT DO NOTHING", values)

    def _into(self, fields: Sequence[Field[Any, Any]], connection: BaseDatabaseWrapper) -> str:
        columns = ", ".join(_quoted(field.column, connection) for field in fields)
        return f"INSERT INTO {_quoted(self._model._meta.db_table, connection)} ({columns})"

    def _unnested(
        self,
        others: Sequence[Field[Any, Any]],
        own: Sequence[Field[Any, Any]],
        connection: BaseDatabaseWrapper,
    ) -> str:
        """Write the statement with one array a column: the server reads a dozen values instead of thousands."""
        fixed = ", ".join(f"%s::{field.db_type(connection)}" for field in others)
        arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in own)
        into = self._into([*others, *own], connection)
        return f"{into} SELECT {fixed}, u.* FROM unnest({arrays}) AS u ON CONFLICT DO NOTHING"  # noqa: S608

    def _values(self, row: M, connection: BaseDatabaseWrapper) -> list[Any]:
        values = []
        for field, plain in _columns(self._model):
            value = getattr(row, field.attname) if plain else field.pre_save(row, True)
            as_it_is = plain is not None and (value is None or type(value) is plain)
            values.append(value if as_it_is else field.get_db_prep_save(value, connection))
        return values

    def _statement(self, count: int, connection: BaseDatabaseWrapper) -> str:
        sql = self._sql.get(count)
        if sql is None:
            fields, table = _fields(self._model), _quoted(self._model._meta.db_table, connection)
            names = ", ".join(_quoted(field.column, connection) for field in fields)
            one = f"({', '.join(['%s'] * len(fields))})"
            sql = f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * count)}"  # noqa: S608
            sql += self._on_conflict(connection)
            if count == 1:
                sql += f" RETURNING {_quoted(_key(self._model).column, connection)}"
            self._sql[count] = sql
        return sql

    def _on_conflict(self, connection: BaseDatabaseWrapper) -> str:
        if not self._unique:
            return ""
        taken = ", ".join(_quoted(_field(self._model, name).column, connection) for name in self._unique)
        columns = [_quoted(_field(self._model, name).column, connection) for name in self._change]
        return (
            f" ON CONFLICT ({taken}) DO UPDATE SET {', '.join(f'{one} = EXCLUDED.{one}' for one in columns)}"
        )


class Update:
    """Changes the rows of one model that ``where`` names by equality; returns how many that were."""

    def __init__(self, model: type[Model], *where: str) -> None:
        self._model = model
        self._where = where
        self._sql: dict[tuple[str, ...], str] = {}

    def __call__(self, *which: Any, **changes: Any) -> int:
        """Set columns, named as the model's fields or, for foreign keys, with their ``_id``."""
        names = (*changes, *self._where)
        fields = [_field(self._model, name) for name in names]
        values = zip(fields, (*changes.values(), *which), strict=True)
        with _write() as (connection, cursor):
            params = [field.get_db_prep_save(value, connection) for field, value in values]
            cursor.execute(self._statement(names, fields, connection), params)
            return int(cursor.rowcount)

    def _statement(
        self, names: tuple[str, ...], fields: Sequence[Field[Any, Any]], connection: BaseDatabaseWrapper
    ) -> str:
        sql = self._sql.get(names)
        if sql is None:
            columns = [f"{_quoted(field.column, connection)} = %s" for field in fields]
            split = len(fields) - len(self._where)
            changed, where = ", ".join(columns[:split]), " AND ".join(columns[split:])
            table = _quoted(self._model._meta.db_table, connection)
            sql = f"UPDATE {table} SET {changed} WHERE {where}"  # noqa: S608
            self._sql[names] = sql
        return sql


class Select(Generic[Row]):
    """Reads what ``build()`` would, narrowed by equality of the fields ``by``; Django writes the SQL once.

    One field may be asked for several values ("ref__in"), or by a comparison ("last__gte"); what is more than that
    ``build`` says itself with `asked`. A ``values_list`` gives tuples, also when flat.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]], *by: str) -> None:
        self._build = build
        self._by = by
        self._many = next((at for at, name in enumerate(by) if name.endswith("__in")), None)
        self._compiled: WeakKeyDictionary[BaseDatabaseWrapper, dict[int, _Compiled]] = WeakKeyDictionary()

    def __call__(self, *values: Any) -> list[Row]:
        """Return the rows."""
        connection = connections[DEFAULT_DB_ALIAS]
        count = 1
        if self._many is not None:
            several = _padded(tuple(values[self._many]))
            count = len(several)
            if not count:
                return []
            values = (*values[: self._many], *several, *values[self._many + 1 :])
        kept = self._compiled.setdefault(connection, {})
        compiled = kept.get(count)
        if compiled is None:
            compiled = kept[count] = _compile(self._build(), self._by, count, connection)
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, compiled.bind(values, connection))
            rows = cursor.fetchall()
        return [compiled.read(row, connection) for row in rows]

    def one(self, *values: Any) -> Row | None:
        """Return the first row or nothing."""
        return next(iter(self(*values)), None)


def asked(model: type[Model], name: str, position: int) -> RawSQL:
    """Return what stands in a query of a `Select` for the value of a field that comes with the call."""
    field = _field(model, name)
    return RawSQL("%s", (_Slot(field, position),), output_field=field)


_LOOKUPS = ("__in", "__gte", "__gt", "__lte", "__lt")


def _plain(name: str) -> str:
    return next((name.removesuffix(one) for one in _LOOKUPS if name.endswith(one)), name)


def _padded(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Repeat the last value up to a power of two, so that few lengths of one statement are written."""
    missing = (1 << (len(values) - 1).bit_length()) - len(values) if values else 0
    return values + values[-1:] * missing


@dataclass(frozen=True, slots=True)
class _Slot:
    """Stands for a value that comes with the call."""

    field: Field[Any, Any]
    position: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    """One statement for one connection."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Sequence[Callable[..., Any]], Any], ...]
    make: Callable[[Sequence[Any]], Any]

    def bind(self, values: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
        return [
            one.field.get_db_prep_value(values[one.position], connection) if isinstance(one, _Slot) else one
            for one in self.params
        ]

    def read(self, row: Sequence[Any], connection: BaseDatabaseWrapper) -> Any:
        if self.converters:
            changed = list(row)
            for position, functions, expression in self.converters:
                for function in functions:
                    changed[position] = function(changed[position], expression, connection)
            row = tuple(changed)
        return self.make(row)


def _compile(
    rows: QuerySet[Any, Any], by: Iterable[str], count: int, connection: BaseDatabaseWrapper
) -> _Compiled:
    positions = itertools.count()
    for name in by:
        model: Any = rows.model
        several = count if name.endswith("__in") else 1
        slots = [asked(model, _plain(name), next(positions)) for _ in range(several)]
        rows = rows.filter(**{name: slots if name.endswith("__in") else slots[0]})
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    return _Compiled(
        sql,
        tuple(params),
        tuple((position, functions, column) for position, (functions, column) in converters.items()),
        _maker(compiler, connection.alias) if rows._iterable_class is ModelIterable else tuple,
    )


def _maker(compiler: Any, alias: str) -> Callable[[Sequence[Any]], Any]:
    """Return what turns a row into the model with its joined ones, as QuerySet's own iterator does."""
    info = compiler.klass_info
    fields = info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[start:end]]
    related = get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # stubs are newer
    model = info["model"]

    def make(row: Sequence[Any]) -> Any:
        found = model.from_db(alias, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        return found

    return make


@contextmanager
def _write() -> Iterator[tuple[BaseDatabaseWrapper, Any]]:
    """Open a cursor whose failure undoes the transaction, as Django's own writes do."""
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        yield connection, cursor


@cache
def _fields(model: Any) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]


_PLAIN: dict[type[Field[Any, Any]], type] = {
    CharField: str, TextField: str, BooleanField: bool, ForeignKey: int, OneToOneField: int,
    IntegerField: int, BigIntegerField: int, PositiveIntegerField: int, PositiveSmallIntegerField: int,
}  # fmt: skip
"""What such a field stores as it is, in both databases; Django asks six methods for every value."""


@cache
def _columns(model: Any) -> list[tuple[Field[Any, Any], type | None]]:
    return [(field, _PLAIN.get(type(field))) for field in _fields(model)]


@cache
def _field(model: Any, name: str) -> Field[Any, Any]:
    *joined, last = name.split("__")
    for one in joined:
        model = model._meta.get_field(one).related_model
    found: Field[Any, Any] = model._meta.get_field(last)
    return found


def _quoted(name: str | None, connection: BaseDatabaseWrapper) -> str:
    return connection.ops.quote_name(name or "")


def _key(model: type[Model]) -> Field[Any, Any]:
    assert model._meta.pk is not None  # noqa: S101 - every model has one; for the type checker
    return model._meta.pk
