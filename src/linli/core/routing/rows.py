"""A row of the responsibility matrix, and what it covers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from linli.core.shared.outcomes import Reason, Refusal

EVERYTHING = "*"
EVERYWHERE = "/"
HANDLE = "handle"
TOKEN = "$"  # noqa: S105 - the mark of a role token such as "$subdistrict", no password
ROLES = frozenset(
    f"${role}"
    for role in (
        "subdistrict", "township", "community", "district", "district_dept", "city", "city_dept", "mediation", "centre",
    )
)  # fmt: skip
"""What a role token may begin with; departments go on with a colon and their code: "$district_dept:civil"."""
_SCHOOLBOOK_CODE = 5  # GB/T 47678.5 writes big and small class without a dash: 01001
_BIG_CLASS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Who leads and who supports, for a subject, in a link, in an area, for a time.

    ``subject`` is a key ("30428.2:component:01-02"), the start of one ("30428.2:component:01") or "*".
    ``area_path`` starts and ends with a slash; "/" is everywhere. ``valid_to`` is the first day on which
    the row no longer holds. Bodies are references, or role tokens such as "$subdistrict" or
    "$district:urban_management" that a resolver turns into the body of the place.
    """

    id: str
    subject: str
    link: str
    area_path: str
    valid_from: date
    valid_to: date | None
    lead: str
    supporting: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Routed:
    """The answer: the row that decided, the bodies of the place, and why."""

    row: Row
    lead: str
    supporting: tuple[str, ...]
    why: tuple[Reason, ...]


def subject_chain(subject: str) -> tuple[str, ...]:
    """Return all patterns that cover a subject, the narrowest first, "*" last."""
    chain = [subject]
    rest = subject
    code = subject.rpartition(":")[2]
    if len(code) == _SCHOOLBOOK_CODE and code.isdigit():
        rest = subject[: -(_SCHOOLBOOK_CODE - _BIG_CLASS)]
        chain.append(rest)
    while (cut := max(rest.rfind(":"), rest.rfind("-"))) > 0:
        rest = rest[:cut]
        chain.append(rest)
    if subject != EVERYTHING:
        chain.append(EVERYTHING)
    return tuple(chain)


def subject_depth(pattern: str) -> int:
    """Tell how narrow a pattern is: 0 for "*"."""
    return len(subject_chain(pattern)) - 1


def area_depth(path: str) -> int:
    """Tell how deep an area lies: 0 for everywhere."""
    return path.count("/") - 1


def is_path(path: str) -> bool:
    """Tell whether a path is written as paths are: a slash at both ends, no empty step."""
    return path.startswith("/") and path.endswith("/") and "//" not in path


def is_token(body: str) -> bool:
    """Tell a role token from a reference to a body."""
    return body.startswith(TOKEN)


def in_force(row: Row, on: date) -> bool:
    """Tell whether a row holds on a day."""
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


def covers(row: Row, chain: tuple[str, ...], link: str, area_path: str) -> bool:
    """Tell whether a row speaks of a subject (as its chain), a link and a place, at whatever time."""
    return row.link == link and row.subject in chain and area_path.startswith(row.area_path)


def rank(row: Row) -> tuple[int, int, date]:
    """Order rows by how specific they are: subject, then area, then the latest start."""
    return subject_depth(row.subject), area_depth(row.area_path), row.valid_from


def same_bodies(one: Row, other: Row) -> bool:
    """Tell whether two rows name the same bodies."""
    return one.lead == other.lead and set(one.supporting) == set(other.supporting)


def pilot_first(row: Row, pilot_area: str, everywhere_from: date | None) -> tuple[Row, ...] | Refusal:
    """Split a row in two: the pilot area from its start, its whole area from a later day (or not yet)."""
    if pilot_area == row.area_path or not pilot_area.startswith(row.area_path):
        return Refusal("routing.pilot_outside", {"pilot": pilot_area, "area": row.area_path})
    if everywhere_from is not None and everywhere_from <= row.valid_from:
        return Refusal("routing.pilot_too_short", {"from": row.valid_from.isoformat()})
    pilot = replace(row, id=f"{row.id}.pilot", area_path=pilot_area)
    if everywhere_from is None:
        return (pilot,)
    return replace(pilot, valid_to=everywhere_from), replace(row, valid_from=everywhere_from)
