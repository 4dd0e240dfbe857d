"""How many of what: the counts beside the tree of areas, a statement for each question."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from linli.apps.grid.models import Area, Cell


def kind_counts(path: str) -> dict[str, int]:
    """Return how many areas of each kind lie below a path, without the one it names."""
    rows = Area.objects.filter(path__under=path).exclude(path=path)
    return dict(rows.order_by().values_list("kind").annotate(n=Count("id")))


def child_counts(paths: Sequence[str]) -> dict[str, int]:
    """Return how many areas lie right below each of some areas."""
    rows = Area.objects.filter(parent__path__in=paths).order_by()
    return dict(rows.values_list("parent__path").annotate(n=Count("id")))


def cell_counts(path: str) -> dict[str, int]:
    """Return how many cells of each kind lie below a path."""
    rows = Cell.objects.filter(area__path__under=path).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("id")))
