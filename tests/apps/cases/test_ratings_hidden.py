"""Who handled a case learns neither what was answered on it nor that somebody objected (practice.md 11)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.city import AT, POINT, act_id
from tests.kernel.files import samples

from linli.apps.cases import facts, service
from linli.apps.cases.facts import Wanted
from linli.apps.cases.facts.page import may_open_file
from linli.apps.cases.models import Rating
from linli.kernel.files import service as files

ANSWERS = [
    (
        "record_call_back",
        "caller",
        {"result": "solved", "satisfaction": "satisfied", "contacted_in_time": True},
    ),
    (
        "record_call_back",
        "caller",
        {"result": "not_solved", "satisfaction": "not_satisfied", "note": "没人来"},
    ),
    ("record_call_back", "caller", {"result": "unreachable"}),
    ("confirm", "resident", {"satisfaction": "partly", "note": "还行"}),
]


def view(story, ref, who="officer"):
    return facts.case_view(story.actor(who), ref, at=AT)


def course(steps):
    return [(s.seq, s.act, s.role, s.move, s.stage, s.body, dict(s.inputs), dict(s.texts)) for s in steps]


@pytest.mark.parametrize("seen", [
    lambda story, ref: course(view(story, ref).steps),
    lambda _story, ref: course(facts.public_case(ref).steps),
    lambda story, ref: [(r.stage, r.due, r.returns, r.reopenings) for r in
                        facts.find(story.actor("officer"), view(story, ref).case.number).rows],
], ids=["page", "public", "list"])  # fmt: skip
def test_all_answers_look_the_same_to_who_handled_it(story, seen):
    found = []
    for move, who, inputs in ANSWERS:
        ref = story.checked()
        story.go(ref, move, who, **inputs)
        found.append(seen(story, ref))
    assert all(one == found[0] for one in found[1:])
    assert found[0]
    first = facts.case_view(story.actor("supervisor"), ref, at=AT).steps[-1]
    assert (first.move, first.inputs["satisfaction"]) == ("confirm", "partly"), "who oversees reads it"


def test_an_objection_looks_like_a_result_being_talked_over(story):
    asked, objected = story.checked(), story.checked()
    story.go(objected, "contest", "resident", reason="井盖还是响")
    officer = story.actor("officer")
    assert {one.stage for one in facts.nearby(*POINT)} == {"call_back"}
    for ref in (asked, objected):
        seen = view(story, ref)
        assert (seen.case.stage, [clock.name for clock in seen.clocks]) == ("call_back", [])
        assert facts.public_case(ref).stage == "call_back"
    assert "响" not in str([asdict(step) for step in view(story, objected).steps])
    rows = {one.ref: replace(one, ref="", number="") for one in facts.queue(officer, Wanted(), at=AT).rows}
    assert (rows[asked].stage, rows[asked].due) == (rows[objected].stage, rows[objected].due)
    for wanted in (Wanted(queue="contested"), Wanted(stage="contested")):
        assert facts.queue(officer, wanted, at=AT).rows == []
        assert len(facts.queue(story.actor("supervisor"), wanted, at=AT).rows) == 1
    assert len(facts.queue(officer, Wanted(queue="call_back"), at=AT).rows) == 2
    counts = facts.queue_counts(officer)
    assert (counts["call_back"], counts["contested"]) == (2, 0)
    assert facts.public_list(Wanted(stage="contested"), at=AT).rows == []
    assert view(story, objected, "supervisor").case.stage == "contested"


def test_work_that_came_back_says_what_to_do_but_not_who_asked_for_it(story):
    ref = story.checked()
    story.go(ref, "contest", "resident", reason="井盖还是响")
    story.go(ref, "uphold_objection", "supervisor", reason="请垫平后再报")
    last = view(story, ref).steps[-1]
    assert (last.act, last.move, last.role, last.stage) == ("cases.work_back", None, "", "handling")
    assert last.texts == {"reason": "请垫平后再报"}
    assert last.leaf_index is None


def test_an_objection_that_was_dismissed_looks_like_any_case_that_ended(story):
    plain, dismissed = story.checked(), story.checked()
    story.go(plain, "confirm", "resident", satisfaction="satisfied")
    story.go(dismissed, "contest", "resident", reason="还要换整条街的")
    story.go(dismissed, "dismiss_objection", "supervisor", reason="不在职责内")
    assert course(view(story, plain).steps) == course(view(story, dismissed).steps)


def test_a_resident_who_works_for_the_body_still_reads_their_own_words(story):
    ref = story.checked()
    story.go(ref, "contest", "resident", reason="井盖还是响")
    assert view(story, ref, "resident").steps[-1].texts == {"reason": "井盖还是响"}


def month(story, who="officer"):
    start = AT.replace(day=1)
    return facts.answers(story.actor(who), start, start + timedelta(days=31))


def test_answers_are_counted_for_a_month_and_not_at_all_under_five(story):
    for n in range(5):
        ref = story.checked()
        said = "not_satisfied" if n < 2 else "satisfied"
        story.go(
            ref, "record_call_back", "caller", result="not_solved" if n < 1 else "solved", satisfaction=said
        )
        assert [(one.kind, one.many, one.low) for one in month(story)] == (
            [("not_solved", None, None), ("not_satisfied", None, None)]
            if n < 4
            else [("not_solved", 5, 1), ("not_satisfied", 5, 2)]
        )
    assert Rating.objects.count() == 5
    assert [one.many for one in month(story, "other_officer")] == [None, None], (
        "another body's are not its own"
    )
    assert month(story, "checker") == []


def test_a_photo_that_came_with_an_objection_is_not_opened_to_who_handled_it(story):
    """It may show from whose window it was taken."""
    ref, key = story.checked(), act_id()
    photo = files.store(
        samples.upload("p.jpg", samples.photo()),
        owner_key=service.form_key(key),
        purpose="photos",
        at=timezone.now(),
    )
    service.move(
        ref, "contest", {"reason": "还是响", "photos": [str(photo.ref)]},
        actor=story.actor("resident"), act_id=key, at=AT,
    )  # fmt: skip
    may = {who: may_open_file(story.actor(who), ref, str(photo.ref), AT) for who in ("officer", "supervisor")}
    assert may == {"officer": False, "supervisor": True}
    assert [len(view(story, ref, who).files) for who in ("officer", "supervisor", "resident")] == [0, 1, 1]
