"""Choosing a row, and its laws."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.routing.check import check_rows, gaps, links_of
from linli.core.routing.choose import route
from linli.core.routing.rows import (
    Routed,
    Row,
    covers,
    in_force,
    is_path,
    pilot_first,
    rank,
    subject_chain,
    subject_depth,
)
from linli.core.shared.outcomes import Refusal

LAMP = "30428.2:component:01-37"
DAY = date(2026, 10, 1)


def row(name="r", subject=LAMP, area="/", lead="lights", **more):
    said = {"link": "handle", "valid_from": date(2026, 1, 1), "valid_to": None, **more}
    return Row(id=name, subject=subject, area_path=area, lead=lead, **said)


def ask(*rows, subject=LAMP, area="/1401/140105/140105001/", on=DAY, **more):
    return route(rows, subject=subject, link=more.pop("link", "handle"), area_path=area, on=on, **more)


def codes(routed):
    return [reason.code for reason in routed.why]


def test_chain_goes_from_the_class_to_everything():
    assert subject_chain(LAMP) == (LAMP, "30428.2:component:01", "30428.2:component", "30428.2", "*")
    assert subject_chain("47678.5:matter:06036") == (
        "47678.5:matter:06036",
        "47678.5:matter:06",
        "47678.5:matter",
        "47678.5",
        "*",
    )
    assert subject_chain("*") == ("*",)
    assert subject_depth("*") == 0


def test_a_subject_that_only_begins_alike_is_not_covered():
    narrow = row(subject="linli:request:labour-wage")
    assert isinstance(ask(narrow, subject="linli:request:labour-wages"), Refusal)


def test_narrow_subject_beats_deep_area_and_deep_area_beats_late_start():
    wide = row("wide", "*", lead="centre")
    deep = row("deep", "30428.2:component:01", "/1401/140105/", "district")
    narrow = row("narrow", lead="lights")
    assert ask(wide, deep, narrow).lead == "lights"
    late = row("late", "30428.2:component:01", "/1401/", "city", valid_from=date(2026, 9, 1))
    routed = ask(wide, deep, late)
    assert routed.lead == "district"
    assert codes(routed) == ["routing.row_in_area", "routing.since", "routing.most_specific"]
    assert routed.why[2].params == {"n": 2}


def test_the_later_of_two_equal_rows_goes_first():
    old, new = row("old", lead="a"), row("new", lead="b", valid_from=date(2026, 5, 1))
    assert ask(old, new).lead == "b"
    assert ask(old, new, on=date(2026, 4, 30)).lead == "a"


def test_a_row_ends_before_its_last_date():
    ended = row(valid_to=DAY)
    answer = ask(ended)
    assert answer == Refusal(
        "routing.no_row",
        {"subject": LAMP, "link": "handle", "area": "/1401/140105/140105001/", "on": "2026-10-01"},
    )
    assert isinstance(ask(row()), Routed)


def test_another_link_is_another_question():
    assert isinstance(ask(row(), link="storage"), Refusal)
    assert ask(row(link="storage", lead="x"), link="storage").lead == "x"


def test_equal_rows_with_different_bodies_are_a_tie():
    answer = ask(row("b", lead="x"), row("a", lead="y"))
    assert answer.code == "routing.tie"
    assert answer.because["rows"] == "a, b"


def test_equal_rows_that_agree_are_no_tie():
    one, other = row("b", supporting=("p", "q")), row("a", supporting=("q", "p"))
    assert ask(one, other).row.id == "a"


def test_tokens_become_the_bodies_of_the_place():
    places = {"$subdistrict": "street-1", "$city:water": "water", "$also": "street-1"}
    tokened = row(
        area="/1401/",
        lead="$subdistrict",
        supporting=("$city:water", "$nobody", "$also", "$city:water", "gas"),
        article="art. 3",
    )
    routed = ask(tokened, resolve=lambda token, _: places.get(token))
    assert (routed.lead, routed.supporting) == ("street-1", ("water", "gas"))
    assert codes(routed) == [
        "routing.row_in_area",
        "routing.since",
        "routing.article",
        "routing.resolved",
        "routing.no_supporting_body",
    ]
    assert ask(tokened).lead == "$subdistrict"


def test_a_lead_that_nobody_is_here_is_refused():
    answer = ask(row(lead="$city:gas"), resolve=lambda *_: None)
    assert answer.code == "routing.no_body"
    assert answer.because["token"] == "$city:gas"


def test_pilot_comes_first_then_everywhere():
    whole = row(area="/1401/", valid_from=date(2026, 3, 1))
    (pilot,) = pilot_first(whole, "/1401/140105/", None)
    assert (pilot.id, pilot.area_path, pilot.valid_to) == ("r.pilot", "/1401/140105/", None)
    first, then = pilot_first(whole, "/1401/140105/", date(2026, 6, 1))
    assert isinstance(ask(first, then, area="/1401/140106/", on=date(2026, 5, 1)), Refusal)
    assert ask(first, then, area="/1401/140105/", on=date(2026, 5, 1)).row is first
    assert ask(first, then, area="/1401/140105/", on=date(2026, 6, 1)).row is then
    for outside in ("/1401/", "/1402/"):
        assert pilot_first(whole, outside, None).code == "routing.pilot_outside"
    assert pilot_first(whole, "/1401/140105/", date(2026, 3, 1)).code == "routing.pilot_too_short"


def test_paths_have_slashes_at_both_ends():
    assert [is_path(path) for path in ("/", "/1401/", "1401/", "/1401", "/1401//2/")] == [
        True,
        True,
        False,
        False,
        False,
    ]


SUBJECTS = ("s:m:01-01", "s:m:01-02", "s:m:02-01", "t:m:01-01")
AREAS = ("/c/", "/c/d/", "/c/d/e/", "/c/d/f/", "/c/g/")
DAYS = tuple(date(2026, month, 1) for month in (1, 2, 3))
random_rows = st.lists(
    st.builds(
        Row,
        id=st.just(""),
        subject=st.sampled_from(("*", "s", "s:m:01", *SUBJECTS)),
        link=st.sampled_from(("handle", "use")),
        area_path=st.sampled_from(("/", *AREAS)),
        valid_from=st.sampled_from(DAYS),
        valid_to=st.one_of(st.none(), st.sampled_from(DAYS)),
        lead=st.sampled_from(("a", "b")),
    ),
    max_size=5,
).map(
    lambda rows: [
        Row(f"r{n}", r.subject, r.link, r.area_path, r.valid_from, r.valid_to, r.lead)
        for n, r in enumerate(rows)
    ]
)


def questions():
    for subject in SUBJECTS:
        for area in AREAS:
            for link in ("handle", "use"):
                for day in DAYS:
                    yield {"subject": subject, "area_path": area, "link": link, "on": day}


@given(random_rows, st.sampled_from(list(questions())))
@settings(max_examples=100)
def test_the_order_of_rows_does_not_matter(rows, question):
    answers = {repr(route(order, **question)) for order in permutations(rows)}
    assert len(answers) == 1


@given(random_rows, st.sampled_from(list(questions())))
@settings(max_examples=100)
def test_the_most_specific_row_wins(rows, question):
    answer = route(rows, **question)
    if isinstance(answer, Routed):
        chain = subject_chain(question["subject"])
        fitting = [
            r
            for r in rows
            if covers(r, chain, question["link"], question["area_path"]) and in_force(r, question["on"])
        ]
        assert answer.row in fitting
        assert rank(answer.row) == max(map(rank, fitting))


@given(random_rows)
@settings(max_examples=60)
def test_a_row_reported_as_shadowed_is_never_chosen_and_all_others_are(rows):
    found = check_rows(rows, links_of(SUBJECTS), AREAS, {"a": True, "b": True})
    shadowed = {problem.params["row"] for problem in found if problem.code == "routing.shadowed"}
    chosen = set()
    for question in questions():
        answer = route(rows, **question)
        if isinstance(answer, Routed):
            chosen.add(answer.row.id)
    assert not chosen & shadowed
    for left in {r.id for r in rows} - shadowed - chosen:
        # Neither: it is empty, or it ties or agrees with a row whose number comes first.
        mine = next(r for r in rows if r.id == left)
        twins = [
            r
            for r in rows
            if rank(r) == rank(mine) and (r.subject, r.area_path) == (mine.subject, mine.area_path)
        ]
        assert len(twins) > 1 or (mine.valid_to and mine.valid_to <= mine.valid_from)


@given(random_rows, st.sampled_from(DAYS))
@settings(max_examples=60)
def test_a_gap_is_exactly_where_no_row_answers(rows, day):
    leaves = [area for area in AREAS if area not in {"/c/", "/c/d/"}]
    bare = gaps(rows, links_of(SUBJECTS), leaves, on=day)
    for question in questions():
        if question["on"] == day and question["link"] == "handle" and question["area_path"] in leaves:
            told = any(
                gap.params["subject"] == question["subject"]
                and question["area_path"].startswith(gap.params["area"])
                and gap.params["from"] == day.isoformat()
                for gap in bare
            )
            answer = route(rows, **question)
            assert told == (isinstance(answer, Refusal) and answer.code == "routing.no_row")
