"""Where: the tree of areas, the two kinds of grid, and which cell of each kind an address lies in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length
from django.db.models.lookups import EndsWith, Exact

from linli.apps.grid.models.kinds import CELL_CODE_LENGTH, CODE_LENGTHS, AreaKind, CellKind

PATH_LENGTH = 200


def _length_fits_kind() -> Q:
    fits = Q()
    for kind, length in CODE_LENGTHS.items():
        fits |= Q(kind=kind.value) & Q(Exact(Length("code"), length))
    return fits


class GridMap(models.Model):
    """The one map of this installation: its stream, and the epoch that snapshots are keyed by."""

    epoch = models.PositiveIntegerField(default=0)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")

    class Meta:
        """There is only one."""

        constraints = [models.CheckConstraint(condition=Q(id=1), name="grid_map_is_one")]


class Area(models.Model):
    """A place in the tree; ``path`` is the codes from the top, "/1401/140105/140105001/"."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AreaKind])
    code = models.CharField(max_length=21, unique=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=PATH_LENGTH, unique=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    homes = models.PositiveIntegerField(default=0)
    boundary = models.JSONField(null=True)  # a GeoJSON geometry in WGS84

    class Meta:
        """What must hold of every area."""

        constraints = [
            models.CheckConstraint(condition=_length_fits_kind(), name="grid_area_code_fits_kind"),
            models.CheckConstraint(
                condition=Q(EndsWith(F("path"), Concat(Value("/"), "code", Value("/")))),
                name="grid_area_path_ends_in_code",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(path=Concat(Value("/"), "code", Value("/"))),
                name="grid_area_top_path",
            ),
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="grid_area_centre",
            ),
        ]


class Cell(models.Model):
    """A unit cell (about 10,000 m2) or a responsibility grid (300 to 500 households)."""

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in CellKind])
    code = models.CharField(max_length=CELL_CODE_LENGTH)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    homes = models.PositiveIntegerField(default=0)
    boundary = models.JSONField(null=True)

    class Meta:
        """A code names a cell only together with the kind."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="grid_cell_kind_code"),
            models.CheckConstraint(
                condition=Q(Exact(Length("code"), CELL_CODE_LENGTH)), name="grid_cell_code_length"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(CellKind)), name="grid_cell_kind"),
        ]


class Placement(models.Model):
    """The cell of one kind that an address (any area below the community) belongs to."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16)
    cell = models.ForeignKey(Cell, models.CASCADE, related_name="+")

    class Meta:
        """An address has one cell of each kind."""

        constraints = [
            models.UniqueConstraint(fields=["area", "kind"], name="grid_placement_one_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=list(CellKind)), name="grid_placement_kind"),
        ]
