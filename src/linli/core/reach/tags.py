"""Which ways of OpenStreetMap are walked, and in which direction.

The rule, first match wins:

1. no ``highway``, or one that is not there yet or is none for the public (``construction``, ``proposed``,
   ``raceway`` ...): not walked;
2. ``foot`` says it: ``no``, ``private``, ``use_sidepath`` forbid, ``yes``, ``designated``, ``permissive``,
   ``destination``, ``official`` allow, whatever else is written;
3. motorways and whatever is ``motorroad=yes``: not walked;
4. ``access=no`` and ``access=private``: not walked;
5. everything else is walked.

One-way streets bind vehicles, not those who walk: ``oneway`` alone is passed over. What binds them is
``oneway:foot``, ``foot:forward=no``, ``foot:backward=no`` and the direction of an escalator (``conveying``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOT_YET = frozenset(
    {"construction", "proposed", "planned", "abandoned", "razed", "disused", "raceway", "bus_guideway"}
)
FAST = frozenset({"motorway", "motorway_link"})
ALLOWED = frozenset({"yes", "designated", "permissive", "destination", "official"})
FORBIDDEN = frozenset({"no", "private", "use_sidepath"})
CLOSED = frozenset({"no", "private"})
_ONWARD, _BACK = frozenset({"yes", "1", "true"}), frozenset({"-1", "reverse"})


@dataclass(frozen=True, slots=True)
class Walked:
    """In which directions of its drawing a way is walked."""

    forward: bool
    backward: bool

    def __bool__(self) -> bool:
        """Say whether it is walked at all."""
        return self.forward or self.backward


NOT_WALKED = Walked(forward=False, backward=False)


def walked(tags: Mapping[str, str]) -> Walked:
    """Say in which directions a way with these tags is walked."""
    return _directions(tags) if _is_open(tags) else NOT_WALKED


def _is_open(tags: Mapping[str, str]) -> bool:
    highway, foot = tags.get("highway", ""), tags.get("foot", "")
    if not highway or highway in NOT_YET:
        return False
    if foot in FORBIDDEN or foot in ALLOWED:
        return foot in ALLOWED
    if highway in FAST or tags.get("motorroad") == "yes":
        return False
    return tags.get("access", "") not in CLOSED


def _directions(tags: Mapping[str, str]) -> Walked:
    said = tags.get("oneway:foot", "")
    conveying = tags.get("conveying", "")
    back_only = said in _BACK or conveying == "backward" or tags.get("foot:forward") == "no"
    on_only = said in _ONWARD or conveying == "forward" or tags.get("foot:backward") == "no"
    return Walked(forward=not back_only, backward=not on_only)
