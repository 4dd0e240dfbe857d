"""What a check of the ledger reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from linli.core.shared.outcomes import Param


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: which sentence, and which row it is about."""

    code: str
    where: Mapping[str, Param] = field(default_factory=dict)
