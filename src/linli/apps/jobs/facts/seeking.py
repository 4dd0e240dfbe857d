"""Workers: whole to themselves, with a masked name to staff, and to an employer no more than what an agreement says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.jobs import policy
from linli.apps.jobs.facts.paging import PAGE, Page, read_cursor, write_cursor
from linli.apps.jobs.models import WorkerProfile
from linli.apps.jobs.models.workers import ACTIVE, LEFT
from linli.core.matching.people import Free, Worker
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import mask_name, unseal


@dataclass(frozen=True, slots=True)
class WorkerFact:
    """An entry as its owner sees it (``whole``) or, with masked name and without day of birth and group, as staff do."""

    ref: str
    name: str
    phone: str
    born: date | None
    area_path: str
    area_code: str
    trades: tuple[tuple[str, int], ...]
    free: tuple[Free, ...]
    reach: int
    helps: tuple[str, ...]
    key_group: str
    help_asked: bool
    by_phone: bool
    consent: str
    state: str
    entered_at: datetime
    waiting_since: datetime
    whole: bool
    papers: tuple[str, ...] = ()


def my_entry(actor: Actor) -> WorkerFact | None:
    """Return one's own entry, if there is one."""
    if actor.account_id is None:
        return None
    row = _rows().filter(account_id=actor.account_id).first()
    return fact(row, whole=True) if row else None


def worker(actor: Actor, ref: UUID | str) -> WorkerFact:
    """Return an entry to its owner or to staff of the area; raises NotVisible for all others."""
    row = _rows().filter(ref=ref).exclude(state=LEFT).first()
    if row is None:
        raise NotVisible
    own = actor.account_id is not None and row.account_id == actor.account_id
    if not own and not actor.may(Permission.MARKET_READ, area_path=row.area_path):
        raise NotVisible
    return fact(row, whole=own)


def workers(actor: Actor, *, by_phone: bool = False, trade: str = "", cursor: str = "") -> Page[WorkerFact]:
    """Return the workers of one's area for staff, who waits longest first."""
    rows = _rows().filter(policy.in_my_area(actor, Permission.MARKET_READ), state=ACTIVE)
    if by_phone:
        rows = rows.filter(by_phone=True)
    if trade:
        rows = rows.filter(trades__trade__code=trade)
    if cursor:
        moment, key = read_cursor(cursor)
        rows = rows.filter(Q(waiting_since__gt=moment) | Q(waiting_since=moment, pk__gt=key))
    found = list(rows.order_by("waiting_since", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(
        tuple(fact(one, whole=False) for one in found[:PAGE]),
        write_cursor(last.waiting_since, last.pk) if last else None,
    )


def asked_for_help(actor: Actor) -> tuple[tuple[WorkerFact, datetime], ...]:
    """Return who asked for help with finding work and has not been helped yet, to staff of the area, the longest first."""
    rows = _rows().filter(
        policy.in_my_area(actor, Permission.MARKET_READ), help_case__closed_at__isnull=True, help_case__isnull=False
    ).exclude(state=LEFT)  # fmt: skip
    found = rows.select_related("account", "area", "help_case").order_by("help_case__opened_at", "id")[:PAGE]
    return tuple((fact(one, whole=False), one.help_case.opened_at) for one in found if one.help_case)


def matching_worker(row: WorkerProfile) -> Worker | None:
    """Return an entry as the matching sees it; None for one that was emptied."""
    if row.born_sealed is None:
        return None
    return Worker(
        ref=str(row.ref),
        trades={one.trade.code: one.level for one in row.trades.all()},
        free=tuple(Free(one.weekday, one.start, one.end) for one in row.times.all()),
        born=date.fromisoformat(unseal(bytes(row.born_sealed), "jobs.born")),
        since=row.waiting_since,
        lon=row.lon,
        lat=row.lat,
        reach=row.reach,
    )


def matching_workers(rows: Iterable[WorkerProfile]) -> list[Worker]:
    """Return many entries as the matching sees them."""
    return [one for one in map(matching_worker, rows) if one is not None]


def active_rows(area_path: str) -> QuerySet[WorkerProfile]:
    """Return the entries of an area that may be offered something; three statements for all of them."""
    return _rows().filter(area_path__startswith=area_path, state=ACTIVE)


def _rows() -> QuerySet[WorkerProfile]:
    return WorkerProfile.objects.select_related("account", "area").prefetch_related("trades__trade", "times")


def name_of(row: WorkerProfile, *, whole: bool) -> str:
    """Return a worker's name, or its first character."""
    name = unseal(bytes(row.name_sealed), "jobs.name") if row.name_sealed else ""
    return name if whole else mask_name(name)


def fact(row: WorkerProfile, *, whole: bool) -> WorkerFact:
    """Return an entry, whole or masked."""
    born = unseal(bytes(row.born_sealed), "jobs.born") if whole and row.born_sealed else ""
    group = unseal(bytes(row.key_group_sealed), "jobs.group") if whole and row.key_group_sealed else ""
    return WorkerFact(
        str(row.ref), name_of(row, whole=whole), row.account.phone_masked if row.account else "",
        date.fromisoformat(born) if born else None, row.area_path, row.area.code,
        tuple((one.trade.code, one.level) for one in row.trades.all()),
        tuple(Free(one.weekday, one.start, one.end) for one in row.times.all()),
        row.reach, tuple(filter(None, row.helps.split(","))), group, row.help_case_id is not None, row.by_phone,
        row.consent, row.state, row.entered_at, row.waiting_since, whole,
        tuple(one.trade.code for one in row.trades.all() if one.paper_seen),
    )  # fmt: skip
