"""Counts checks by day, kind, result and way; nothing is kept about who checked or what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from linli.apps.certificates.facts.checking import Verdict
from linli.apps.certificates.models import CheckCount
from linli.apps.certificates.policy.kinds import KINDS
from linli.core.credentials.check import Fault
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.show import local

HERE, ALONE = "here", "alone"
VALID = "valid"
RESULTS = frozenset({VALID, *(one.value for one in Fault)})


def count_check(verdict: Verdict, at: datetime) -> None:
    """Add one that was made here."""
    _add(verdict.kind if verdict.kind in KINDS else "", verdict.fault or VALID, HERE, at)


def count_told(kind: str, result: str, at: datetime) -> None:
    """Add one of which a page that was taken away says that it happened; nobody can prove it, so it is told apart.

    Raises:
        Invalid: a kind or a result that there is not.
    """
    wrong = [Problem("kind", "certificates.no_such_kind")] if kind not in {"", *KINDS} else []
    wrong += [Problem("result", "certificates.no_such_result")] if result not in RESULTS else []
    if wrong:
        raise Invalid(*wrong)
    _add(kind, result, ALONE, at)


def _add(kind: str, result: str, way: str, at: datetime) -> None:
    key = {"day": local(at).date(), "kind": kind, "result": result, "way": way}
    if not CheckCount.objects.filter(**key).update(n=F("n") + 1):
        CheckCount.objects.get_or_create(**key)
        CheckCount.objects.filter(**key).update(n=F("n") + 1)
