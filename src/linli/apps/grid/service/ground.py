"""What the imports share: the map's own stream, and what a file may touch."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from linli.apps.grid.models import GridMap
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit.act import Acting
from linli.kernel.audit.outcomes import Invalid, Stale


def digest(content: bytes) -> str:
    """Return the name under which the log knows a file."""
    return hashlib.sha256(content).hexdigest()


def epoch() -> int:
    """Return the epoch of the map, 0 before the first import."""
    return GridMap.objects.values_list("epoch", flat=True).first() or 0


def turn_page(acting: Acting, act: str, public: Mapping[str, JsonValue], seen: int) -> int:
    """Write the map's entry and move its epoch on; ``seen`` is the epoch that the file was checked against.

    Raises:
        Stale: somebody changed the map meanwhile.
    """
    ground = GridMap.objects.select_related("stream").first()
    if (ground.epoch if ground else 0) != seen:
        raise Stale("grid.map_changed")
    shown = {**public, "epoch": seen + 1}
    if ground is None:
        GridMap.objects.create(id=1, epoch=1, stream=acting.open_stream("map", act, shown))
        return 1
    acting.enter(ground.stream, act, shown)
    ground.epoch = seen + 1
    ground.save(update_fields=["epoch"])
    return ground.epoch


def refuse(problems: Iterable[Problem]) -> None:
    """Stop with everything that is wrong with a file, in the order of its lines.

    Raises:
        Invalid: there is something.
    """
    found = sorted(problems, key=lambda one: int(str(one.params.get("line", 0))))
    if found:
        raise Invalid(*found)
