"""Counts checks by day, kind and result; nothing is kept about who checked or what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from linli.apps.certificates.facts.checking import Verdict
from linli.apps.certificates.models import CheckCount
from linli.apps.certificates.policy.kinds import KINDS
from linli.kernel.ui.show import local


def count_check(verdict: Verdict, at: datetime) -> None:
    """Add one."""
    kind = verdict.kind if verdict.kind in KINDS else ""
    key = {"day": local(at).date(), "kind": kind, "result": verdict.fault or "valid"}
    if not CheckCount.objects.filter(**key).update(n=F("n") + 1):
        CheckCount.objects.get_or_create(**key)
        CheckCount.objects.filter(**key).update(n=F("n") + 1)
