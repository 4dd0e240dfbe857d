"""Announcements: public ones for everybody, drafts for those who write and review where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.grid import facts as grid
from linli.apps.notices.facts.letters import headline, words_of
from linli.apps.notices.models import Announcement
from linli.apps.notices.models.codes import DRAFT, PUBLISHED, REVIEW, TOPICS, WITHDRAWN
from linli.apps.notices.policy.refs import as_uuid
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible

PUBLIC = (PUBLISHED, WITHDRAWN)
STAFF = (Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list; ``before`` asks for the next, empty at the end."""

    rows: tuple[Announcement, ...]
    before: str


def announcement(ref: UUID | str) -> Announcement:
    """Return a public announcement, withdrawn ones too; raises NotVisible."""
    row = _whole().filter(ref=as_uuid(ref), state__in=PUBLIC).first()
    if row is None:
        raise NotVisible
    return row


def current(at: datetime, area_path: str = "", topic: str = "", *, before: str = "", limit: int = 20) -> Page:
    """Return what holds now for a place: said for it, for what lies around it or in it; the newest first."""
    rows = _whole().filter(_touches(area_path), state=PUBLISHED, expires_at__gt=at)
    if topic in TOPICS:
        rows = rows.filter(topic=topic)
    return _page(rows, before, limit)


def for_staff(actor: Actor, state: str = "", *, before: str = "", limit: int = 30) -> Page:
    """Return the announcements that the actor may write or review, the newest first."""
    reach = Q()
    if not actor.is_system:
        reach = reachable(actor, STAFF[0], body="body_id") | reachable(actor, STAFF[1], body="body_id")
    rows = _whole().filter(reach)
    return _page(rows.filter(state=state) if state else rows, before, limit)


def draft(ref: UUID | str, actor: Actor) -> Announcement:
    """Return an announcement in any state to those who may write or review it; raises NotVisible."""
    row = _whole().filter(ref=as_uuid(ref)).first()
    if row is None or not any(may(actor, row, one) for one in (*STAFF, Permission.NOTICE_VISIT)):
        raise NotVisible
    return row


def may(actor: Actor, row: Announcement, permission: Permission) -> bool:
    """Say whether somebody may do something with an announcement where it lies."""
    return actor.may(permission, area_path=row.area_path, body_id=row.body_id)


def waiting_for_review(actor: Actor) -> int:
    """Return how many announcements wait for a second person where the actor reviews."""
    reach = reachable(actor, Permission.NOTICE_REVIEW, body="body_id")
    return Announcement.objects.filter(reach, state=REVIEW).exclude(drafted_key=actor.key).count()


def title_of(row: Announcement, language: str) -> str:
    """Return the title as people read it."""
    return headline(row, language)


def is_open(row: Announcement) -> bool:
    """Say whether it can still be written on."""
    return row.state in (DRAFT, REVIEW)


def followers(row: Announcement) -> tuple[Announcement, ...]:
    """Return the corrections and the withdrawal of an announcement that are public."""
    return tuple(_whole().filter(of=row, state__in=PUBLIC).order_by("id"))


def texts(row: Announcement, language: str) -> object:
    """Return the words of an announcement for a page."""
    return words_of(row, language)


def _whole() -> QuerySet[Announcement]:
    return Announcement.objects.select_related("area", "body", "of", "stream").defer("area__boundary")


def _touches(area_path: str) -> Q:
    if not area_path or area_path == "/":
        return Q()
    around = [one.path for one in grid.breadcrumbs(area_path)]
    return Q(area_path__under=area_path) | Q(area_path__in=around)


def _page(rows: QuerySet[Announcement], before: str, limit: int) -> Page:
    if before.isascii() and before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = tuple(found[:limit])
    return Page(shown, str(shown[-1].pk) if len(found) > limit else "")
