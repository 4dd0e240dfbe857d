from datetime import date

import pytest
from tests.core.packs.small import defined, said

from linli.core.lifecycle.definition import EffectKind, Holder, InputKind, StageKind
from linli.core.packs.definition import Audience, Place, Sensitivity, ServiceDefinition, Summary
from linli.core.packs.read import read_definition
from linli.core.shared.outcomes import Problem


def problems(whole):
    read = read_definition(whole)
    assert isinstance(read, tuple), "reads without a problem"
    return {(problem.field, problem.code) for problem in read}


def test_a_sound_service_is_read_whole():
    service = defined(said())
    course = service.lifecycle
    assert service.name == "small"
    assert service.effective_from == date(2026, 1, 1)
    assert service.sensitivity is Sensitivity.NORMAL
    assert service.public.place is Place.GRID
    assert service.public.summary is Summary.NEVER
    assert service.evidence == {"solved": 1, "explained": 0}
    assert [question.name for question in service.form.questions] == ["what", "kind", "keep_name"]
    assert course.stages["waiting"].kind is StageKind.WAITING
    assert course.stages["handling"].holder is Holder.BODY
    assert course.moves["accept"].inputs[0].kind is InputKind.BODY
    assert not course.moves["accept"].inputs[0].private
    assert course.moves["report"].inputs[0].choices == ("solved", "explained")
    assert course.clocks["handle"].from_condition
    assert course.opening[0].options == {"clock": "intake"}


def test_a_move_into_an_end_stage_ends_even_if_the_pack_forgets_to_say_so():
    moves = defined(said()).lifecycle.moves
    assert [effect.kind for effect in moves["close"].effects] == [EffectKind.END]
    assert [effect.kind for effect in moves["refuse"].effects] == [EffectKind.OUTCOME, EffectKind.END]


def test_notices_become_effects_after_everything_else():
    service = defined(said())
    *_, resident, body = service.lifecycle.moves["accept"].effects
    assert resident.options == {"to": "resident,joined", "text": "notice.accept"}
    assert body.options == {"to": "lead", "text": "notice.to_body"}
    assert service.notices["accept"][0].to == (Audience.RESIDENT, Audience.JOINED)


def test_a_sentence_is_filled_and_an_unknown_key_shows_itself():
    service = read_definition(said(texts={"zh": {"notice.accept": "{due} 前答复"}}))
    assert isinstance(service, ServiceDefinition)
    assert service.text("notice.accept", "zh", due="周五") == "周五 前答复"
    assert service.text("notice.accept", "en") == "notice.accept"


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("verson", 2, "verson", "packs.unknown_key_near"),
        ("zzz", 2, "zzz", "packs.unknown_key"),
        ("version", None, "", "packs.missing_key"),
        ("version", "one", "version", "packs.not_a_number"),
        ("version", 0, "version", "packs.not_a_number"),
        ("version", True, "version", "packs.not_a_number"),
        ("pack", "Not A Slug", "pack", "packs.not_a_slug"),
        ("pack", 7, "pack", "packs.not_text"),
        ("kind", "Kind", "kind", "packs.not_a_slug"),
        ("effective_from", "soon", "effective_from", "packs.not_a_day"),
        ("sensitivity", "secret", "sensitivity", "packs.not_one_of"),
        ("legal_basis", "law", "legal_basis", "packs.not_a_list"),
        ("legal_basis", [{"url": "x"}], "legal_basis[0]", "packs.missing_key"),
        ("stages", [], "stages", "packs.not_a_mapping"),
        ("stages.closed.kind", "over", "stages.closed.kind", "packs.not_one_of"),
        ("stages.Closed", {"kind": "end", "holder": "nobody"}, "stages.Closed", "packs.not_a_slug"),
        ("initial", "start", "initial", "packs.unknown_stage"),
        ("moves.accept.to", "handlng", "moves.accept.to", "packs.unknown_stage_near"),
        ("moves.accept.from", ["submited"], "moves.accept.from[0]", "packs.unknown_stage_near"),
        ("moves.accept.do", ["wobble"], "moves.accept.do[0]", "packs.unknown_effect"),
        ("moves.accept.do", [{"start_clok": "intake"}], "moves.accept.do[0]", "packs.unknown_effect_near"),
        ("moves.accept.do", [{"end": "x", "flag": "y"}], "moves.accept.do[0]", "packs.unknown_effect"),
        ("moves.accept.do", [5], "moves.accept.do[0]", "packs.unknown_effect"),
        ("moves.accept.do", [{"start_clock": {"clok": "x"}}], "moves.accept.do[0].start_clock", "packs.missing_key"),
        ("moves.accept.do", [{"end": "now"}], "moves.accept.do[0].end", "packs.not_a_mapping"),
        ("moves.accept.ask.lead.type", "boddy", "moves.accept.ask.lead.type", "packs.not_one_of"),
        ("moves.accept.ask.lead.public", "yes", "moves.accept.ask.lead.public", "packs.not_yes_or_no"),
        ("moves.redo.when", [{"holds": "not (", "else": "x"}], "moves.redo.when[0].holds", "expr.unexpected_end"),
        ("moves.redo.when", [{"holds": "true"}], "moves.redo.when[0]", "packs.missing_key"),
        ("notices", {"accept": [{"to": ["everybody"]}]}, "notices.accept[0].to[0]", "packs.not_one_of"),
        ("ask.what.type", "essay", "ask.what", "forms.unknown_type"),
        ("confidential_if", "not (", "confidential_if", "expr.unexpected_end"),
        ("routing", [{"lead": "x"}], "routing[0]", "packs.missing_key"),
        ("routing", [{"lead": "x", "from": "now"}], "routing[0].from", "packs.not_a_day"),
        ("parameters", {"x": {"unit": "y", "values": {"now": 1}, "source": {"title": "t"}}}, "parameters.x.values.now", "packs.not_a_day"),
        ("parameters", {"x": {"unit": "y", "values": {}, "source": {"title": "t"}}}, "parameters.x.values", "packs.no_values"),
        ("parameters", {"x": {"unit": "y", "values": {"2026-01-01": []}, "source": {"title": "t"}}}, "parameters.x.values.2026-01-01", "packs.not_text"),
        ("parameters", {"x": {"unit": "y", "values": {"2026-01-01": 1}, "source": {"title": ""}}}, "parameters.x", "rules.no_source"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(path, value, field, code):
    assert (field, code) in problems(said(path, value))


def test_all_mistakes_are_told_at_once():
    whole = said("pack", "A B")
    whole["version"] = "x"
    whole["moves"]["accept"]["to"] = "nowhere"
    assert len(problems(whole)) == 3


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({}, ("parameters.line", "packs.missing_key")),
        ({"source": {"url": "x"}}, ("parameters.line.source", "packs.missing_key")),
        ({"source": {"title": ""}}, ("parameters.line", "rules.no_source")),
        ({"source": None}, ("parameters.line", "rules.no_source")),
    ],
)
def test_a_source_that_is_missing_is_told_once(source, told):
    line = {"unit": "fen", "values": {"2025-01-01": 1, "2026-01-01": 2, "2027-01-01": 3}, **source}
    (problem,) = read_definition(said("parameters", {"line": line}))
    assert (problem.field, problem.code) == told


