"""The posts of bodies and the duties of an area, with and without somebody in them."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.grid.facts.duty import RosterFact
from linli.apps.grid.facts.offices import within_area
from linli.apps.grid.models import Body, DutyRoster, Post


@dataclass(frozen=True, slots=True)
class PostFact:
    """A task of a body. ``shown`` posts are contacts for residents; ``phone`` is the office's."""

    ref: str
    code: str
    title_zh: str
    title_en: str
    phone: str
    shown: bool
    cell_kind: str
    cell: str


def posts(body_ref: str) -> list[PostFact]:
    """Return the posts of a body; who holds them is told by ``appointments``."""
    rows = Post.objects.filter(body__ref=body_ref).order_by("id")
    columns = ("ref", "code", "title_zh", "title_en", "phone", "shown", "cell__kind", "cell__code")
    return [
        PostFact(str(ref), code, zh, en, phone, shown, kind or "", cell or "")
        for ref, code, zh, en, phone, shown, kind, cell in rows.values_list(*columns)
    ]


def duties_under(path: str) -> list[RosterFact]:
    """Return the duties of all bodies whose area lies under a path."""
    bodies = Body.objects.filter(within_area(path)).values("id")
    rows = DutyRoster.objects.filter(body__in=bodies).select_related("body").order_by("body__code", "code")
    return [
        RosterFact(
            str(row.ref), row.code, str(row.body.ref), row.name_zh, row.name_en, row.phone or row.body.phone
        )
        for row in rows
    ]


def duty(ref: str) -> RosterFact | None:
    """Return one duty."""
    return next((one for one in duties_under("/") if one.ref == ref), None)
