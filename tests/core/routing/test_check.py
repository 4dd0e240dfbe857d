"""What the check of a matrix finds, and what a change of it would do."""

from __future__ import annotations

from datetime import date

from linli.core.routing.check import check_rows, gaps, links_of
from linli.core.routing.effect import Change, body_from_rulings, effect
from linli.core.routing.rows import Row

LAMP, COVER = "30428.2:component:01-37", "30428.2:component:01-01"
AREAS = ("/1401/140105/1/", "/1401/140105/2/", "/1401/140106/1/")
BODIES = {"lights": True, "water": True, "residents": False}


def row(name="r", subject=LAMP, area="/", lead="lights", **more):
    said = {"link": "handle", "valid_from": date(2026, 1, 1), "valid_to": None, **more}
    return Row(id=name, subject=subject, area_path=area, lead=lead, **said)


def check(*rows, subjects=(LAMP,), **more):
    return [problem.code for problem in check_rows(rows, links_of(subjects), AREAS, BODIES, **more)]


def test_a_sound_matrix_has_no_problems():
    assert check(row(), row("x", "*", lead="water"), subjects=(LAMP, COVER)) == []


def test_a_community_never_leads():
    assert check(row(lead="residents")) == ["routing.community_lead"]
    assert check(row(lead="$community")) == ["routing.community_lead"]
    assert check(row(supporting=("residents", "$community"))) == []


def test_wrong_rows_are_named():
    assert check(row(subject="30428.2:component:99"), row("all", "*")) == [
        "routing.unknown_subject",
        "routing.shadowed",
    ]
    assert check(row(area="1401"), row("all", "*")) == ["routing.not_a_path", "routing.shadowed"]
    assert check(row(area="/9/"), row("all", "*")) == ["routing.unknown_area", "routing.shadowed"]
    assert check(row(valid_to=date(2025, 1, 1)), row("all", "*")) == ["routing.ends_before_start"]
    assert check(row(lead="")) == ["routing.no_lead"]
    assert check(row(lead="gas")) == ["routing.unknown_body"]
    assert check(row(supporting=("lights",))) == ["routing.lead_supports"]
    assert check(row(supporting=("gas", "$city:gas"))) == ["routing.unknown_body"]
    assert check(row(), row()) == ["routing.same_id"]


def test_a_row_under_more_specific_ones_is_shadowed():
    wide = row("wide", area="/1401/140105/")
    below = [row(f"b{n}", area=area, lead="water") for n, area in enumerate(AREAS[:2])]
    assert check(wide, *below, row("rest", "*")) == ["routing.shadowed"]
    assert check(wide, below[0], row("rest", "*")) == []


def test_a_row_that_a_newer_one_replaces_from_the_start_overlaps_only():
    old, new = row("old"), row("new", lead="water", valid_from=date(2026, 6, 1))
    assert check(old, new) == ["routing.overlap"]
    assert check(row("old", valid_to=date(2026, 6, 1)), new) == []
    assert check(old, row("new", lead="water")) == ["routing.tie_rows"]
    assert check(old, row("new")) == []


def test_gaps_are_told_at_the_widest_area_from_their_first_day():
    rows = (row(area="/1401/140105/", valid_to=date(2027, 1, 1)),)
    found = gaps(rows, links_of([LAMP]), AREAS, on=date(2026, 5, 1))
    assert [(gap.params["area"], gap.params["from"]) for gap in found] == [
        ("/1401/140105/", "2027-01-01"),
        ("/1401/140106/", "2026-05-01"),
    ]
    (nowhere,) = gaps((), links_of([LAMP]), AREAS)
    assert nowhere.params["area"] == "/"
    assert gaps((row(),), links_of([LAMP]), ("/",)) == ()


def test_links_of_a_new_subject_are_asked_one_by_one():
    fuel = "linli:supervision:fuel-vegetable_oil"
    rows = (row("s", fuel, link="storage"), row("u", fuel, link="use", area="/1401/140105/"))
    found = gaps(rows, {fuel: ("storage", "transport", "use"), LAMP: ("storage",)}, AREAS)
    assert {(gap.params["subject"], gap.params["link"], gap.params["area"]) for gap in found} == {
        (LAMP, "storage", "/"),
        (fuel, "transport", "/"),
        (fuel, "use", "/1401/140106/"),
    }


def test_a_place_around_served_places_is_told_alone():
    (gap,) = gaps((row(area="/1/2/"),), links_of([LAMP]), ("/1/", "/1/2/"))
    assert gap.params["area"] == "/1/"


def test_effect_tells_only_what_changes():
    before = (row("all", "*", lead="water"),)
    after = (*before, row(area="/1401/140105/"))
    assert effect(before, after, links_of([LAMP, COVER]), AREAS, on=date(2026, 5, 1)) == (
        Change(LAMP, "handle", "/1401/140105/", "water", "lights"),
    )
    assert effect((), after, links_of([COVER]), AREAS, on=date(2026, 5, 1)) == (
        Change(COVER, "handle", "/", None, "water"),
    )
    tie = (*before, row("b", "*", lead="lights"))
    assert effect(before, tie, links_of([COVER]), AREAS, on=date(2026, 5, 1))[0].after is None


def test_rulings_propose_only_when_the_latest_agree():
    rulings = [
        {"body": body, "at": f"2026-0{n}-01T00:00:00.000000Z"} for n, body in enumerate("baaa", start=1)
    ]
    assert body_from_rulings(rulings, least=3) == "a"
    assert body_from_rulings(rulings, least=4) is None
    assert body_from_rulings(rulings[:2], least=3) is None
