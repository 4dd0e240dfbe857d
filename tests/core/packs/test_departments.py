"""Roles and departments that rows name: misspelt ones are found, and those that a city does not have."""

from datetime import date

import pytest
from tests.core.packs.small import SMALL

from linli.core.packs.departments import check_departments, not_here
from linli.core.packs.links import check_links
from linli.core.packs.read import read_definition
from linli.core.routing.rows import Row

KNOWN = {"civil", "police", "urban_management"}


def row(lead, *supporting):
    return Row("routing[0]", "*", "handle", "/", date(2026, 1, 1), None, lead, supporting)


@pytest.mark.parametrize(
    ("body", "code", "near"),
    [
        ("$district_dept:civill", "packs.unknown_department_near", "$district_dept:civil"),
        ("$city_dept:urban", "packs.unknown_department_near", "$city_dept:urban_management"),
        ("$distric_dept:civil", "packs.unknown_place_role_near", "$district_dept"),
        ("$moon", "packs.unknown_place_role", None),
    ],
)
def test_a_misspelt_body_is_found_where_it_stands(body, code, near):
    (finding,) = check_departments((row("$subdistrict", "$district:police", body),), KNOWN)
    assert (finding.code, finding.params.get("near")) == (code, near)
    assert finding.path == "routing[0].supporting[1]"


def test_a_city_may_have_departments_that_nobody_else_has():
    assert [*check_departments((row("$city_dept:snow", "LIGHTS"), row("$district:civil")), KNOWN)] == []


def test_what_a_city_does_not_have_is_said():
    rows = (row("$subdistrict", "$district_dept:civil", "$district_dept:snow"), row("LIGHTS", "NOBODY"))
    found = [*not_here(rows, {"civil"}, {"LIGHTS"}.__contains__)]
    assert [(one.code, one.path) for one in found] == [
        ("packs.no_department_here", "routing[0].supporting[1]"),
        ("packs.no_body_here", "routing[1].supporting[0]"),
    ]


def test_links_of_rows_and_of_the_question_are_known_ones():
    ask = {
        "link": {"type": "choice", "choices": ["use", "again"]},
        "kind": {"type": "choice", "choices": ["a"]},
    }
    rows = [{"link": "first", "from": "2026-01-01", "lead": "A", "reason": "x"}]
    found = [*check_links(read_definition({**SMALL, "ask": ask, "routing": rows}), ("handle", "use"))]
    assert [(one.path, one.params["value"]) for one in found] == [
        ("routing[0].link", "first"),
        ("ask.link.choices[1]", "again"),
    ]
