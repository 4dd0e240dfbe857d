import pytest
from tests.core.packs.small import defined, said

from linli.core.packs.diff import diff
from linli.core.packs.explain import explain


def codes(reasons):
    return [reason.code for reason in reasons]


def test_a_course_is_told_from_its_title_to_its_end():
    told = explain(defined(said()), "zh", lambda key: key)
    assert codes(told)[:4] == [
        "packs.told_title",
        "packs.told_basis",
        "packs.told_normal",
        "packs.told_questions",
    ]
    assert codes(told)[-1] == "packs.told_end"
    assert {"packs.told_clock_promise", "packs.told_clock_holder_condition", "packs.told_extensions"} <= {
        *codes(told)
    }
    assert {"packs.told_or_else", "packs.told_needs", "packs.told_tells", "packs.told_move_stays"} <= {
        *codes(told)
    }


def test_words_stand_in_a_row_as_the_language_does():
    questions = [explain(defined(said()), lang, str)[3].params["questions"] for lang in ("zh", "en")]
    assert questions == [
        "question.what zh、question.kind zh、question.keep_name zh",
        "question.what en, question.kind en, question.keep_name en",
    ]


def test_a_service_off_the_list_says_so():
    public = {"list": False, "place": "none", "summary": "never"}
    told = codes(explain(defined(said(public=public)), "en", str))
    assert "packs.told_unlisted" in told
    assert "packs.told_normal" not in told


def test_a_service_without_questions_tells_none():
    assert "packs.told_questions" not in codes(explain(defined(said(ask={})), "en", str))


def test_what_is_asked_only_sometimes_and_what_may_be_left_out_is_told_as_such():
    ask = {"keep_name": {"type": "yes_no"}, "why": {"type": "text", "when": "answers.keep_name"}}
    told = explain(defined(said(ask=ask)), "en", lambda key: " (sometimes)" if "sometimes" in key else key)
    assert told[3].params["questions"] == "question.keep_name en, question.why en (sometimes)"
    assert "input.helpers en" in {one.params["inputs"] for one in told if one.code == "packs.told_takes"}


def test_a_sum_among_what_moves_ask_for_is_known_by_its_name():
    whole = said()
    whole["moves"]["accept"]["ask"]["deposit"] = {"type": "money"}
    assert [defined(whole).is_money(name) for name in ("deposit", "lead", "nothing")] == [True, False, False]
    assert not defined(whole).is_date("deposit")


def test_the_same_service_changes_nothing():
    assert diff(defined(said()), defined(said()), "zh") == ()


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("clocks.promise.limit", "9 working_days", "packs.diff_promise_longer"),
        ("clocks.promise.limit", "2 working_days", "packs.diff_promise_shorter"),
        ("clocks.promise.limit", "5 calendar_days", "packs.diff_promise_other"),
        ("clocks.promise.limit", "soon", "packs.diff_promise_other"),
        ("clocks.promise.max_extensions", 3, "packs.diff_extensions"),
        ("moves.leave", {"from": ["handling"], "to": "closed", "by": ["resident"]}, "packs.diff_moves_added"),
        ("moves.answer", None, "packs.diff_moves_dropped"),
        ("stages.limbo", {"kind": "end", "holder": "nobody"}, "packs.diff_stages_added"),
        ("ask.more", {"type": "text"}, "packs.diff_questions_added"),
        ("ask.kind", None, "packs.diff_questions_dropped"),
        ("ask.kind.required", True, "packs.diff_required"),
        ("ask.what.required", False, "packs.diff_optional"),
        ("notices.report", [{"to": ["resident"]}], "packs.diff_notices_added"),
        ("notices.accept", None, "packs.diff_notices_dropped"),
        ("public.list", False, "packs.diff_unlisted"),
        ("public.fields", ["number", "stage", "outcome"], "packs.diff_shows_more"),
        ("public.fields", ["number"], "packs.diff_shows_less"),
        ("public.place", "none", "packs.diff_place"),
        ("evidence.solved", 2, "packs.diff_evidence"),
        ("sensitivity", "sealed", "packs.diff_sensitivity"),
    ],
)  # fmt: skip
def test_what_changes_for_residents_is_told(path, value, code):
    assert code in codes(diff(defined(said()), defined(said(path, value)), "en"))


def test_what_comes_back_onto_the_list_is_told_and_a_dropped_stage_too():
    more = {
        "public": {"list": False},
        "stages": {**said()["stages"], "x": {"kind": "end", "holder": "nobody"}},
    }
    found = codes(diff(defined(said(**more)), defined(said()), "zh"))
    assert {"packs.diff_listed", "packs.diff_stages_dropped"} <= {*found}


def test_reworded_sentences_are_counted():
    new = defined(said())
    new.texts["zh"]["move.accept"] = "另一种说法"
    (found,) = diff(defined(said()), new, "zh")
    assert (found.code, found.params) == ("packs.diff_sentences", {"n": 1})


def test_the_guide_is_told_before_the_course():
    one = said()
    one["guide"] = {
        "events": ["daily"], "body": "street", "who": ["anybody"], "conditions": ["lives_here"],
        "counters": ["hall"],
        "legal": {"limit": "20 working_days", "source": {"title": "the law"}},
        "fee": {"fen": 1050, "source": {"title": "the list of fees"}},
        "ask": {"rents": {"type": "yes_no"}},
        "materials": {
            "card": {"paper": "original"},
            "contract": {"paper": "copy", "when": "answers.rents"},
            "register": {"held": {"when": "true", "source": {"title": "ours"}}},
        },
    }  # fmt: skip
    told = explain(defined(one), "en", str)
    assert [reason.code for reason in told if reason.code.startswith("packs.told_guide")] == [
        "packs.told_guide_who", "packs.told_guide_condition", "packs.told_guide_counter", "packs.told_guide_bring",
        "packs.told_guide_bring", "packs.told_guide_held", "packs.told_guide_legal", "packs.told_guide_fee",
    ]  # fmt: skip
    assert next(one.params["yuan"] for one in told if one.code == "packs.told_guide_fee") == "10.50"
    one["guide"] |= {"fee": {"fen": 0}, "conditions": [], "legal": None, "counters": []}
    del one["guide"]["legal"]
    assert "packs.told_guide_free" in codes(explain(defined(one), "en", str))
