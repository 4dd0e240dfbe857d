"""What a city sets for itself: how much each answer counts."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from linli.apps.insight.policy.rates import WEIGHTS


def satisfaction_weights() -> Mapping[str, int]:
    """Return what each answer counts in thousandths of a case."""
    return getattr(settings, "SATISFACTION_WEIGHTS", None) or WEIGHTS
