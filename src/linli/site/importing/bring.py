"""Brings records in: each becomes a case with the course that is known of it, or none of it is kept.

A record that was only told is opened and waits: without a subject it is "to be classified" (stage
submitted). One that was answered goes its whole way: opened, accepted, dispatched and taken at the moment
it was told, because the file names no moments in between; reported with the answer, checked and closed at
the moment of the answer. Assumed is: the body that answered led from the beginning; the answer explained
(no evidence came with it); nobody called back, so the call-back is recorded as "unreachable" and the case
counts in no rate of contact, resolution or satisfaction, only in those of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from linli.apps.cases import service as cases
from linli.apps.cases.service.intake import Told
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.actors import Actor, Grant
from linli.kernel.access.permissions import Role
from linli.kernel.audit.act import BATCH_LIMIT, Source, batch
from linli.kernel.audit.models import ActRecord
from linli.kernel.audit.outcomes import Invalid, Outcome, Refused, Stale
from linli.kernel.ui.text import t
from linli.site.importing.ready import bodies_for
from linli.site.importing.records import Record, Rejected

ACTS_A_RECORD = 8
PORTION = BATCH_LIMIT // ACTS_A_RECORD
DESK = (Role.CLERK, Role.DISPATCHER, Role.CHECKER, Role.CALLER)
ANSWER_LENGTH = 2_000
NOWHERE = "import.no_agency"
"""Sentence key of the body that answered where the file does not say who it was."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one record."""

    record: Record
    imported: bool
    rejected: Rejected | None = None


class Bringer:
    """Takes the records of one source in; the same record again is skipped."""

    def __init__(self, source: str, *, now: datetime, unnamed: str) -> None:
        self._space = uuid5(NAMESPACE_URL, f"linli/import/{source}")
        self._key = f"system:import:{source}"[:80]
        self._now = now
        self._unnamed = unnamed
        self._bodies: dict[str, grid.BodyFact] = {}
        self._desk = self._actor(*(Grant(role, None, None, "/", now) for role in DESK))

    def bring(self, records: Iterable[Record]) -> Iterator[Result]:
        """Yield what became of each record, in order; every portion is one commit."""
        for portion in _portions(records):
            known = self._known(portion)
            new = [one for one in portion if self._act_id(one, "open") not in known]
            self._bodies |= bodies_for({self._agency(one) for one in new} - self._bodies.keys(), self._now)
            with batch():
                results = [
                    self._one(one) if self._act_id(one, "open") not in known else Result(one, imported=False)
                    for one in portion
                ]
            yield from results

    def _known(self, portion: list[Record]) -> set[str]:
        wanted = [self._act_id(one, "open") for one in portion]
        found = ActRecord.objects.filter(actor_key=self._key, act_id__in=wanted)
        return set(found.values_list("act_id", flat=True))

    def _one(self, record: Record) -> Result:
        try:
            with transaction.atomic():
                self._live(record)
        except Outcome as outcome:
            return Result(
                record, imported=False, rejected=Rejected(record.line, record.key, _problems(outcome))
            )
        return Result(record, imported=True)

    def _live(self, record: Record) -> None:
        opened = cases.open_case(
            _told(record), actor=self._desk, act_id=self._act_id(record, "open"), at=self._now,
            source=Source.IMPORT, occurred_at=record.at,
        )  # fmt: skip
        if any(record.extra.values()):
            self._note(str(opened["ref"]), record)
        if record.replied_at is None:
            return
        body = self._bodies[self._agency(record)]
        officer = self._actor(Grant(Role.OFFICER, body.id, body.ref, "/", self._now))
        answer = record.reply[:ANSWER_LENGTH] or self._unnamed
        for name, actor, inputs, at in (
            ("accept", self._desk, {}, record.at),
            ("dispatch", self._desk, {"lead": body.ref}, record.at),
            ("take", officer, {}, record.at),
            ("report", officer, {"outcome": "explained", "answer": answer}, record.replied_at),
            ("pass_check", self._desk, {}, record.replied_at),
            ("record_call_back", self._desk, {"result": "unreachable"}, record.replied_at),
        ):
            cases.move(
                str(opened["ref"]), name, inputs, actor=actor, act_id=self._act_id(record, name), at=self._now,
                source=Source.IMPORT, occurred_at=at,
            )  # fmt: skip

    def _note(self, ref: str, record: Record) -> None:
        """Keep how many agreed on the earlier platform, as a remark inside: they are not people who joined."""
        counts = {name: record.extra.get(name, 0) for name in ("likes", "dislikes")}
        cases.add_note(
            ref, t("import.agreed", lang="zh", **counts), audience="internal", actor=self._desk,
            act_id=self._act_id(record, "note"), at=self._now, source=Source.IMPORT,
        )  # fmt: skip

    def _agency(self, record: Record) -> str:
        return record.agency or self._unnamed if record.replied_at else ""

    def _act_id(self, record: Record, step: str) -> str:
        return str(uuid5(self._space, f"{record.key}/{step}"))

    def _actor(self, *grants: Grant) -> Actor:
        """Return the importer acting in a role, as a value: it has no account and cannot sign in."""
        return Actor(key=self._key, name="import", grants=grants)


def _told(record: Record) -> Told:
    told = Told(
        body=record.body, kind=record.kind, channel="import", title=record.title, subject=record.subject,
        condition=record.condition, area=record.area, contact=cases.Contact(record.name, record.phone),
        place=record.place,
    )  # fmt: skip
    if record.point is None:
        return told
    lon, lat = record.point
    if isinstance(grid.locate(lon, lat), Refusal):  # outside our map: the words keep the place
        place = f"{lat:.5f}, {lon:.5f}"
        return replace(told, place=f"{record.place} ({place})"[:200] if record.place else place)
    return replace(told, lon=lon, lat=lat)


def _problems(outcome: Outcome) -> tuple[Problem, ...]:
    if isinstance(outcome, Invalid):
        return outcome.problems
    if isinstance(outcome, Refused | Stale):
        return (Problem("", outcome.refusal.code, outcome.refusal.because),)
    return (Problem("", "import.not_taken"),)


def _portions(records: Iterable[Record]) -> Iterator[list[Record]]:
    waiting: list[Record] = []
    for record in records:
        waiting.append(record)
        if len(waiting) == PORTION:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
