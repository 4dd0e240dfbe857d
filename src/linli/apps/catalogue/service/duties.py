"""The duty list: what communities do, so that nothing else is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.catalogue import events
from linli.apps.catalogue.facts.epoch import move_on
from linli.apps.catalogue.facts.matrix import area_path_of
from linli.apps.catalogue.facts.snapshot import snapshot
from linli.apps.catalogue.models import DutyListRow
from linli.apps.catalogue.service.allowed import require
from linli.core.routing.rows import EVERYTHING, subject_chain
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

DUTIES = ("report", "assist", "verify")
"""All that a community may do; handling and leading are for sub-districts, townships and departments."""
TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A line of the list; the area is a path or a code."""

    subject: str
    area: str
    duty: str
    valid_from: date
    text_zh: str
    text_en: str = ""


def list_duty(new: NewDuty, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Put a duty on the list of an area's communities; returns its ref."""
    path = area_path_of(new.area)
    require(actor, Permission.MATRIX_APPROVE, area_path=path)
    problems = _problems(new, path)
    if problems or path is None:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        public: dict[str, JsonValue] = {
            "subject": new.subject, "area": path, "duty": new.duty, "from": new.valid_from.isoformat(),
        }  # fmt: skip
        row = DutyListRow(subject=new.subject, area_path=path, duty=new.duty, valid_from=new.valid_from)
        row.text_zh, row.text_en = new.text_zh.strip(), new.text_en.strip()
        row.stream = acting.open_stream("duty", events.DUTY_LISTED, public)
        row.save(force_insert=True)
        move_on()
        return str(row.ref)

    said: JsonValue = [new.subject, new.area, new.duty, new.valid_from.isoformat(), new.text_zh, new.text_en]
    return str(act("catalogue.list_duty", work, said=said, actor=actor, act_id=act_id, at=at))


def end_duty(ref: str, to: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a duty off the list from a day on."""
    row = next((one for one in snapshot().duties if one.ref == ref), None)
    if row is None:
        raise NotVisible
    require(actor, Permission.MATRIX_APPROVE, area_path=row.area_path)
    if to <= row.valid_from:
        raise Invalid(Problem("to", "catalogue.end_too_early", {"from": row.valid_from.isoformat()}))

    def work(acting: Acting) -> JsonValue:
        fresh = DutyListRow.objects.select_related("stream").filter(ref=ref, valid_to=None).first()
        if fresh is None:
            raise Stale("catalogue.row_decided")
        acting.enter(fresh.stream, events.DUTY_ENDED, {"to": to.isoformat()})
        DutyListRow.objects.filter(pk=fresh.pk).update(valid_to=to)
        move_on()
        return None

    act("catalogue.end_duty", work, said=[ref, to.isoformat()], actor=actor, act_id=act_id, at=at)


def _problems(new: NewDuty, path: str | None) -> list[Problem]:
    problems = []
    if new.subject != EVERYTHING and not any(new.subject in subject_chain(key) for key in snapshot().links):
        problems.append(Problem("subject", "catalogue.no_subject", {"subject": new.subject[:60]}))
    if new.duty not in DUTIES:
        problems.append(Problem("duty", "catalogue.not_a_duty", {"duty": new.duty[:20]}))
    if not 0 < len(new.text_zh.strip()) <= TEXT_LENGTH or len(new.text_en) > TEXT_LENGTH:
        problems.append(Problem("text_zh", "catalogue.text_length", {"limit": TEXT_LENGTH}))
    if path is None:
        problems.append(Problem("area", "catalogue.no_area", {"area": new.area[:60]}))
    same = DutyListRow.objects.filter(
        subject=new.subject, area_path=path or "", duty=new.duty, valid_from=new.valid_from
    )
    if not problems and same.exists():
        problems.append(Problem("duty", "catalogue.duty_listed_already"))
    return problems
