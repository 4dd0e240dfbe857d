"""Lists of cases: queues, one's own, the public one. Cursors, never offsets; at most three statements."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from linli.apps.cases import policy
from linli.apps.cases.facts.ratings import OBJECTED, SHOWN_AS, stage_shown
from linli.apps.cases.facts.rows import CasePage, CaseRow
from linli.apps.cases.models import Case
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid

PAGE = 100
NEAR = timedelta(hours=24)
COLUMNS = [
    "ref",
    "number",
    "text__title",
    "service",
    "pack",
    "subject",
    "link",
    "stage",
    "desk",
    "area_path",
    "lead_body__ref",
    "holder_due",
    "promise_due",
    "opened_at",
    "closed_at",
    "urgent",
    "sensitivity",
    "joined",
    "returns",
    "reopenings",
    "version",
    "wish",
    "channel",
    "lead_body__name_zh",
    "lead_body__name_en",
    "id",
]

QUEUES: Mapping[str, Q] = MappingProxyType(
    {
        "intake": Q(desk="intake"),
        "pre_check": Q(stage="prechecking"),
        "dispatch": Q(desk="dispatch") & ~Q(stage="returned"),
        "returned": Q(stage="returned"),
        "offered": Q(stage="dispatched"),
        "handling": Q(desk="body") & ~Q(stage__in=["dispatched", "parked"]),
        "waiting": Q(desk="resident"),
        "parked": Q(stage="parked"),
        "post_check": Q(desk="checker") & ~Q(stage__in=["prechecking", "contested"]),
        "call_back": Q(desk="caller"),
        "contested": Q(stage="contested"),
    }
)
"""Queues by name; a case is in exactly one of them while it is open."""

LATE = ("overdue", "near", "returned_twice", "reopened", "wishes")
"""What a list may be narrowed to beside its queue."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed by; empty means all."""

    queue: str = ""
    subject: str = ""
    service: str = ""
    area_path: str = ""
    stage: str = ""
    late: str = ""  # one of LATE
    words: str = ""
    cursor: str = ""
    opened: tuple[datetime, datetime] | None = None  # from, up to


def queue(actor: Actor, wanted: Wanted, *, at: datetime) -> CasePage:
    """Return a page of open cases that this actor may see, the most urgent date first."""
    veiled = policy.only_handles(actor)
    found = narrowed(Case.objects.filter(policy.works_on(actor), closed_at=None), wanted, at, veiled=veiled)
    return seen(by_date(found, wanted.cursor), veiled=veiled)


def find(actor: Actor, words: str, cursor: str = "") -> CasePage:
    """Return cases that this actor may see by number or words, ended ones too, newest first."""
    found = Case.objects.filter(policy.visible_to(actor)).filter(_matching(words))
    return seen(_newest(found, cursor), veiled=policy.only_handles(actor))


def seen(page: CasePage, *, veiled: bool) -> CasePage:
    """Return a page as handlers and the public see it: an objection looks like a result being talked over."""
    return replace(page, rows=_veiled(page.rows)) if veiled else page


def _veiled(rows: Sequence[CaseRow]) -> list[CaseRow]:
    talked = (OBJECTED, SHOWN_AS)
    return [
        replace(row, stage=stage_shown(row.stage), desk="caller", due=None) if row.stage in talked else row
        for row in rows
    ]


def chosen(actor: Actor, refs: Sequence[str]) -> list[CaseRow]:
    """Return those of the named cases that this actor may see, in the order named. One statement."""
    found = Case.objects.filter(policy.visible_to(actor), ref__in=[ref for ref in refs if _is_uuid(ref)])
    every = [_row(values) for values in found.values_list(*COLUMNS)]
    rows = {row.ref: row for row in (_veiled(every) if policy.only_handles(actor) else every)}
    return [rows[ref] for ref in dict.fromkeys(refs) if ref in rows]


