"""Posts: written by a verified employer, read by the dictionary and the tables, opened or refused by a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.grid import facts as grid
from linli.apps.jobs import events, policy
from linli.apps.jobs.facts import dictionary, tables
from linli.apps.jobs.facts import employing as known
from linli.apps.jobs.models import Employer, Post
from linli.apps.jobs.models import posts as kept
from linli.apps.jobs.service.employers import who
from linli.core.clock.instants import BEIJING
from linli.core.matching import limits, pay
from linli.core.matching.people import HIGHEST_LEVEL
from linli.core.shared.geodesy import check_degrees
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

MOST_PLACES = 200
MOST_FEN = 1_000_000
AHEAD = timedelta(days=60)
CHOICES = {
    "pay_unit": kept.UNITS,
    "pay_way": kept.WAYS,
    "tools": kept.TOOLS,
    "insurance": kept.INSURANCES,
    "meals": kept.MEALS,
}


@dataclass(frozen=True, slots=True)
class NewPost:
    """A shift as it is posted: codes of trade and area, WGS84 degrees or none, pay in fen, days until it is paid."""

    trade: str
    area: str
    place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    pay_fen: int
    pay_unit: str = "hour"
    pieces_an_hour: int = 0
    pay_way: str = "mobile"
    pay_days: int = 0
    level: int = 1
    lon: float | None = None
    lat: float | None = None
    tools: str = "given"
    protection: str = ""
    insurance: str = "none"
    meals: str = "none"
    demands: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    trade: tables.TradeFact
    area: grid.AreaFact
    lon: float
    lat: float


def post_shift(employer: UUID | str, new: NewPost, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Post a shift for one's employer; it waits for a person to read it. Returns the ref.

    Raises:
        NotVisible: not one's own employer.
        Refused: it was not verified, or is suspended; pay below the minimum wage, with both figures.
        Invalid: what cannot be, by field; words that a post may not say, each with its reason and law.
    """
    row = _employer(employer, actor)
    if not known.may_post(row):
        raise Refused(Refusal("jobs.not_verified" if row.state != "suspended" else "jobs.suspended"))
    read = _read(new, at)
    _refuse_low_pay(new, read.area)

    def work(acting: Acting) -> JsonValue:
        post = Post(employer=row, posted_at=at, trade_id=read.trade.id, area_id=read.area.id)
        _fill(post, new, read)
        public: dict[str, JsonValue] = {
            "trade": new.trade, "area": read.area.code, "day": post.day.isoformat(), "places": new.places,
            "unit": new.pay_unit,
        }  # fmt: skip
        post.stream = acting.open_stream("post", events.POSTED, public, [who(actor)])
        post.save(force_insert=True)
        return str(post.ref)

    said: JsonValue = [str(employer), _said(new)]
    return str(act("jobs.post", work, said=said, actor=actor, act_id=act_id, at=at))


def _employer(ref: UUID | str, actor: Actor) -> Employer:
    row = Employer.objects.filter(ref=ref).first()
    if row is None:
        raise NotVisible
    if policy.acts_for(actor, row.pk) or actor.may(Permission.JOB_REVIEW, area_path=row.area_path):
        return row
    raise NotVisible


def _read(new: NewPost, at: datetime) -> _Read:
    trade = next((one for one in tables.trades() if one.code == new.trade), None)
    area = grid.area(new.area)
    problems = [
        *_wrong_figures(new),
        *_wrong_times(new, at),
        *wrong_words(new.words, new.place, new.protection),
    ]
    if trade is None:
        problems.append(Problem("trade", "jobs.no_such_trade"))
    if area is None:
        problems.append(Problem("area", "jobs.no_such_area"))
    point = _point(new, area) if area else None
    if area is not None and point is None:
        problems.append(Problem("area", "jobs.point_missing"))
    elif point and (wrong := check_degrees(*point)):
        problems.append(wrong)
    if problems or trade is None or area is None or point is None:
        raise Invalid(*problems)
    return _Read(trade, area, *point)


def _point(new: NewPost, area: grid.AreaFact) -> grid.Point | None:
    return grid.middle(area) if new.lon is None or new.lat is None else (new.lon, new.lat)


RANGES: tuple[tuple[str, str, int, int], ...] = (
    ("places", "jobs.places", 1, MOST_PLACES),
    ("pay_fen", "jobs.pay", 1, MOST_FEN),
    ("pay_days", "jobs.pay_days", 0, kept.LATEST_PAY),
    ("level", "jobs.no_such_level", 1, HIGHEST_LEVEL),
)


def _wrong_figures(new: NewPost) -> Iterator[Problem]:
    for name, code, least, most in RANGES:
        if not least <= getattr(new, name) <= most:
            yield Problem(name, code, {"most": most})
    if new.pay_unit == "piece" and not 1 <= new.pieces_an_hour <= 10_000:  # noqa: PLR2004 - more is a slip
        yield Problem("pieces_an_hour", "jobs.pieces_an_hour")
    if not clean_text(new.place).strip():
        yield Problem("place", "jobs.place_missing")
    for name, choices in CHOICES.items():
        if getattr(new, name) not in choices:
            yield Problem(name, "jobs.not_a_choice")
    if set(new.demands) - set(kept.DEMANDS):
        yield Problem("demands", "jobs.not_a_choice")


