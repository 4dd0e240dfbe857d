"""The left side of the desk: one page of a queue, as rows that say what matters in one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CasePage, CaseRow, Wanted
from linli.kernel.access.http import ActorRequest
from linli.kernel.ui.jinja import url
from linli.kernel.ui.show import ago, left
from linli.kernel.ui.text import has, language, t
from linli.web.desk.names import area_names, lead_name, stage_name, title_of

SOON = timedelta(hours=4)
Chip = tuple[str, str]

SUPPORTING = "supporting"
"""A list that is no queue: cases in which one's body has a part without leading."""


@dataclass(frozen=True, slots=True)
class Where:
    """The list somebody works in: it comes along with every link and form, so that the place is kept."""

    queue: str = ""
    late: str = ""
    words: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, said: object) -> Where:
        """Read the list from an address or a form."""
        get = said.get if hasattr(said, "get") else lambda _name, default: default
        queue = str(get("queue", ""))
        late = str(get("late", ""))
        return cls(
            queue if queue in cases.QUEUES or queue == SUPPORTING else "",
            late if late in cases.LATE else "",
            str(get("words", ""))[:100],
            str(get("cursor", ""))[:200],
        )

    @property
    def here(self) -> str:
        """Name the entry of the navigation that is open."""
        if self.queue == SUPPORTING:
            return f"page:{SUPPORTING}"
        return self.queue or (f"late:{self.late}" if self.late else "")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return what a form has to carry along."""
        every = (
            ("queue", self.queue), ("late", self.late), ("words", self.words), ("cursor", self.cursor),
        )  # fmt: skip
        return [(name, value) for name, value in every if value]

    @property
    def title(self) -> str:
        """Say which list it is."""
        if self.words:
            return t("desk.found", words=self.words)
        if self.queue == SUPPORTING:
            return t("desk.nav.supporting")
        if self.queue:
            return t(f"desk.queue.{self.queue}")
        return t(f"desk.late.{self.late}") if self.late else t("desk.queue_all")

    def address(self, **changes: str) -> str:
        """Return the address of the list itself."""
        there = replace(self, **changes)
        path = url("desk:queue", what=there.queue) if there.queue else url("desk:all")
        path = url("desk:supporting") if there.queue == SUPPORTING else path
        query = urlencode([pair for pair in there.pairs if pair[0] != "queue"])
        return f"{path}?{query}" if query else path

    def case(self, ref: str, **more: str) -> str:
        """Return the address of a case inside this list."""
        query = urlencode([*self.pairs, *more.items()])
        path = url("desk:case", ref=ref)
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the queue."""

    ref: str
    number: str
    href: str
    title: str
    chips: Sequence[Chip]
    place: str
    age: str
    here: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The queue as the page shows it."""

    where: Where
    rows: Sequence[Row]
    next: str | None
    filters: Sequence[tuple[str, str, bool]]

    @property
    def title(self) -> str:
        """Say which list it is."""
        return self.where.title

    def after(self, ref: str) -> str:
        """Return the case below this one, else the one above: what is open after an act."""
        refs = [row.ref for row in self.rows]
        if ref not in refs:
            return refs[0] if refs else ""
        place = refs.index(ref)
        following = refs[place + 1 : place + 2] or refs[max(place - 1, 0) : place]
        return following[0] if following else ""


def listing(request: ActorRequest, where: Where, *, open_ref: str = "") -> Listing:
    """Return a page of the list. Two statements: the rows, the names of their places."""
    page = read(request, where)
    places = area_names(row.area_path for row in page.rows)
    rows = [
        _row(row, where, places[row.area_path], request.at, here=row.ref == open_ref) for row in page.rows
    ]
    following = where.address(cursor=page.cursor) if page.cursor else None
    return Listing(where, rows, following, _filters(where))


def read(request: ActorRequest, where: Where) -> CasePage:
    """Read the rows: a search goes through everything that may be seen, a queue through the open cases."""
    if where.queue == SUPPORTING:
        return cases.supporting(request.actor, where.cursor)
    if where.words and not where.queue and not where.late:
        return cases.find(request.actor, where.words, where.cursor)
    wanted = Wanted(queue=where.queue, late=where.late, words=where.words, cursor=where.cursor)
    return cases.queue(request.actor, wanted, at=request.at)


def _row(row: CaseRow, where: Where, place: str, at: datetime, *, here: bool) -> Row:
    return Row(
        ref=row.ref,
        number=row.number,
        href=where.case(row.ref),
        title=title_of(row.title, row.pack),
        chips=chips(row, at),
        place=place,
        age=_second(row, where),
        here=here,
    )


def _second(row: CaseRow, where: Where) -> str:
    """Say at the right of a row who has it, or how long ago it was told."""
    if row.closed_at is not None:
        return stage_name(cases.definition(row.pack), row.stage)
    body = lead_name(row)
    if body and where.queue not in {"", "intake", "dispatch", "returned"}:
        return body
    return ago(row.opened_at, language())


def chips(row: CaseRow, at: datetime) -> list[Chip]:
    """Return the few states that decide what comes first; the date always, two marks at most."""
    marks: list[Chip] = []
    if row.urgent:
        marks.append((t("desk.chip.urgent"), "late"))
    if row.sensitivity != "normal":
        marks.append((t("desk.chip.confidential"), "run"))
    if row.wish:
        key = f"desk.wish.{row.wish}"
        marks.append((t(key) if has(key) else t("desk.wish.other"), "soon"))
    if row.returns > 1:
        marks.append((t("desk.chip.returned", n=row.returns), "late"))
    if row.reopenings:
        marks.append((t("desk.chip.reopened"), "soon"))
    return [*marks[:2], *_date(row, at)]


def _date(row: CaseRow, at: datetime) -> list[Chip]:
    if row.closed_at is not None:
        return [(t("desk.chip.ended"), "ok")]
    dates = [one for one in (row.due, row.promise) if one is not None]
    if not dates:
        return [(t("desk.chip.no_clock"), "plain")]
    first = min(dates)
    said = left(first, language())
    if first < at:
        return [(said, "late")]
    return [(said, "soon" if first - at < SOON else "plain")]


def _filters(where: Where) -> list[tuple[str, str, bool]]:
    if where.queue == SUPPORTING or (where.words and not where.queue):
        return []
    every = ("", *(name for name in cases.LATE if name != "wishes"))
    return [
        (
            where.address(late=name, cursor=""),
            t(f"desk.late.{name}") if name else t("desk.late_any"),
            where.late == name,
        )
        for name in every
    ]
