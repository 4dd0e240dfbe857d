"""Counts of children and of places at schools, as the county gathers them; nothing about a single child."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.core.schooling.supply import WHATS

FIRST_YEAR, LAST_YEAR = 2000, 2060


class SchoolFigure(models.Model):
    """A count of a sub-district or township: of children by cohort, of a stage's new places by school year.

    Entered again it is replaced; the list's entry in the record keeps what stood there before.
    """

    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200, db_index=True)
    what = models.CharField(max_length=12, choices=[(one, one) for one in WHATS])
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    entered_at = models.DateTimeField()

    class Meta:
        """A figure once; of years that can be meant."""

        constraints = [
            models.UniqueConstraint(fields=["area", "what", "year"], name="centres_school_figure_once"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="centres_school_figure_year"
            ),
        ]
