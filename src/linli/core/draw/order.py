"""The order of a draw: a pure function of the list, the seed and the tickets.

Everybody has as many tickets as their weight. A ticket's place is the SHA-256 of seed, number and ticket, so all
tickets lie in one order that nobody chose, and a person stands where their first ticket stands. That is drawing tickets
from an urn and skipping those of people already drawn: who has two tickets is twice as likely to be next.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from linli.core.shared.outcomes import JsonValue, Problem

LIST, SEED, TICKET = "linli/draw/list/v1", "linli/draw/seed/v1", "linli/draw/ticket/v1"
MOST_MISSED = 9
"""However often somebody was refused: ten tickets at most."""
_NUMBER = re.compile(r"[A-Z0-9]{4,16}")
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entrant:
    """One on the list: a number that names nobody, tickets, and what is wanted, the dearest first."""

    number: str
    tickets: int
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawList:
    """All that decides a draw beside the seed. ``later``: so many entries of the log come between list and seed."""

    draw: str
    places: Mapping[str, int]
    later: int
    entrants: tuple[Entrant, ...]


def tickets(missed: int) -> int:
    """Return how many tickets somebody has who was refused so often since they last had a place."""
    return 1 + min(max(missed, 0), MOST_MISSED)


def write_list(drawn: DrawList) -> str:
    """Write the list as it is committed: by number, so that the order in which people applied says nothing."""
    applicants: list[JsonValue] = [
        {"number": one.number, "tickets": one.tickets, "wanted": list(one.wanted)}
        for one in sorted(drawn.entrants, key=lambda one: one.number)
    ]
    document = {
        "form": LIST, "draw": drawn.draw, "places": dict(drawn.places), "later": drawn.later, "applicants": applicants,
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def read_list(text: str) -> DrawList | Problem:
    """Read a written list; anything but what ``write_list`` writes is refused, to the byte."""
    try:
        said = json.loads(text)
        found = DrawList(
            str(said["draw"]), {str(key): int(value) for key, value in said["places"].items()}, int(said["later"]),
            tuple(
                Entrant(str(one["number"]), int(one["tickets"]), tuple(str(word) for word in one["wanted"]))
                for one in said["applicants"]
            ),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        return Problem("list", "draw.list_form")
    if write_list(found) != text:
        return Problem("list", "draw.list_form")
    return wrong_list(found) or found


def wrong_list(drawn: DrawList) -> Problem | None:
    """Return what is wrong with a list: a number twice or of another form, no tickets, a wish that is not offered."""
    if drawn.later < 1 or not drawn.places or min(drawn.places.values()) < 1:
        return Problem("list", "draw.list_form")
    seen: set[str] = set()
    for one in drawn.entrants:
        if one.number in seen:
            return Problem("list", "draw.number_twice", {"number": one.number})
        seen.add(one.number)
        if not _NUMBER.fullmatch(one.number) or not 1 <= one.tickets <= 1 + MOST_MISSED:
            return Problem("list", "draw.list_form")
        if not one.wanted or len({*one.wanted}) != len(one.wanted) or {*one.wanted} - {*drawn.places}:
            return Problem("list", "draw.wish_form", {"number": one.number})
    return None


def list_hash(text: str) -> str:
    """Return the digest that is written into the public log when the list is closed."""
    return _digest(LIST, text)


def seed_size(index: int, later: int) -> int:
    """Return over how many entries of the log the seed's root goes: up to ``later`` entries after the commitment."""
    return index + 1 + later


def seed(listed: str, size: int, root: str) -> str | Problem:
    """Return the seed: from the list's digest and the root of the log over the first ``size`` entries."""
    if not _HEX.fullmatch(listed) or not _HEX.fullmatch(root) or size < 1:
        return Problem("seed", "draw.seed_form")
    return _digest(SEED, listed, str(size), root)


def order(entrants: Iterable[Entrant], drawn_seed: str) -> tuple[Entrant, ...]:
    """Return everybody in the order in which they are drawn; where they stood on the list makes no difference."""
    return tuple(sorted(entrants, key=lambda one: (_first_ticket(one, drawn_seed), one.number)))


def results(entrants: Sequence[Entrant], given: Mapping[str, str]) -> list[JsonValue]:
    """Write who stands where and was given what, as it is published."""
    return [
        {"place": place, "number": one.number, "given": given[one.number]}
        for place, one in enumerate(entrants, start=1)
    ]


def _first_ticket(one: Entrant, drawn_seed: str) -> str:
    return min(_digest(TICKET, drawn_seed, one.number, str(n)) for n in range(1, one.tickets + 1))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
