"""The facts that packs may name in `when`, gathered for one actor and one case."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.apps.cases import policy
from linli.apps.cases.facts.definitions import definition
from linli.apps.cases.facts.loading import Loaded
from linli.core.expr.evaluate import Value
from linli.core.packs.ways import flag_facts, overdue_facts
from linli.kernel.access.actors import Actor

CONTEST_DAYS = 10
"""How long after closing a case may be contested; a service may say otherwise."""


def guard_facts(loaded: Loaded, actor: Actor, at: datetime) -> dict[str, Value]:
    """Return the facts by the names that packs may use in `when`."""
    case, state = loaded.case, loaded.state
    course = definition(case.pack).lifecycle
    closed = case.closed_at
    return {
        "actor_body_is_handler": policy.has_handled(actor, loaded.parts),
        "actor_is_reporter": loaded.parts.relation in {"reporter", "agent"},
        "returns": state.counters.get("returns", 0),
        "reopened": state.counters.get("reopened", 0),
        "confidential": case.sensitivity != "normal",
        "days_since_closed": (at - closed).days if closed else None,
        "within_contest_window": closed is None or at <= closed + timedelta(days=CONTEST_DAYS),
        "extension_requested": "extension_requested" in state.flags,
        "has_evidence": case.outcome != "",
        "case.subject": case.subject,
        "case.urgent": case.urgent,
        **flag_facts(course, state.flags),
        **overdue_facts(course, state.clocks, at),
    }
