"""Whom a resident can turn to: the named contacts of an address, and its contact households."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from linli.apps.grid.facts.areas import area_at, cells_of
from linli.apps.grid.facts.snapshot import snapshot
from linli.apps.grid.models import Appointment, Body, BodyKind, ContactHousehold, Post
from linli.apps.grid.policy.visibility import household_visible, may_read_roster
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.identity.personal import unseal

MOST_ON_CARD = 3
"""Contact households that fit on a card."""
_BODIES = {
    BodyKind.COMMUNITY: "community",
    BodyKind.SUBDISTRICT: "subdistrict",
    BodyKind.TOWNSHIP: "subdistrict",
}


@dataclass(frozen=True, slots=True)
class NamedContact:
    """One line of the service card: ``level`` is unit, responsibility, community or subdistrict.

    ``name`` is "" while the post is vacant; ``phone`` is the office's, never somebody's own.
    """

    level: str
    body_ref: str
    body_zh: str
    body_en: str
    title_zh: str
    title_en: str
    name: str
    phone: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class CardHousehold:
    """A contact household that agreed to be on the service card; ``phone`` is "" unless it agreed to that too."""

    area_path: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class HouseholdFact:
    """A contact household as its own people or the staff of its area see it."""

    ref: str
    area_path: str
    name: str
    phone: str
    consented_at: datetime
    can_answer: bool
    """Somebody of it signs in here; others are asked by telephone."""


@dataclass(frozen=True, slots=True)
class AppointmentFact:
    """Who holds a post of a body, from when to when (``ends`` is the first day without)."""

    ref: str
    post_ref: str
    title_zh: str
    title_en: str
    account_ref: str
    name: str
    starts: date
    ends: date | None


def named_contacts(area_path: str, on: date) -> list[NamedContact]:
    """Return the grid worker per grid of each kind, then community and sub-district, of an address."""
    cells = cells_of(area_path) or _cells_of_centre(area_path)
    codes = [code for code in area_path.split("/") if code]
    in_cell = Q()
    for kind, code in cells.items():
        in_cell |= Q(cell__kind=kind, cell__code=code)
    office = Q(cell=None, shown=True, body__kind__in=list(_BODIES), body__area__code__in=codes)
    posts = Post.objects.filter((in_cell & Q(shown=True)) | office if cells else office)
    rows = list(posts.select_related("body", "cell").defer("cell__boundary").order_by("id"))
    holders = _holders([row.id for row in rows], on)
    nobody: list[tuple[str, date | None]] = [("", None)]
    lines = [_line(row, *held) for row in rows for held in holders.get(row.id, nobody)]
    return sorted(
        lines, key=lambda one: ("unit", "responsibility", "community", "subdistrict").index(one.level)
    )


def contact_households(area_path: str, *, actor: Actor) -> list[HouseholdFact]:
    """Return the contact households below a path that this actor may see: staff of the area, or one's own."""
    rows = ContactHousehold.objects.filter(
        household_visible(actor), area__path__under=area_path, withdrawn_at=None
    )
    shown = rows.order_by("area__path", "id").values_list(
        "ref", "area__path", "name", "phone_sealed", "consented_at", "account_id"
    )
    return [
        HouseholdFact(str(ref), path, name, unseal(bytes(sealed or b""), "phone"), since, account is not None)
        for ref, path, name, sealed, since, account in shown
    ]


def card_households(area_path: str) -> list[CardHousehold]:
    """Return the contact households of an address that agreed to be on its card: there, around it or inside it. One statement."""
    codes = [code for code in area_path.split("/") if code]
    near = Q(area__code__in=codes) | Q(area__path__under=area_path)
    rows = ContactHousehold.objects.filter(near, withdrawn_at=None).exclude(on_card="")
    shown = rows.order_by("area__path", "id").values_list("area__path", "name", "phone_sealed", "on_card")
    return [
        CardHousehold(path, name, unseal(bytes(sealed or b""), "phone") if shows == "phone" else "")
        for path, name, sealed, shows in shown[:MOST_ON_CARD]
    ]


def household_counts(paths: Sequence[str]) -> dict[str, int]:
    """Return how many contact households serve below each path; a number, nobody's name."""
    served = ContactHousehold.objects.filter(withdrawn_at=None).values_list("area__path", flat=True)
    all_paths = list(served)
    return {path: sum(one.startswith(path) for one in all_paths) for path in paths}


def appointments(body_ref: str, on: date, *, actor: Actor) -> list[AppointmentFact]:
    """Return who holds which post of a body on a day or later, for those who may read its roster."""
    body = Body.objects.filter(ref=body_ref).select_related("area").defer("area__boundary").first()
    if body is None or not may_read_roster(actor, body):
        return []
    rows = Appointment.objects.filter(Q(ends=None) | Q(ends__gt=on), post__body=body)
    return [
        AppointmentFact(
            str(row.ref), str(row.post.ref), row.post.title_zh, row.post.title_en,
            str(row.account.ref), row.account.name, row.starts, row.ends,
        )
        for row in rows.select_related("post", "account").order_by("post_id", "starts")
    ]  # fmt: skip


def _cells_of_centre(area_path: str) -> dict[str, str]:
    place = area_at(area_path)
    if place is None or place.lon is None or place.lat is None:
        return {}
    found = snapshot().locate(place.lon, place.lat)
    return {} if isinstance(found, Refusal) else dict(found.cells)


def _holders(posts: list[int], on: date) -> dict[int, list[tuple[str, date | None]]]:
    rows = Appointment.objects.filter(
        Q(ends=None) | Q(ends__gt=on), post_id__in=posts, starts__lte=on, account__kind="staff"
    )
    names: dict[int, list[tuple[str, date | None]]] = {}
    for post, name, since in rows.order_by("starts", "id").values_list("post_id", "account__name", "starts"):
        names.setdefault(post, []).append((name, since))
    return names


def _line(post: Post, name: str, since: date | None) -> NamedContact:
    return NamedContact(
        level=post.cell.kind if post.cell else _BODIES[BodyKind(post.body.kind)],
        body_ref=str(post.body.ref),
        body_zh=post.body.name_zh,
        body_en=post.body.name_en,
        title_zh=post.title_zh,
        title_en=post.title_en,
        name=name,
        phone=post.phone or post.body.phone,
        since=since,
    )