def test_a_near_word_is_suggested():
    (found,) = read_definition(said("sensitivty", "sealed"))
    assert found == Problem(
        "sensitivty", "packs.unknown_key_near", {"value": "sensitivty", "near": "sensitivity"}
    )


def test_routing_and_figures_of_the_law_are_read():
    whole = said(
        routing=[
            {
                "subject": "demo:matter:01",
                "from": "2026-01-01",
                "lead": "$district:water",
                "supporting": ["b"],
            },
            {"from": "2026-01-01", "until": "2027-01-01", "area": "/1401/", "lead": "a", "reason": "pilot"},
        ],
        parameters={
            "look_back": {
                "unit": "years",
                "values": {"2004-12-01": 2},
                "source": {"title": "x", "confirmed": False},
            }
        },
        confidential_if="answers.keep_name",
        extends="base/request",
    )
    service = defined(whole)
    assert [row.id for row in service.routing] == ["routing[0]", "routing[1]"]
    assert service.routing[1].valid_to == date(2027, 1, 1)
    figure = service.parameters["look_back"].at(date(2026, 1, 1))
    assert figure is not None
    assert figure.value == 2
    assert not figure.source.confirmed
    assert service.confidential_if is not None
    assert service.extends == "base/request"


@pytest.mark.parametrize(
    "odd", [None, [], "text", 5, {"moves": {"a": None}}, {"ask": {"x": 1}}, {"clocks": {"c": 1}}]
)
def test_nothing_that_can_be_written_makes_reading_fail(odd):
    whole = (
        odd
        if isinstance(odd, dict)
        else {"pack": odd, "moves": odd, "stages": odd, "texts": odd, "order": odd}
    )
    assert isinstance(read_definition(whole), tuple)


def test_what_is_said_alike_is_read_once_and_what_is_wrong_each_time():
    whole = said()
    first, again = read_definition(whole), read_definition(said())
    assert first.lifecycle.moves["answer"] is again.lifecycle.moves["answer"]
    wrong = said()
    wrong["moves"]["answer"]["by"] = 5
    found = [read_definition(wrong) for _ in range(2)]
    assert found[0] == found[1]
    assert {one.field for one in found[0]} == {"moves.answer.by"}


def test_what_no_file_says_is_read_all_the_same():
    odd = said()
    odd["clocks"]["check"]["limit"] = date(2026, 1, 1)
    assert [(one.field, one.code) for one in read_definition(odd)] == [
        ("clocks.check.limit", "packs.not_text")
    ]


def test_what_is_left_of_a_condition_cut_by_its_comma_is_told_as_that():
    cut = {**said(), "opening": [{"flag": {"flag": "x", "when": "age(a", "today) < 6": None}}]}
    whole = {**said(), "today) < 6": None}
    assert ("today) < 6", "packs.cut_by_comma") in problems(whole)
    assert {code for _, code in problems(cut)} == {"packs.cut_by_comma"}
