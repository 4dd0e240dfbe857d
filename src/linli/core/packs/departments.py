"""Bodies that the rows of a pack name: roles and departments that are misspelt, and those that a city does not have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches

from linli.core.packs.finding import Finding, unknown_word
from linli.core.routing.rows import ROLES, Row, is_token

ALIKE = 0.8
"""From here on a code is taken for another one misspelt; a city may call its own departments as it likes."""


def named(rows: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    """Yield every body that rows name, with where it is written."""
    for index, row in enumerate(rows):
        yield f"routing[{index}].lead", row.lead
        for place, body in enumerate(row.supporting):
            yield f"routing[{index}].supporting[{place}]", body


def check_departments(rows: tuple[Row, ...], known: Collection[str]) -> Iterator[Finding]:
    """Yield roles that there are not, and departments that look like a known one misspelt."""
    for path, body in named(rows):
        role, _, office = body.partition(":")
        if is_token(body) and role not in ROLES:
            yield unknown_word("packs.unknown_place_role", path, role, ROLES)
        elif is_token(body) and office not in known:
            begun = [one for one in sorted(known) if office and one.startswith(f"{office}_")]
            near = get_close_matches(office, sorted(known), n=1, cutoff=ALIKE) or begun
            if near:
                said = {"value": body[:40], "near": f"{role}:{near[0]}"}
                yield Finding("packs.unknown_department_near", path, params=said)


def not_here(
    rows: tuple[Row, ...], departments: Collection[str], is_body: Callable[[str], bool]
) -> Iterator[Finding]:
    """Yield departments and bodies that a city does not have: a case would wait for a dispatcher there."""
    for path, body in named(rows):
        _, colon, office = body.partition(":")
        if is_token(body) and colon and office not in departments:
            yield Finding("packs.no_department_here", path, params={"value": body[:40]})
        elif not is_token(body) and not is_body(body):
            yield Finding("packs.no_body_here", path, params={"value": body[:40]})