def _wrong_times(new: NewPost, at: datetime) -> Iterator[Problem]:
    if new.starts_at <= at:
        yield Problem("starts_at", "jobs.starts_in_the_past")
    elif new.starts_at > at + AHEAD:
        yield Problem("starts_at", "jobs.too_far_ahead", {"n": AHEAD.days})
    if wrong := limits.length_problem(new.starts_at, new.ends_at):
        yield Problem("ends_at", wrong.code, wrong.params)


def wrong_words(*texts: str) -> Iterator[Problem]:
    """Name the words that a post may not say, with the reason of each and the law behind it."""
    for found in dictionary.not_said(texts):
        yield Problem("words", f"jobs.words_{found.code}", {"words": found.words, "basis": found.basis})


def _refuse_low_pay(new: NewPost, area: grid.AreaFact) -> None:
    minutes = int((new.ends_at - new.starts_at).total_seconds()) // 60
    day = new.starts_at.astimezone(BEIJING).date()
    least = tables.least_wage(area.path, day)
    offered = pay.Pay(new.pay_fen, pay.Unit(new.pay_unit), new.pieces_an_hour)
    if least is not None and (no := pay.too_little(offered, minutes, least)):
        raise Refused(no)


def _fill(post: Post, new: NewPost, read: _Read) -> None:
    post.area_path, post.lon, post.lat = read.area.path, read.lon, read.lat
    post.starts_at, post.ends_at = new.starts_at, new.ends_at
    post.day = new.starts_at.astimezone(BEIJING).date()
    for name in ("level", "places", "pay_fen", "pay_unit", "pieces_an_hour", "pay_way", "pay_days"):
        setattr(post, name, getattr(new, name))
    post.tools, post.insurance, post.meals = new.tools, new.insurance, new.meals
    post.place, post.protection = clean_text(new.place).strip()[:120], clean_text(new.protection).strip()[:80]
    post.words, post.demands = clean_text(new.words).strip()[:500], ",".join(new.demands)


def _said(new: NewPost) -> JsonValue:
    said = asdict(new) | {"demands": [*new.demands]}
    said |= {"starts_at": new.starts_at.isoformat(), "ends_at": new.ends_at.isoformat()}
    return {name: repr(value) if isinstance(value, float) else value for name, value in said.items()}


def open_post(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Open a post after it was read by a person; never by one of its employer's own people.

    Raises:
        NotVisible: no such post in the actor's area.
        Refused: it is the actor's own, or its employer is not verified any more.
        Stale: somebody was quicker.
    """
    _review(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _review(ref, actor)
        if row.state != kept.WAITING:
            raise Stale("jobs.reviewed_already")
        if policy.acts_for(actor, row.employer_id):
            raise Refused(Refusal("jobs.own_post"))
        if not known.may_post(row.employer):
            raise Refused(Refusal("jobs.not_verified"))
        acting.enter(
            row.stream,
            events.POST_OPENED,
            {"trade": row.trade.code, "day": row.day.isoformat()},
            [who(actor)],
        )
        row.state, row.reviewed_at = kept.OPEN, at
        row.save(update_fields=["state", "reviewed_at"])
        return None

    act("jobs.open_post", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def refuse_post(ref: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Refuse a post with a reason that its employer is told.

    Raises:
        NotVisible: no such post in the actor's area.
        Invalid: no reason.
        Stale: somebody was quicker.
    """
    _review(ref, actor)
    if reason not in kept.REASONS:
        raise Invalid(Problem("reason", "jobs.reason_missing"))

    def work(acting: Acting) -> JsonValue:
        row = _review(ref, actor)
        if row.state != kept.WAITING:
            raise Stale("jobs.reviewed_already")
        acting.enter(row.stream, events.POST_REFUSED, {"reason": reason}, [who(actor)])
        row.state, row.reason, row.reviewed_at = kept.REFUSED, reason, at
        row.save(update_fields=["state", "reason", "reviewed_at"])
        return None

    act("jobs.refuse_post", work, said=[str(ref), reason], actor=actor, act_id=act_id, at=at)


def withdraw_post(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take one's own post down; who has agreed already keeps the shift until it is called off with notice."""
    _owned(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _owned(ref, actor)
        if row.state not in (kept.OPEN, kept.WAITING):
            raise Stale("jobs.not_in_this_state")
        acting.enter(row.stream, events.POST_WITHDRAWN, {"by": "employer"}, [who(actor)])
        row.state = kept.WITHDRAWN
        row.save(update_fields=["state"])
        return None

    act("jobs.withdraw_post", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _rows() -> QuerySet[Post]:
    return Post.objects.select_related("stream", "employer", "trade")


def _review(ref: UUID | str, actor: Actor) -> Post:
    row = _rows().filter(ref=ref).first()
    if row is None or not actor.may(Permission.JOB_REVIEW, area_path=row.area_path):
        raise NotVisible
    return row


def _owned(ref: UUID | str, actor: Actor) -> Post:
    row = _rows().filter(ref=ref).first()
    if row is None or not policy.acts_for(actor, row.employer_id):
        raise NotVisible
    return row
