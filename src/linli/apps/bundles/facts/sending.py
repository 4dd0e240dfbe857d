"""What a bundle would do if it were sent now: which parts begin, which wait, and to which body each goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.apps.cases import facts as cases
from linli.apps.grid.facts import BodyFact
from linli.core.expr.evaluate import Value
from linli.core.packs import fan_out
from linli.core.packs.bundle import BundleDefinition
from linli.core.packs.fan_out import Stand


@dataclass(frozen=True, slots=True)
class Going:
    """One part before it is sent; ``waits_for`` names parts, ``word`` is what the row says about the body."""

    name: str
    stand: Stand
    service: str
    body: BodyFact | None
    word: str
    waits_for: tuple[str, ...]


def preview(
    definition: BundleDefinition, facts: Mapping[str, Value], area_path: str, on: date
) -> tuple[Going, ...]:
    """Return every part as it would stand."""
    stands = fan_out.begin(definition.parts, facts)
    ready = fan_out.ready(definition.parts, stands)
    return tuple(
        _going(part, Stand.OPEN if part.name in ready else stands[part.name], stands, area_path, on)
        for part in definition.parts
    )


def _going(part: fan_out.Part, stand: Stand, stands: Mapping[str, Stand], area_path: str, on: date) -> Going:
    _, service = cases.current(part.service)
    found = cases.competent(service, area_path, on) if stand is not Stand.NOT_NEEDED else None
    body, word = found or (None, "")
    return Going(part.name, stand, part.service, body, word, fan_out.waits_for(part, stands))
