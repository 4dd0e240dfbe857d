"""What anybody may see of a case, and the two keys that open one's own: number and query code."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases.facts.codes import query_code
from linli.apps.cases.facts.definitions import definition, listed_services
from linli.apps.cases.facts.loading import state_of, uuid_of
from linli.apps.cases.facts.page import promise_of, steps
from linli.apps.cases.facts.ratings import stage_shown, veiled
from linli.apps.cases.facts.rows import Step
from linli.apps.cases.models import Case
from linli.core.clock.running import ClockState
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.numbers import read_case_number
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.audit.prepared import Select

_listed = Select(
    lambda: Case.objects.select_related("stream", "lead_body").filter(sensitivity="normal", listed=True),
    "ref",
)


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case without a word of free text, a person or a point; ``summary`` only where it was reviewed.

    What residents answered on the result is not in it, nor the stream under which open data has it.
    """

    ref: str
    number: str
    definition: ServiceDefinition
    kind: str
    subject: str
    link: str
    stage: str
    area_path: str
    lead: str | None
    opened_at: datetime
    closed_at: datetime | None
    outcome: str
    joined: int
    returns: int
    reopenings: int
    summary: str
    promise: ClockState | None
    steps: Sequence[Step]


def public_case(ref: str | uuid.UUID) -> PublicCase:
    """Return a public case; confidential ones and those of services that are not listed are not there."""
    case = _listed.one(uuid_of(ref))
    if case is None:
        raise NotVisible
    declared = definition(case.pack)
    if not declared.public.listed:
        raise NotVisible
    clocks = [ClockState.from_json(stored) for stored in state_of(case).clocks.values()]
    return PublicCase(
        ref=str(case.ref),
        number=case.number,
        definition=declared,
        kind=case.kind,
        subject=case.subject,
        link=case.link,
        stage=stage_shown(case.stage),
        area_path=case.area_path,
        lead=str(case.lead_body.ref) if case.lead_body else None,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        outcome=case.outcome,
        joined=case.joined,
        returns=case.returns,
        reopenings=case.reopenings,
        summary=case.public_summary,
        promise=promise_of(clocks),
        steps=veiled(steps(case, declared, staff=False, words=False), declared),
    )


def public_ref(number: str) -> str | None:
    """Return the ref of the public case with this number, or None.

    Raises:
        Invalid: this cannot be a case number.
    """
    read = read_case_number(number)
    if isinstance(read, Problem):
        raise Invalid(Problem("q", read.code, read.params))
    rows = Case.objects.filter(number=read, sensitivity="normal", service__in=listed_services())
    ref = rows.values_list("ref", flat=True).first()
    return str(ref) if ref else None


def by_number(number: str, code: str) -> str:
    """Return the ref of the case that a number and its query code open.

    The caller limits the tries: a code has 40 bits, and a wrong number looks like a wrong code.
    """
    read = read_case_number(number)
    if isinstance(read, Problem):
        raise Invalid(read)
    ref = Case.objects.filter(number=read).values_list("ref", flat=True).first()
    wanted = query_code(ref) if ref else "0" * 8
    said = "".join(code.upper().split())
    if not hmac.compare_digest(wanted.encode(), said.encode()) or ref is None:
        raise Invalid(Problem("code", "cases.wrong_code"))
    return str(ref)
