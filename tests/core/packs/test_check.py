import pytest
from tests.core.packs.small import defined, said

from linli.core.packs.check import check
from linli.core.packs.finding import Finding
from linli.core.packs.read import read_definition


def codes(whole):
    return {(finding.code, finding.path) for finding in check(defined(whole))}


def test_a_sound_service_has_no_findings():
    assert check(defined(said())) == ()


GOOD_ROW = {"subject": "demo:matter:01", "area": "/1401/", "from": "2026-01-01", "lead": "a"}
LIMIT = {"limit": {"type": "limit"}}


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        # stages and moves
        ("stages.limbo", {"kind": "end", "holder": "nobody"}, "packs.unreachable", "stages.limbo"),
        ("moves.answer", None, "packs.dead_end", "stages.waiting"),
        ("moves.answer.when", [{"holds": "has_evidence", "else": "x"}], "packs.no_way_to_end", "stages.waiting"),
        ("moves.answer.when", [{"holds": "has_evidence or true", "else": "x"}], "packs.no_way_to_end", "stages.waiting"),
        ("moves.answer.by", ["stranger"], "packs.no_way_to_end", "stages.waiting"),
        ("moves.answer.ask", {"x": {"type": "choice"}}, "packs.no_way_to_end", "stages.waiting"),
        ("moves.answer.when", [{"holds": "actor_is_reporter and not actor_is_reporter", "else": "x"}], "packs.no_way_to_end", "stages.waiting"),
        ("moves.answer", {"from": ["waiting"], "to": "handling", "by": ["resident"], "ask": LIMIT, "do": [{"extend_clock": {"clock": "handle", "by": "limit"}}]}, "packs.no_way_to_end", "stages.waiting"),
        ("stages.closed", {"kind": "open", "holder": "body"}, "packs.no_end", "stages"),
        ("stages.contested", {"kind": "open", "holder": "checker"}, "packs.objection_alone", "stages.contested"),
        ("moves.accept.by", ["clark"], "packs.unknown_role_near", "moves.accept.by"),
        ("moves.accept.by", ["king"], "packs.unknown_role", "moves.accept.by"),
        ("moves.accept.by", [], "packs.nobody", "moves.accept.by"),
        ("moves.accept.from", [], "packs.from_nowhere", "moves.accept.from"),
        ("moves.accept.when", [{"holds": "retuns < 3", "else": "x"}], "packs.unknown_fact_near", "moves.accept.when[0].holds"),
        ("moves.accept.when", [{"holds": "case.flag.nobody_sets_it", "else": "x"}], "packs.unknown_fact", "moves.accept.when[0].holds"),
        ("moves.accept.when", [{"holds": "returns", "else": "x"}], "expr.wrong_answer_kind", "moves.accept.when[0].holds"),
        ("moves.accept.when", [{"holds": "1 > 2", "else": "x"}], "packs.never_holds", "moves.accept.when[0].holds"),
        ("moves.accept.ask.why", {"type": "choice"}, "packs.no_choices", "moves.accept.ask.why"),
        ("moves.accept.ask.why", {"type": "text", "choices": ["a"]}, "packs.choices_unused", "moves.accept.ask.why"),
        ("moves.accept.ask.why", {"type": "choice", "choices": ["a", "a"]}, "packs.choice_twice", "moves.accept.ask.why"),
        ("moves.accept.ask.why", {"type": "text", "public": True}, "packs.not_publishable", "moves.accept.ask.why"),
        ("moves.close.when", None, "packs.checks_own_work", "moves.close.when"),
        ("moves.accept.ask", {"leader": {"type": "body"}}, "packs.unknown_input_near", "moves.accept.do[0]"),
        ("moves.accept.ask", {}, "packs.unknown_input", "moves.accept.do[0]"),
        ("moves.accept.ask.lead", {"type": "text"}, "packs.wrong_input", "moves.accept.do[0]"),
        ("moves.report.ask.photos", {"type": "text"}, "packs.wrong_input", "moves.report.do[0]"),
        ("moves.close.do", [{"link": {"input": "case", "relation": "x"}}], "packs.unknown_input", "moves.close.do[0]"),
        ("moves.give_more_time.ask.limit", {"type": "choice", "choices": ["5_working_days", "a_while"]}, "clock.not_a_limit", "moves.give_more_time.ask.limit.choices"),
        ("moves.report.do", [{"part": {"state": "reported", "of": "leed"}}], "packs.unknown_part_near", "moves.report.do[0]"),
        ("moves.report.do", [{"part": "gone"}], "packs.unknown_part", "moves.report.do[0]"),
        # clocks
        ("clocks.promise", {"kind": "holder", "limit": "5 working_days", "max_extensions": 1}, "packs.no_promise", "clocks"),
        ("clocks.promise.limit", "0 working_days", "clock.limit_not_positive", "clocks.promise.limit"),
        ("clocks.other", {"kind": "holder", "limit": "1 working_days"}, "packs.clock_never_starts", "clocks.other"),
        ("moves.accept.do", [{"assign": {"lead": "lead"}}, {"start_clock": "promise"}, {"start_clock": "handle"}], "packs.clock_never_stops", "clocks.intake"),
        ("moves.accept.do", [{"start_clock": "promis"}], "packs.unknown_clock_near", "moves.accept.do[0]"),
        ("opening", [{"start_clock": "zzz"}], "packs.unknown_clock", "opening[0]"),
        ("clocks.handle.max_extensions", 0, "packs.extension_not_allowed", "moves.give_more_time.do[0]"),
        ("notices.give_more_time", None, "packs.extension_untold", "moves.give_more_time.do[1]"),
        ("clocks.promise.approvals", 1, "packs.approvals_differ", "moves.give_more_time.do[0]"),
        ("moves.reopen", {"from": ["closed"], "by": ["clerk"], "do": [{"start_clock": "check"}]}, "packs.clock_outlives", "clocks.check"),
        ("moves.answer.do", [{"resume_clock": "promise"}], "packs.clock_stays_paused", "clocks.handle"),
        ("moves.report.do", [{"start_clock": "check"}], "packs.clock_runs_on", "clocks.handle"),
        ("moves.ask.do", [{"pause_clock": "handle"}], "packs.promise_runs", "clocks.promise"),
        ("moves.ask.do", [{"pause_clock": "handle"}, {"pause_clock": "handle"}, {"pause_clock": "promise"}], "packs.pause_clock_twice", "moves.ask.do[1]"),
        ("moves.want_more_time.do", [{"resume_clock": "handle"}], "packs.resume_clock_twice", "moves.want_more_time.do[0]"),
        # around the course
        ("legal_basis", None, "packs.no_basis", "legal_basis"),
        ("confidential_if", "answers.kep_name", "expr.unknown_name_suggest", "confidential_if"),
        ("confidential_if", "answers.kind", "expr.wrong_answer_kind", "confidential_if"),
        ("notices.acept", [{"to": ["resident"]}], "packs.unknown_move_near", "notices.acept"),
        ("notices.accept", [{"to": []}], "packs.notice_to_nobody", "notices.accept"),
        ("notices.accept", [], "packs.notice_to_nobody", "notices.accept"),
        ("sensitivity", "sealed", "packs.listed_secret", "public.list"),
        ("public.fields", ["numbr"], "packs.unknown_field_near", "public.fields[0]"),
        ("evidence.mended", 1, "packs.unknown_outcome", "evidence.mended"),
        ("routing", [{**GOOD_ROW, "lead": "$community"}], "routing.community_lead", "routing[0]"),
        ("routing", [GOOD_ROW, {**GOOD_ROW, "subject": "demo:matter:02", "lead": "$subdistrict"}], "packs.no_place", "routing[1]"),
        ("routing", [GOOD_ROW, {**GOOD_ROW, "until": "2026-06-01"}], "routing.shadowed", "routing[1]"),
        ("routing", [GOOD_ROW, {**GOOD_ROW, "lead": "b"}], "routing.tie_rows", "routing[0]"),
    ],
)  # fmt: skip
def test_what_could_go_wrong_is_found_before_it_does(path, value, code, where):
    found = codes(said(path, value))
    assert any(one == code and (not where or place == where) for one, place in found), found


