"""Where people live: the deepest areas with households, as columns for the search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linli.apps.grid import facts as grid
from linli.core.reach.network import Ints
from linli.core.reach.snap import Points

KINDS = ("entrance", "building", "estate", "natural_village", "group", "community", "village")


@dataclass(frozen=True, slots=True)
class Homes:
    """Places with households; ``without_point`` counts the households of places nobody has put on the map."""

    paths: tuple[str, ...]
    points: Points
    households: Ints
    without_point: int

    def below(self, path: str) -> Ints:
        """Return which lie in an area."""
        return np.array([n for n, one in enumerate(self.paths) if one.startswith(path)], dtype=np.int64)


def homes(path: str = "/") -> Homes:
    """Return the deepest areas with households below a path. One statement."""
    found = [one for one in grid.subtree(path, *KINDS) if one.homes]
    above = {one.path[: one.path.rstrip("/").rfind("/") + 1] for one in found}
    leaves = [one for one in found if one.path not in above]
    placed = [one for one in leaves if one.lon is not None and one.lat is not None]
    columns = np.array([(one.lon, one.lat, one.homes) for one in placed], dtype=np.float64).reshape(-1, 3)
    return Homes(
        tuple(one.path for one in placed),
        Points(columns[:, 0], columns[:, 1]),
        columns[:, 2].astype(np.int64),
        sum(one.homes for one in leaves) - int(columns[:, 2].sum()),
    )
