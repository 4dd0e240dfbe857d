"""How far a migration of running cases has come: who moved, who waits, who stays and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.apps.cases.models import Case, CaseMigration
from linli.apps.catalogue import facts as catalogue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Stays:
    """A case that stays under the old version, with the sentence that says why."""

    ref: str
    number: str
    stage: str
    reason: str
    because: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """``waiting`` were not looked at yet; ``stays`` are the first of ``staying``."""

    moved: int
    waiting: int
    staying: int
    stays: Sequence[Stays]


def running(sha: str) -> Mapping[str, int]:
    """Return how many open cases a version has in each stage."""
    found: dict[str, int] = {}
    for stage in Case.objects.filter(pack=sha, closed_at=None).values_list("stage", flat=True):
        found[stage] = found.get(stage, 0) + 1
    return found


def progress(plan: catalogue.Migration, *, actor: Actor) -> Progress:
    """Return how far a migration has come; without numbers of cases for who may not carry it out."""
    looked = CaseMigration.objects.filter(migration=plan.ref)
    staying = looked.filter(reason__gt="", case__pack=plan.old, case__closed_at=None).order_by("case_id")
    waiting = Case.objects.filter(pack=plan.old, closed_at=None).exclude(
        id__in=looked.filter(reason__gt="").values("case_id")
    )
    may = actor.may(Permission.CASE_MIGRATE) or actor.may(Permission.CASE_MIGRATE_APPROVE)
    columns = ("case__ref", "case__number", "case__stage", "reason", "because", "case__sensitivity")
    rows = staying.values_list(*columns)[:SHOWN] if may else []
    return Progress(
        moved=looked.filter(reason="").count(),
        waiting=waiting.count(),
        staying=staying.count(),
        stays=[_stays(*row) for row in rows],
    )


def _stays(
    ref: UUID, number: str, stage: str, reason: str, because: Mapping[str, str], sensitivity: str
) -> Stays:
    """Leave out the number of a case that not everybody may know of."""
    return Stays(str(ref), number if sensitivity == "normal" else "", stage, reason, because)
