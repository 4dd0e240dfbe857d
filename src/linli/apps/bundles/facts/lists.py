"""Lists of bundles: one's own, and those that staff may see; newest first, by cursor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.bundles.policy import seeing
from linli.core.packs import fan_out
from linli.core.packs.fan_out import Stand
from linli.kernel.access.actors import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One line: how many of its parts are settled, and whether one was refused."""

    ref: str
    number: str
    name: str
    pack: str
    area_path: str
    opened_at: datetime
    done_at: datetime | None
    asked: int
    settled: int
    refused: int


def mine(actor: Actor) -> Sequence[BundleRow]:
    """Return the bundles that somebody asked for, or opened with number and code; one statement."""
    return _rows(Bundle.objects.filter(seeing.own(actor)))[:PAGE]


def part_cases(actor: Actor) -> Collection[int]:
    """Return the keys of the cases that are parts of somebody's own bundles; one statement."""
    own = Bundle.objects.filter(seeing.own(actor)).values("pk")
    parts = BundlePart.objects.filter(bundle__in=own).exclude(case=None)
    return tuple(parts.values_list("case_id", flat=True))


def in_area(actor: Actor, *, before: int = 0) -> tuple[Sequence[BundleRow], int]:
    """Return a page of what staff may see, those under way first, and where the next page begins (0: no more)."""
    found = Bundle.objects.filter(seeing.visible_to_staff(actor))
    rows = _rows(found.filter(id__lt=before) if before else found, extra=1)
    more = len(rows) > PAGE
    last = found.filter(ref=rows[PAGE - 1].ref).values_list("id", flat=True).first() if more else 0
    return rows[:PAGE], last or 0


def _rows(found: QuerySet[Bundle], extra: int = 0) -> list[BundleRow]:
    counted = found.annotate(
        asked=Count("parts", filter=~Q(parts__stand=Stand.NOT_NEEDED)),
        settled=Count("parts", filter=~Q(parts__stand__in=[*fan_out.UNDER_WAY, Stand.NOT_NEEDED])),
        refused=Count("parts", filter=Q(parts__stand=Stand.REFUSED)),
    ).order_by("-id")
    columns = ("ref", "number", "name", "pack", "area_path", "opened_at", "done_at")
    rows = counted.values_list(*columns, "asked", "settled", "refused")[: PAGE + extra]
    return [BundleRow(str(ref), *rest) for ref, *rest in rows]