def test_clocks_of_a_course_without_a_start_are_left_to_reading():
    whole = said("initial", "nowhere")
    assert isinstance(read_definition(whole), tuple)


def test_an_extension_told_when_a_case_opens_needs_nobody_told():
    whole = said("opening", [{"start_clock": "intake"}, {"extend_clock": {"clock": "promise", "by": "x"}}])
    assert not {place for code, place in codes(whole) if code == "packs.extension_untold"}


def test_rows_that_leave_the_rest_to_the_city_are_fine():
    rows = [{"from": "2026-01-01", "lead": "$district:water", "supporting": ["b"]}, GOOD_ROW]
    assert check(defined({**said(routing=rows), "placed_by_staff": True})) == ()


@pytest.mark.parametrize("kind", ["place", "address", "area"])
def test_a_body_of_the_place_needs_a_question_that_asks_where(kind):
    whole = said(routing=[{"from": "2026-01-01", "lead": "b", "supporting": ["$subdistrict"]}])
    assert codes(whole) == {("packs.no_place", "routing[0]")}
    assert codes({**whole, "family": True}) == set()  # those who extend it ask
    whole["ask"]["where"] = {"type": kind}
    assert codes(whole) == set()


@pytest.mark.parametrize(
    ("lang", "key", "sentence", "code", "where"),
    [
        ("en", "move.accept", None, "packs.text_missing", "texts.en.move.accept"),
        ("zh", "move.accept", "  ", "packs.text_missing", "texts.zh.move.accept"),
        ("zh", "notice.accept", "{due} 前", "packs.text_unequal", "texts.en.notice.accept"),
        ("zh", "notice.accept", "{when} 前", "packs.text_blank", "texts.zh.notice.accept"),
        ("zh", "question.what.help", "照实写", "packs.text_missing", "texts.en.question.what.help"),
        ("en", "question.what.help", "As it is", "packs.text_missing", "texts.zh.question.what.help"),
    ],
)
def test_sentences_stand_in_both_languages_with_the_same_blanks(lang, key, sentence, code, where):
    texts = {one: dict(told) for one, told in defined(said()).texts.items()}
    texts[lang].pop(key, None)
    if sentence is not None:
        texts[lang][key] = sentence
    found = {(one.code, one.path) for one in check(read_definition(said(texts=texts)))}
    assert (code, where) in found


def test_members_and_choices_of_a_form_need_their_words():
    whole = said(
        "ask.crew",
        {
            "type": "members",
            "fields": {"name": {"type": "text"}, "sex": {"type": "choice", "choices": ["f"]}},
        },
    )
    whole["ask"]["other"] = {"type": "person"}
    keys = defined(whole).texts["zh"]
    assert {
        "question.crew",
        "question.crew.name",
        "choice.crew.sex.f",
        "question.other",
        "choice.kind.lamp",
    } <= {*keys}
    assert "question.other.name" not in keys  # the parts of a person are the product's own words


def test_a_finding_names_its_remedy():
    assert Finding("packs.dead_end", "x").remedy == "packs.remedy_dead_end"
