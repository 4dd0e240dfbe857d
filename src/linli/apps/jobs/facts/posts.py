"""Posts: open ones for everybody without contact; all of an employer for its people; what waits for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from linli.apps.jobs import policy
from linli.apps.jobs.facts.agreement import due_line, given_lines, rate, sum_of
from linli.apps.jobs.facts.employing import shown_name
from linli.apps.jobs.facts.paging import PAGE, Page, read_cursor, write_cursor
from linli.apps.jobs.models import Post
from linli.apps.jobs.models.posts import OPEN, WAITING
from linli.core.clock.instants import BEIJING
from linli.core.matching.people import Shift
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.text import language


@dataclass(frozen=True, slots=True)
class PostFact:
    """A shift as it may be read: the employer by name, never a contact."""

    id: int
    ref: str
    employer_id: int
    employer_ref: str
    employer: str
    trade: str
    trade_zh: str
    trade_en: str
    dangerous: bool
    level: int
    state: str
    reason: str
    area_path: str
    place: str
    lon: float
    lat: float
    starts_at: datetime
    ends_at: datetime
    day: date
    places: int
    filled: int
    pay_fen: int
    pay_unit: str
    pay_way: str
    pay_days: int
    sum_fen: int
    pay_said: str
    due_said: str
    given: tuple[str, ...]
    words: str
    posted_at: datetime

    @property
    def left(self) -> int:
        """Return how many places are free."""
        return self.places - self.filled


def open_posts(at: datetime, *, area_path: str = "/", trade: str = "", cursor: str = "") -> Page[PostFact]:
    """Return what is open and still to come, the earliest first. Anybody may read it."""
    rows = _rows().filter(state=OPEN, starts_at__gt=at)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    if trade:
        rows = rows.filter(trade__code=trade)
    return _paged(rows, cursor)


def board(at: datetime, area_path: str) -> tuple[PostFact, ...]:
    """Return the board for a hall: what still has places on the next day that has any, by trade."""
    rows = _rows().filter(
        state=OPEN, starts_at__gt=at, area_path__startswith=area_path, filled__lt=F("places")
    )
    found = [fact(one) for one in rows.order_by("starts_at", "id")[:200]]
    days = sorted({one.day for one in found})[:1]
    return tuple(sorted((one for one in found if one.day in days), key=lambda one: one.trade))


def post(ref: UUID | str, actor: Actor) -> PostFact:
    """Return one that is open, one's employer's own, or of one's area; raises NotVisible for all others."""
    row = _rows().filter(ref=ref).first()
    if row is None:
        raise NotVisible
    staff = actor.may(Permission.MARKET_READ, area_path=row.area_path)
    if row.state != OPEN and not staff and not policy.acts_for(actor, row.employer_id):
        raise NotVisible
    return fact(row)


def posts_of(actor: Actor, employer_ref: str, *, cursor: str = "") -> Page[PostFact]:
    """Return an employer's posts to its own people and to staff, the earliest of those to come first."""
    from linli.apps.jobs.facts.employing import employer

    return _paged(_rows().filter(employer_id=employer(actor, employer_ref).id), cursor, newest=True)


def waiting_posts(actor: Actor, *, cursor: str = "") -> Page[PostFact]:
    """Return what waits to be read by staff of the area."""
    rows = _rows().filter(policy.in_my_area(actor, Permission.JOB_REVIEW), state=WAITING)
    return _paged(rows, cursor)


def of_day(area_path: str, day: date, at: datetime) -> list[Post]:
    """Return the rows of a day that still have places and have not begun."""
    rows = _rows().filter(state=OPEN, day=day, starts_at__gt=at, area_path__startswith=area_path)
    return [one for one in rows.order_by("starts_at", "id") if one.filled < one.places]


def as_shift(row: Post) -> Shift:
    """Return a post as the matching sees it, with the places that are free."""
    return Shift(
        str(row.ref), row.trade.code, row.level, row.starts_at.astimezone(BEIJING), row.ends_at.astimezone(BEIJING),
        row.places - row.filled, row.lon, row.lat, row.trade.dangerous,
    )  # fmt: skip


def _rows() -> QuerySet[Post]:
    return Post.objects.select_related("trade", "employer")


def _paged(rows: QuerySet[Post], cursor: str, *, newest: bool = False) -> Page[PostFact]:
    if cursor:
        moment, key = read_cursor(cursor)
        later = Q(starts_at__gt=moment) | Q(starts_at=moment, pk__gt=key)
        earlier = Q(starts_at__lt=moment) | Q(starts_at=moment, pk__lt=key)
        rows = rows.filter(earlier if newest else later)
    order = ("-starts_at", "-id") if newest else ("starts_at", "id")
    found = list(rows.order_by(*order)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(tuple(map(fact, found[:PAGE])), write_cursor(last.starts_at, last.pk) if last else None)


def fact(row: Post) -> PostFact:
    """Return a post as it may be read, with its sentences in the language of the page."""
    spoken = language()
    return PostFact(
        row.pk, str(row.ref), row.employer_id, str(row.employer.ref), shown_name(row.employer), row.trade.code,
        row.trade.name_zh, row.trade.name_en, row.trade.dangerous, row.level, row.state, row.reason, row.area_path,
        row.place, row.lon, row.lat, row.starts_at, row.ends_at, row.day, row.places, row.filled, row.pay_fen,
        row.pay_unit, row.pay_way, row.pay_days, sum_of(row), rate(row, spoken), due_line(row, spoken),
        tuple(given_lines(row, spoken)), row.words, row.posted_at,
    )  # fmt: skip
