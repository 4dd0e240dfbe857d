"""The guide of a service: read, checked, joined with a family, told apart between versions."""

import json

import pytest
from tests.core.packs.small import defined, put, said

from linli.core.packs.check import check
from linli.core.packs.diff import diff
from linli.core.packs.family import resolve
from linli.core.packs.frozen import freeze, thaw
from linli.core.packs.guide import LifeEvent, Paper
from linli.core.packs.read import read_definition

SOURCE = {"title": "law", "note": "art. 3", "confirmed": False}
GUIDE = {
    "events": ["work", "hardship"],
    "body": "street_office",
    "who": ["worker"],
    "conditions": ["worked_here"],
    "counters": ["hall"],
    "promised": "promise",
    "legal": {"limit": "20 working_days", "source": SOURCE},
    "fee": {"fen": 1000, "source": SOURCE},
    "ask": {
        "other": {"type": "yes_no"},
        "kin": {"type": "choice", "choices": ["child", "friend"], "when": "answers.other"},
    },
    "materials": {
        "id_card": {},
        "mandate": {"paper": "filled_in", "when": "answers.kin = 'friend'"},
        "register": {"paper": "copy", "copies": 2, "held": {"when": "not answers.other", "source": SOURCE}},
    },
}


def guided(path="", value=None):
    guide = json.loads(json.dumps(GUIDE))
    for where, what in ({path: value} if path else {}).items():
        put(guide, where, what)
    return said(guide=guide)


def codes(whole):
    return {(one.code, one.path) for one in check(defined(whole))}


def test_a_guide_is_read_whole():
    guide = defined(guided()).guide
    assert guide.events == (LifeEvent.WORK, LifeEvent.HARDSHIP)
    assert (guide.fee.fen, guide.fee.grounds.confirmed) == (1000, False)
    assert [one.name for one in guide.materials] == ["id_card", "mandate", "register"]
    assert guide.materials[2].paper is Paper.COPY
    assert guide.materials[2].held.grounds.note == "art. 3"
    assert check(defined(guided())) == ()


def test_a_service_needs_no_guide():
    assert defined(said()).guide is None
    assert defined(said()).promised.limit == "5 working_days"


def test_of_two_promises_the_one_called_so_is_told():
    clocks = {"answer": {"kind": "promise", "limit": "1 working_days"}, **said()["clocks"]}
    whole = {**said(), "clocks": clocks}
    assert defined(whole).promised.limit == "5 working_days"
    clocks["day"] = clocks.pop("promise")
    assert defined({**whole, "moves": renamed(whole["moves"])}).promised.limit == "1 working_days"


def renamed(moves):
    return json.loads(json.dumps(moves).replace('"promise"', '"day"'))


def test_little_is_enough():
    guide = defined(said(guide={"events": ["work"], "body": "x", "who": ["all"]})).guide
    assert guide.legal is None
    assert guide.fee.fen == 0
    bare = defined(said(guide={"events": ["work"], "body": "x", "who": ["all"]}))
    assert bare.promised.limit == "5 working_days"
    assert check(bare) == ()


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("events", [], "packs.guide_empty", "guide.events"),
        ("who", [], "packs.guide_empty", "guide.who"),
        ("promised", "promis", "packs.unknown_clock_near", "guide.promised"),
        ("promised", "intake", "packs.unknown_clock", "guide.promised"),
        ("legal.limit", "soon", "clock.not_a_limit", "guide.legal.limit"),
        ("legal.limit", "3 working_days", "packs.promise_beyond_law", "guide.legal.limit"),
        ("ask.other", {"type": "yes_no", "required": True}, "packs.guide_required", "guide.ask.other"),
        ("ask.name", {"type": "text"}, "packs.guide_not_simple", "guide.ask.name"),
        ("ask.more", {"type": "yes_no"}, "packs.guide_unused", "guide.ask.more"),
        ("materials.mandate.when", "answers.kin", "expr.wrong_answer_kind", "guide.materials.mandate.when"),
        ("materials.register.held.when", "answers.kni = 'x'", "expr.unknown_name_suggest", "guide.materials.register.held.when"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(path, value, code, where):
    assert (code, where) in codes(guided(path, value))


def test_a_promise_in_another_unit_is_not_compared():
    assert codes(guided("legal.limit", "3 calendar_days")) == set()


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("events", ["party"], "packs.not_one_of", "guide.events[0]"),
        ("body", None, "packs.missing_key", "guide"),
        ("body", "Street office", "packs.not_a_slug", "guide.body"),
        ("who", ["The worker"], "packs.not_a_slug", "guide.who[0]"),
        ("fee.fen", "10 yuan", "packs.not_a_number", "guide.fee.fen"),
        ("legal", {"limit": "3 working_days"}, "packs.missing_key", "guide.legal"),
        ("ask.other", {"type": "yesno"}, "forms.unknown_type_suggest", "guide.ask.other"),
        ("materials.mandate.when", "answers.", "expr.unexpected_character", "guide.materials.mandate.when"),
        ("materials.mandate.paper", "stone", "packs.not_one_of", "guide.materials.mandate.paper"),
        ("materials.register.held", {}, "packs.missing_key", "guide.materials.register.held"),
    ],
)
def test_what_cannot_be_read_is_told(path, value, code, where):
    found = read_definition(guided(path, value))
    assert isinstance(found, tuple)
    assert (code, where) in {(one.code, one.field) for one in found}, found


def test_the_order_of_questions_and_materials_outlives_storage():
    kept = thaw(json.loads(json.dumps(freeze(guided()), sort_keys=True)))
    assert [*kept["guide"]["materials"]] == ["id_card", "mandate", "register"]
    assert [*kept["guide"]["ask"]] == ["other", "kin"]
    assert kept == guided()


def test_every_sentence_of_a_guide_is_asked_for():
    keys = defined(guided()).texts["en"].keys()
    assert {
        "words", "guide.body.street_office", "guide.who.worker", "guide.condition.worked_here",
        "guide.counter.hall", "guide.hours.hall", "guide.question.kin", "guide.choice.kin.friend",
        "material.mandate", "material.mandate.why",
    } <= keys  # fmt: skip


def test_an_overlay_adds_to_the_guide_of_its_family():
    own = {
        "pack": "own",
        "version": 1,
        "extends": "base/small",
        "effective_from": "2026-02-01",
        "guide": {"events": ["birth"], "materials": {"photo": {}}},
    }
    whole = resolve(own, guided())
    assert isinstance(whole, dict)
    assert whole["guide"]["events"] == ["birth"]
    assert [*whole["guide"]["materials"]] == ["id_card", "mandate", "register", "photo"]
    assert whole["guide"]["body"] == "street_office"


def test_an_overlay_may_bring_the_first_guide():
    own = {"pack": "own", "version": 1, "effective_from": "2026-02-01", "guide": GUIDE}
    assert resolve(own, said())["guide"] == GUIDE


def test_versions_differ_by_what_has_to_be_brought_and_paid():
    old, new = defined(guided()), defined(guided("materials.photo", {}))
    assert [one.code for one in diff(old, new, "en")] == ["packs.diff_materials_added"]
    assert [one.code for one in diff(new, old, "en")] == ["packs.diff_materials_dropped"]
    dearer = defined(guided("fee.fen", 2050))
    assert [(one.code, one.params["new"]) for one in diff(old, dearer, "en")] == [("packs.diff_fee", "20.50")]
    assert not [one for one in diff(defined(said()), old, "en") if one.code == "packs.diff_fee"]
