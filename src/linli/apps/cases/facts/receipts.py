"""The receipt of a case: what its holder keeps, shows at a counter, and checks without us."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.apps.cases.facts.codes import query_code
from linli.apps.cases.facts.loading import load
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit import facts as audit
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import NotVisible

OWN_WORDS = ("body", "place", "point", "answers", "contact.name", "contact.phone")
"""What was said at the opening: handed over with its salts to the person who said it, to nobody else."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt; ``code`` opens the case together with the number, so only its first holder has it."""

    ref: str
    number: str
    code: str
    opened_at: datetime
    confidential: bool
    leaf_index: int | None
    proof: Mapping[str, JsonValue]


def receipt_of(actor: Actor, ref: str | uuid.UUID) -> Receipt:
    """Return the receipt to whoever told the case, or to the agent.

    Raises:
        NotVisible: for everybody else, also for those who joined.
    """
    loaded = load(actor, ref)
    if loaded.parts.relation not in {"reporter", "agent"}:
        raise NotVisible
    case = loaded.case
    entry = Entry.objects.get(stream=case.stream, seq=1)
    discreet = case.sensitivity != "normal"
    return Receipt(
        ref=str(case.ref),
        number=case.number,
        code=query_code(case.ref),
        opened_at=case.opened_at,
        confidential=discreet,
        leaf_index=entry.leaf_index,
        proof=audit.receipt(entry, items=() if discreet else OWN_WORDS),
    )
