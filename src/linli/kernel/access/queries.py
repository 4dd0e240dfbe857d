"""Turns what somebody may do into one predicate a database can use an index for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission, Scope, scope_of

EVERYWHERE = "/"
NOTHING = Q(pk__in=[])


@CharField.register_lookup
class Under(Lookup):
    """``area_path__under="/1401/"``: the subtree, read by a range of the index on both databases.

    SQLite uses no index for LIKE with an escape, PostgreSQL none for < under most collations; each gets
    the form that it can use. Paths hold digits, letters and slashes only.
    """

    lookup_name = "under"
    prepare_rhs = True

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Compare by prefix; the `_like` index that Django makes for indexed text serves it."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*params, f"{like_safe(str(self.rhs))}%")

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Compare by range: every path under "/1401/" sorts before "/14010", 0 being next after /."""
        column, params = self.process_lhs(compiler, connection)
        start = str(self.rhs)
        return f"({column} >= %s AND {column} < %s)", (*params, start, *params, after(start))


def like_safe(path: str) -> str:
    """Take the special meaning out of a path's signs."""
    return path.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def after(path: str) -> str:
    """Return the first text that sorts behind everything starting with ``path``."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop paths that lie under another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def within(paths: Iterable[str], field: str = "area_path") -> Q:
    """Return the predicate "lies in one of these subtrees"; the whole city needs none."""
    roots = outermost(paths)
    if EVERYWHERE in roots:
        return Q()
    arms = Q()
    for root in roots:
        arms |= Q(**{f"{field}__under": root})
    return arms if roots else NOTHING


def reachable(
    actor: Actor, permission: Permission, *, area: str = "area_path", body: str = "holder_body_id"
) -> Q:
    """Return what ``permission`` lets the actor reach by grant: by area, or by what the body holds.

    At most these two arms. One's own matters are an app's own predicate.
    """
    if actor.is_system:
        return Q()
    grants = actor.grants_for(permission)
    paths = [grant.area_path for grant in grants if scope_of(grant.role) is Scope.AREA]
    bodies = {grant.body_id for grant in grants if scope_of(grant.role) is Scope.BODY and grant.body_id}
    if EVERYWHERE in paths or not bodies:
        return within(paths, area)
    held = Q(**{f"{body}__in": sorted(bodies)})
    return held | within(paths, area) if paths else held
