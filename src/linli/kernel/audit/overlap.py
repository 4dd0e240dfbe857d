"""A constraint that both databases keep: spans of one owner do not overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model, Q

_NEVER = "9999-12-31"
"""Later than every moment and day as SQLite stores them."""


class NoOverlap(BaseConstraint):
    """Rows of equal ``owner`` columns have spans [starts, ends) apart; rows marked ``unless`` do not count.

    An open end (NULL) is for ever. PostgreSQL gets an exclusion constraint, built of range types alone so
    that no extension is needed; SQLite, which writes one transaction at a time, gets two triggers.
    """

    _range: ClassVar = {"DateTimeField": "tstzrange", "DateField": "daterange"}

    def __init__(self, *, name: str, owner: Iterable[str], starts: str, ends: str, unless: str = "") -> None:
        super().__init__(name=name)
        self.owner = tuple(owner)
        self.starts, self.ends, self.unless = starts, ends, unless

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]  # the stubs know no Statement
        """Let the table be created first; the statements follow it."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.deferred_sql.append(self._exclusion(model, schema_editor))
        else:
            schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:  # type: ignore[override]  # the stubs know no Statement
        """Return what adds the constraint on PostgreSQL; on SQLite Django builds the table anew instead."""
        return self._exclusion(model, schema_editor)

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Statement:  # type: ignore[override]  # the stubs know no Statement
        """Return what takes the constraint away on PostgreSQL; on SQLite Django builds the table anew instead."""
        return self._statement("ALTER TABLE %(table)s DROP CONSTRAINT %(name)s", model, schema_editor)

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Iterable[str] | None = None,
        using: str = "default",
    ) -> None:
        """Refuse an instance that would overlap a stored row.

        Raises:
            ValidationError: it would.
        """
        if set(exclude or ()) & {*self.owner, self.starts, self.ends}:
            return
        if self.unless and getattr(instance, self.unless):
            return
        ends = getattr(instance, self.ends)
        clash = Q(**{f"{self.ends}__isnull": True}) | Q(
            **{f"{self.ends}__gt": getattr(instance, self.starts)}
        )
        if ends is not None:
            clash &= Q(**{f"{self.starts}__lt": ends})
        for name in self.owner:
            clash &= Q(**{name: getattr(instance, name)})
        if self.unless:
            clash &= Q(**{self.unless: False})
        if model._default_manager.using(using).filter(clash).exclude(pk=instance.pk).exists():  # noqa: SLF001
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Tell migrations how to build it again."""
        path, args, kwargs = super().deconstruct()
        said = {"owner": self.owner, "starts": self.starts, "ends": self.ends, "unless": self.unless}
        return path, tuple(args), kwargs | said

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__

    def _column(self, model: type[Model], name: str) -> str:
        return str(model._meta.get_field(name).column)  # type: ignore[union-attr]  # noqa: SLF001

    def _statement(
        self, template: str, model: type[Model], editor: BaseDatabaseSchemaEditor, **parts: str
    ) -> Statement:
        quoted = {"name": editor.quote_name(parts.pop("name", self.name))}
        table = Table(model._meta.db_table, editor.quote_name)  # noqa: SLF001
        return Statement(template, table=table, **quoted, **parts)

    def _columns(self, model: type[Model], editor: BaseDatabaseSchemaEditor, *names: str) -> list[str]:
        return [editor.quote_name(self._column(model, name)) for name in names if name]

    def _exclusion(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> Statement:
        starts, ends, *unless = self._columns(model, editor, self.starts, self.ends, self.unless)
        kind = self._range[model._meta.get_field(self.starts).get_internal_type()]  # noqa: SLF001
        owner = self._columns(model, editor, *self.owner)
        return self._statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s EXCLUDE USING gist (%(same)s%(span)s WITH &&)%(where)s",
            model,
            editor,
            same="".join(f"int8range({name}, {name}, '[]') WITH &&, " for name in owner),
            span=f"{kind}({starts}, {ends})",
            where=f" WHERE (NOT {unless[0]})" if unless else "",
        )

    def _triggers(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        starts, ends, *unless = self._columns(model, editor, self.starts, self.ends, self.unless)
        before = [
            *(f"o.{name} = NEW.{name}" for name in self._columns(model, editor, *self.owner)),
            "o.id <> NEW.id",
            f"o.{starts} < COALESCE(NEW.{ends}, '{_NEVER}')",
            *(f"NOT {row}.{name}" for name in unless for row in ("o", "NEW")),
        ]
        # Spans stored are apart, so the last one that begins in time ends last: an index finds it at once,
        # however many an owner ever had.
        return [
            self._statement(
                "CREATE TRIGGER %(name)s AFTER %(moment)s ON %(table)s FOR EACH ROW WHEN EXISTS "
                "(SELECT 1 FROM (SELECT o.%(ends)s AS until FROM %(table)s o WHERE %(before)s "
                "ORDER BY o.%(starts)s DESC LIMIT 1) WHERE until IS NULL OR until > NEW.%(starts)s) "
                "BEGIN SELECT RAISE(ABORT, '%(message)s'); END",
                model,
                editor,
                name=f"{self.name}_{moment.lower()}",
                moment=moment,
                starts=starts,
                ends=ends,
                before=" AND ".join(before),
                message=f"overlap: {self.name}",
            )
            for moment in ("INSERT", "UPDATE")
        ]
