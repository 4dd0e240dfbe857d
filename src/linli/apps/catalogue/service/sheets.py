"""Propose many rows from a spreadsheet: good lines become proposals, bad ones come back with reason and remedy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.catalogue.policy.sheet import Rejected, read_sheet
from linli.apps.catalogue.service.allowed import require
from linli.apps.catalogue.service.matrix import propose_row
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.text import has


@dataclass(frozen=True, slots=True)
class SheetReport:
    """How an import went. A rejected line names what is wrong; `<code>_remedy` says how to mend it."""

    read: int
    proposed: tuple[int, ...]
    rejected: tuple[Rejected, ...]


def import_rows(data: bytes, *, pilot: str = "", actor: Actor, act_id: str, at: datetime) -> SheetReport:
    """Propose every line of a CSV file; a second run with the same ``act_id`` proposes nothing twice.

    ``pilot`` is the pilot area of every line that names none.
    """
    require(actor, Permission.MATRIX_PROPOSE)
    read = read_sheet(data)
    if isinstance(read, Problem):
        raise Invalid(read)
    good, rejected = read[0], list(read[1])
    proposed: list[int] = []
    for line, said in good:
        proposal = replace(said, pilot=said.pilot or pilot)
        try:
            answer = propose_row(proposal, actor=actor, act_id=str(uuid5(UUID(act_id), str(line))), at=at)
        except Invalid as wrong:
            rejected.append(Rejected(line, wrong.problems))
        except Refused as refused:
            rejected.append(Rejected(line, (Problem("", refused.refusal.code, refused.refusal.because),)))
        else:
            proposed.append(int(str(answer["number"])))
    rejected.sort(key=lambda one: one.line)
    return SheetReport(len(good) + len(read[1]), tuple(proposed), tuple(rejected))


def remedy(code: str) -> str:
    """Return the key of the sentence that says how to mend a line with this problem."""
    own = f"{code}_remedy"
    return own if has(own) else "catalogue.wrong_row_remedy"