def places(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """Return where the named cases are, in the words of who told them. One statement."""
    found = Case.objects.filter(policy.visible_to(actor), ref__in=[ref for ref in refs if _is_uuid(ref)])
    return {str(ref): place for ref, place in found.values_list("ref", "text__place")}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def queue_counts(actor: Actor, at: datetime | None = None) -> dict[str, int]:
    """Return how many open cases stand in each queue of this actor, in one statement.

    With ``at`` also how many are overdue, near due and so on, by the names of ``LATE``.
    """
    wanted = {**QUEUES, **({name: _late(name, at) for name in LATE} if at else {})}
    counts = {f"n_{name}": Count("id", filter=condition) for name, condition in wanted.items()}
    row = Case.objects.filter(policy.works_on(actor), closed_at=None).aggregate(**counts)
    counted = {name: row[f"n_{name}"] for name in wanted}
    if policy.only_handles(actor):
        counted[SHOWN_AS] += counted[OBJECTED]
        counted[OBJECTED] = 0
    return counted


def narrowed(found: QuerySet[Case], wanted: Wanted, at: datetime, *, veiled: bool = False) -> QuerySet[Case]:
    """Apply the wishes of a list; ``veiled``: an objection is found where it is shown."""
    if wanted.queue:
        found = found.filter(_queue(wanted.queue, veiled=veiled))
    if wanted.stage:
        stages = _TALKED.get(wanted.stage, [wanted.stage]) if veiled else [wanted.stage]
        found = found.filter(stage__in=stages)
    plain = {"subject": wanted.subject, "service": wanted.service}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.area_path:
        found = found.filter(area_path__startswith=wanted.area_path)
    if wanted.opened:
        found = found.filter(opened_at__gte=wanted.opened[0], opened_at__lt=wanted.opened[1])
    if wanted.late:
        found = found.filter(_late(wanted.late, at))
    if wanted.words:
        found = found.filter(_matching(wanted.words))
    return found


_TALKED: Mapping[str, list[str]] = MappingProxyType({OBJECTED: [], SHOWN_AS: [SHOWN_AS, OBJECTED]})


def _queue(name: str, *, veiled: bool) -> Q:
    if name not in QUEUES:
        raise Invalid(Problem("queue", "cases.not_a_choice"))
    if veiled and name in _TALKED:
        return Q(stage__in=_TALKED[name])
    return QUEUES[name]


def _late(kind: str, at: datetime) -> Q:
    kinds = {
        "overdue": Q(promise_due__lt=at) | Q(holder_due__lt=at),
        "near": Q(promise_due__gte=at, promise_due__lt=at + NEAR),
        "returned_twice": Q(returns__gte=2),
        "reopened": Q(reopenings__gte=1),
        "wishes": ~Q(wish=""),
    }
    if kind not in kinds:
        raise Invalid(Problem("late", "cases.not_a_choice"))
    return kinds[kind]


def _matching(words: str) -> Q:
    digits = "".join(c for c in words if c.isdigit())
    if digits and len(digits) >= len(words.strip()) - 2:
        return Q(number__startswith=digits)
    return Q(text__title__icontains=words.strip()) | Q(text__place__icontains=words.strip())


def supporting(actor: Actor, cursor: str = "") -> CasePage:
    """Return the open cases in which a body of this actor supports, was consulted or called to the site."""
    page = by_date(Case.objects.filter(policy.supports(actor), closed_at=None), cursor)
    return seen(page, veiled=policy.only_handles(actor))


def mine(actor: Actor, cursor: str = "", *, without: Collection[int] = ()) -> CasePage:
    """Return the cases that the actor raised, joined or follows as a person, newest first.

    ``without`` are keys of cases that the page shows elsewhere, such as the parts of a bundle.
    """
    return _newest(Case.objects.filter(policy.mine(actor)).exclude(pk__in=without), cursor)


def public_list(wanted: Wanted, *, at: datetime) -> CasePage:
    """Return every case of a listed service that is not confidential, newest first, without free text.

    ``title`` is the reviewed summary, or empty.
    """
    found = narrowed(Case.objects.filter(sensitivity="normal", listed=True), wanted, at, veiled=True)
    return seen(_newest(found, wanted.cursor, title="public_summary"), veiled=True)


def by_date(
    found: QuerySet[Case], cursor: str, *, by: str = "holder_due", title: str = "text__title"
) -> CasePage:
    """Return a page by a date, the earliest first, those without one last."""
    ordered = found.order_by(F(by).asc(nulls_last=True), "id")
    if cursor:
        due, key = _read_cursor(cursor)
        after = Q(**{by: None, "id__gt": key})
        if due is not None:
            after = Q(**{f"{by}__gt": due}) | Q(**{by: due, "id__gt": key}) | Q(**{by: None})
        ordered = ordered.filter(after)
    return _cut(ordered, by, title=title)


def _newest(found: QuerySet[Case], cursor: str, *, title: str = "text__title") -> CasePage:
    ordered = found.order_by("-opened_at", "-id")
    if cursor:
        opened, key = _read_cursor(cursor)
        ordered = ordered.filter(Q(opened_at__lt=opened) | Q(opened_at=opened, id__lt=key))
    return _cut(ordered, "opened_at", title=title)


def _cut(ordered: QuerySet[Case], by: str, *, title: str = "text__title") -> CasePage:
    columns = [title if name == "text__title" else name for name in COLUMNS]
    found = list(ordered.values_list(*columns)[: PAGE + 1])
    cursor = None
    if len(found) > PAGE:
        last = dict(zip(columns, found[PAGE - 1], strict=True))
        cursor = _write_cursor(last[by], last["id"])
    return CasePage([_row(values) for values in found[:PAGE]], cursor)


def _row(values: tuple[object, ...]) -> CaseRow:
    ref, *rest = values[:-1]
    fields = dict(zip(CaseRow.__dataclass_fields__, (str(ref), *rest), strict=True))
    fields["lead"] = str(fields["lead"]) if fields["lead"] else None
    return CaseRow(**fields)  # type: ignore[arg-type]


def _write_cursor(moment: datetime | None, key: int) -> str:
    plain = f"{moment.isoformat() if moment else ''}|{key}"
    return urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[datetime | None, int]:
    try:
        plain = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, key = plain.partition("|")
        return (datetime.fromisoformat(moment) if moment else None), int(key)
    except ValueError as damaged:
        raise Invalid(Problem("cursor", "cases.cursor")) from damaged
