"""One bundle as one actor may see it: its parts, what a refusal means, and the files it keeps for all of them."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.bundles.facts.published import definition
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.bundles.policy import seeing
from linli.apps.cases import facts as cases
from linli.core.packs import fan_out
from linli.core.packs.bundle import BundleDefinition
from linli.core.packs.fan_out import Stand
from linli.core.shared.numbers import read_case_number
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.files.facts import FileCard, files_of


@dataclass(frozen=True, slots=True)
class PartView:
    """One part: how it stands since when, its case and body once there are any, and what it waits for."""

    name: str
    service: str
    stand: Stand
    since: datetime
    case: str
    number: str
    stage: str
    pack: str
    due: datetime | None
    body_ref: str
    body: tuple[str, str]  # its name, in Chinese and English
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleView:
    """Everything a page shows of a bundle; ``tells`` names the parts whose refusal means something for others."""

    bundle: Bundle
    definition: BundleDefinition
    parts: Sequence[PartView]
    tells: tuple[str, ...]
    files: Sequence[FileCard]
    own: bool

    @property
    def settled(self) -> int:
        """Return how many of the parts that were asked for are settled."""
        return sum(one.stand not in fan_out.UNDER_WAY for one in self.asked)

    @property
    def asked(self) -> tuple[PartView, ...]:
        """Return the parts that the answers asked for."""
        return tuple(one for one in self.parts if one.stand is not Stand.NOT_NEEDED)


def view(actor: Actor, ref: str | UUID) -> BundleView:
    """Return a bundle for a page; NotVisible when this actor may not see it."""
    row = Bundle.objects.select_related("stream").filter(ref=_uuid(ref)).first()
    if row is None or not seeing.may_see(actor, row):
        raise NotVisible
    return _view(row, own=seeing.is_own(actor, row))


def of_case(actor: Actor, case: str | UUID) -> BundleView | None:
    """Return the bundle that a case is a part of, for somebody who may see it; who sees the case may."""
    part = BundlePart.objects.select_related("bundle__stream").filter(case__ref=_uuid(case)).first()
    if part is None or not seeing.may_see(actor, part.bundle):
        return None
    return _view(part.bundle, own=seeing.is_own(actor, part.bundle))


def _view(row: Bundle, *, own: bool) -> BundleView:
    found = definition(row.pack)
    rows = list(BundlePart.objects.filter(bundle=row).select_related("case__lead_body"))
    stands = {one.name: Stand(one.stand) for one in rows}
    parts = tuple(_part(one, part, stands) for one in rows if (part := found.part(one.name)) is not None)
    tells = fan_out.telling(found.parts, stands)
    return BundleView(row, found, parts, tells, files_of(f"bundle:{row.ref}"), own)


def _part(row: BundlePart, part: fan_out.Part, stands: fan_out.Stands) -> PartView:
    case = row.case
    lead = case.lead_body if case else None
    return PartView(
        name=row.name,
        service=part.service,
        stand=stands[row.name],
        since=row.since,
        case=str(case.ref) if case else "",
        number=case.number if case else "",
        stage=case.stage if case else "",
        pack=case.pack if case else "",
        due=case.promise_due if case and case.closed_at is None else None,
        body_ref=str(lead.ref) if lead else "",
        body=(lead.name_zh, lead.name_en) if lead else ("", ""),
        waits_for=fan_out.waits_for(part, stands) if stands[row.name] is Stand.WAITING else (),
    )


def by_number(number: str, code: str) -> str:
    """Return the ref of the bundle that a number and its query code open; the caller limits the tries."""
    read = read_case_number(number)
    if isinstance(read, Problem):
        raise Invalid(read)
    ref = Bundle.objects.filter(number=read).values_list("ref", flat=True).first()
    wanted = cases.query_code(ref) if ref else "0" * 8
    said = "".join(code.upper().split())
    if not hmac.compare_digest(wanted.encode(), said.encode()) or ref is None:
        raise Invalid(Problem("code", "cases.wrong_code"))
    return str(ref)


def may_open_file(actor: Actor, ref: str, _file: str, _at: datetime) -> bool:
    """Say whether the actor may open a file of the bundle: who sees the bundle, sees what came with it."""
    row = Bundle.objects.filter(ref=_uuid(ref)).first()
    return row is not None and seeing.may_see(actor, row)


def _uuid(ref: str | UUID) -> UUID:
    try:
        return ref if isinstance(ref, UUID) else UUID(ref)
    except ValueError as wrong:
        raise NotVisible from wrong
