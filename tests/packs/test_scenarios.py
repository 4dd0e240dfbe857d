import pytest

from linli.core.shared.outcomes import Reason
from linli.kernel.ui.text import reason
from linli.packs.checking import check_folder, play_folder
from linli.packs.folder import SHIPPED
from linli.packs.scenarios import play_one
from linli.packs.strict_yaml import read_yaml
from linli.packs.telling import course

REQUEST = check_folder(SHIPPED / "base/request").definition
HEAD = "kind: branch\nat: 2026-03-04T09:00+08:00\n"
ACCEPT = "{at: 2026-03-04T09:30+08:00, by: clerk, move: accept"


def found(text):
    return {finding.code: finding for finding in play_one("x", read_yaml(text), REQUEST)}


def one_step(expect, by="clerk"):
    return f"{HEAD}steps:\n  - {ACCEPT.replace('clerk', by)}, expect: {expect}}}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (one_step("{stage: closed}"), "packs.scenario_stage"),
        (one_step("{refused: lifecycle.not_your_move}"), "packs.scenario_not_refused"),
        (one_step("{}", by="resident"), "packs.scenario_refused"),
        (one_step("{refused: guard.other}", by="resident"), "packs.scenario_other_refusal"),
        (one_step("{clocks: {promise: 2026-03-12T18:00+08:00}}"), "packs.scenario_clock"),
        (one_step("{clocks: {take: stopped}}"), "packs.scenario_clock"),
        (one_step("{told: [lead]}"), "packs.scenario_told"),
        (one_step("{overdue: [promise]}"), "packs.scenario_field"),
        (one_step("{outcome: solved}"), "packs.scenario_field"),
        (one_step("{flags: [x], counters: {returns: 1}}"), "packs.scenario_field"),
        (one_step("{stagee: accepted}"), "packs.unknown_key_near"),
        (f"{HEAD}opened: {{stage: accepted}}\nsteps: []\n", "packs.scenario_stage"),
        ("kind: branch\nat: tomorrow\nsteps: []\n", "packs.scenario_time"),
        ("kind: branch\nat: 2026-03-04T09:00\nsteps: []\n", "packs.scenario_time"),
        ("kind: branch\nsteps: []\n", "packs.missing_key"),
        ("- not\n- a\n- mapping\n", "packs.not_a_mapping"),
        ("kind: branch\nat: 1999-03-04T09:00+08:00\nsteps:\n  - " + ACCEPT + "}\n", "packs.scenario_refused"),
        (
            f"{HEAD}steps:\n  - {ACCEPT}}}\n  - {{at: 2026-03-04T09:10+08:00, by: dispatcher, move: dispatch, with: {{lead: a}}}}\n",
            "packs.scenario_order",
        ),
    ],
)
def test_a_scenario_that_does_not_go_as_written_is_told(text, code):
    assert code in found(text)


def steps(*moves, at="2026-03-04T09:30+08:00", expect="{}"):
    lines = "".join(f"  - {{at: {at}, by: {by}, move: {move}, expect: {expect}}}\n" for by, move in moves)
    return [*play_one("x", read_yaml(f"{HEAD}steps:\n{lines}"), REQUEST)]


def test_what_follows_from_a_step_that_went_otherwise_is_not_told():
    found = steps(("clerk", "acept"), ("dispatcher", "dispatch"), ("officer", "take"), ("officer", "report"))
    assert [(one.code, one.params["move"]) for one in found] == [("packs.scenario_refused", "acept")]
    wrong_stage = steps(("clerk", "accept"), ("resident", "withdraw"), expect="{stage: closed}")
    assert [(one.code, one.params["move"]) for one in wrong_stage] == [("packs.scenario_stage", "accept")]


def test_a_date_that_is_another_one_is_told_once():
    found = steps(
        ("clerk", "accept"), ("clerk", "accept"), expect="{clocks: {promise: 2026-03-12T18:00+08:00}}"
    )
    assert [one.code for one in found] == ["packs.scenario_clock", "packs.scenario_refused"]
    twice = steps(
        ("clerk", "request_precheck"),
        ("grid_worker", "confirm_precheck"),
        expect="{clocks: {promise: 2026-03-12T18:00+08:00}}",
    )
    assert [one.code for one in twice] == ["packs.scenario_clock"]


def test_instants_are_compared_as_instants():
    assert found(one_step("{clocks: {promise: 2026-03-11T10:00+00:00}}")) == {}


def test_a_refused_step_leaves_the_case_where_it_stood():
    text = (
        one_step("{refused: lifecycle.not_your_move}", by="resident")
        + f"  - {ACCEPT}, expect: {{stage: accepted}}}}\n"
    )
    assert found(text) == {}


def test_somebody_with_two_roles_is_written_as_a_list():
    assert (
        found(
            f"{HEAD}steps:\n  - {ACCEPT.replace('clerk', '[resident, clerk]')}, expect: {{stage: accepted}}}}\n"
        )
        == {}
    )


def test_a_pack_that_does_not_read_plays_nothing(tmp_path):
    assert play_folder(check_folder(tmp_path)) == ()


def test_late_clocks_and_flags_are_written_in_any_order_and_none_at_all_as_in_the_file():
    late = one_step("{overdue: %s}").replace("03-04T09:30", "05-04T09:30")
    assert found(late % "[promise, accept]") == found(late % "[accept, promise]")
    told = found(late % "[]")["packs.scenario_field"].params
    assert told["expected"] == "[]"
    assert found(late % f"[{', '.join(reversed(told['actual'].split(', ')))}]") == {}


def declined(given):
    text = f"{HEAD}steps:\n  - {{at: 2026-03-04T09:30+08:00, by: clerk, move: decline, with: {given}}}\n"
    return {one.code: one for one in play_one("x", read_yaml(text), REQUEST)}


def test_a_wrong_choice_is_told_with_those_that_there_are():
    found = declined('{branch: nowhere, channel: "110", reason: x}')["packs.scenario_choice"]
    choices = next(one for one in REQUEST.lifecycle.moves["decline"].inputs if one.name == "branch").choices
    assert found.params["choices"] == ", ".join(choices)
    sentence = reason(Reason(found.code, found.params), lang="zh")
    assert "“branch”写了“nowhere”" in sentence
    assert choices[0] in sentence


def test_a_number_in_the_place_of_a_text_is_told_to_be_put_in_quotes():
    branch = REQUEST.lifecycle.moves["decline"].inputs[0].choices[0]
    found = declined(f"{{branch: {branch}, channel: 110, reason: x}}")["packs.scenario_text"]
    assert (found.params["field"], found.params["move"]) == ("channel", "decline")
    assert '"110"' in reason(Reason(found.code, found.params), lang="en")


def test_a_course_tells_what_every_move_may_choose_from():
    branch = REQUEST.lifecycle.moves["decline"].inputs[0].choices[0]
    assert any(f"[{branch}]" in line and "可以选" in line for line in course(REQUEST, "zh"))
