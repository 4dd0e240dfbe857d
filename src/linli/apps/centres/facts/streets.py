"""The street network in force, unpacked once in a process."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from linli.apps.centres.models import StreetNetwork
from linli.core.reach.network import Network, whole
from linli.core.reach.search import Turned, turned
from linli.core.reach.snap import Streets

COLUMNS = ("lon", "lat", "start", "end", "metres", "forward", "backward")
_SHOWN = (
    "id", "ref", "source", "licence", "day", "digest", "nodes", "edges", "left_out", "pieces", "pieces_count",
    "imported_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StreetsFact:
    """A network as people are told of it."""

    id: int
    ref: str
    source: str
    licence: str
    day: date
    digest: str
    nodes: int
    edges: int
    left_out: int
    pieces: tuple[int, ...]
    pieces_count: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Walkable:
    """A network ready to be walked; ``outward`` leads away from a home."""

    fact: StreetsFact
    streets: Streets
    outward: Turned


_kept: dict[int, Walkable] = {}


def networks() -> list[StreetsFact]:
    """Return all networks, the one in force first."""
    rows = StreetNetwork.objects.order_by("-used_from", "-id").values_list(*_SHOWN)
    return [_fact(row) for row in rows]


def in_force() -> StreetsFact | None:
    """Return the network that is walked: the one brought in, or taken up again, last."""
    row = StreetNetwork.objects.order_by("-used_from", "-id").values_list(*_SHOWN).first()
    return _fact(row) if row else None


def fact_of(row: StreetNetwork) -> StreetsFact:
    """Return what people are told of a network that was read without its streets."""
    return _fact(tuple(getattr(row, name) for name in _SHOWN))


def walkable() -> Walkable | None:
    """Return the network in force with its streets laid out; one statement when it has not changed."""
    fact = in_force()
    if fact is None:
        return None
    kept = _kept.get(fact.id)
    if kept is None or kept.fact.digest != fact.digest:
        packed = StreetNetwork.objects.values_list("packed", flat=True).get(pk=fact.id)
        network = unpack(bytes(packed))
        kept = Walkable(fact, Streets(network), turned(network, outward=True))
        _kept.clear()
        _kept[fact.id] = kept
    return replace(kept, fact=fact)


def pack(network: Network) -> bytes:
    """Return a network as bytes: columns only, nothing that could be run."""
    file = io.BytesIO()
    np.savez_compressed(file, **{name: getattr(network, name) for name in COLUMNS})
    return file.getvalue()


def unpack(packed: bytes) -> Network:
    """Return the network of such bytes."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as columns:
        return whole(*(columns[name] for name in COLUMNS))


def _fact(row: tuple[Any, ...]) -> StreetsFact:
    key, ref, *middle, pieces, count, at = row
    return StreetsFact(key, str(ref), *middle, tuple(pieces), count, at)
