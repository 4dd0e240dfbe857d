"""Lines of a resident's own list: what it is, where it stands in plain words, the promised date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseRow
from linli.core.lifecycle.definition import Holder, StageKind
from linli.kernel.ui.show import now
from linli.kernel.ui.text import language
from linli.web.portal import naming


def rows(found: Iterable[CaseRow]) -> list[dict[str, Any]]:
    """Return the lines ready to be shown."""
    return [_line(row) for row in found]


def _line(row: CaseRow) -> dict[str, Any]:
    definition = cases.definition(row.pack)
    stage = definition.lifecycle.stages[row.stage]
    waits = stage.holder in {Holder.RESIDENT, Holder.CALLER} and stage.kind is not StageKind.END
    late = row.promise is not None and row.promise < now() and row.closed_at is None
    return {
        "ref": row.ref,
        "number": row.number,
        "title": naming.title_of(row.title or naming.subject(row.subject), definition),
        "stage": definition.text(f"stage.{row.stage}", language()),
        "kind": "ok" if row.closed_at else "soon" if waits else "late" if late else "run",
        "promise": row.promise,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "discreet": row.sensitivity != "normal",
    }
