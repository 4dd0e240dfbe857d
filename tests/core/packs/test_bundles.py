"""Bundles as data: read, checked, and how their parts stand towards each other, without anything around the core."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.packs.small import SMALL
from tests.core.packs.test_entitlements import SHIPPED, load

from linli.core.forms.answers import read_answers
from linli.core.packs import fan_out
from linli.core.packs.bundle import BundleDefinition, freeze_bundle, read_bundle
from linli.core.packs.check_bundle import check_bundle, needed
from linli.core.packs.family import resolve
from linli.core.packs.fan_out import Need, Part, Stand
from linli.core.packs.read import read_definition

PACKS = SHIPPED.parent
NAMES = ("newborn", "school-start")
G, R, W, OPEN, S, N = (
    Stand.GRANTED,
    Stand.REFUSED,
    Stand.WAITING,
    Stand.OPEN,
    Stand.STOPPED,
    Stand.NOT_NEEDED,
)


def said(name="newborn"):
    folder = PACKS / "bundles" / name
    texts = {lang: load(folder / f"texts.{lang}.yaml") for lang in ("zh", "en")}
    return {**load(folder / "bundle.yaml"), "texts": texts}


def folder_of(path):
    texts = {lang: load(path / f"texts.{lang}.yaml") for lang in ("zh", "en")}
    return {**load(path / "pack.yaml"), "texts": texts}


def services():
    family = folder_of(PACKS / "base" / "part")
    found = (
        read_definition(resolve(folder_of(path), family)) for path in sorted((PACKS / "parts").iterdir())
    )
    return {one.name: one for one in found}


SERVICES = services()


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_bundle_has_no_findings_and_keeps_its_order(name):
    one = read_bundle(said(name))
    assert isinstance(one, BundleDefinition), one
    assert check_bundle(one, SERVICES) == ()
    assert read_bundle(json.loads(json.dumps(freeze_bundle(said(name)), sort_keys=True))) == one
    assert one.text("title", "zh")
    assert one.text("nothing", "zh") == ""
    assert one.part("none") is None


def test_a_table_keeps_the_order_of_its_columns():
    table = {"type": "members", "fields": {"z": {"type": "text"}, "a": {"type": "text"}}}
    whole = said()
    whole["ask"] = {**whole["ask"], "children": table}
    frozen = json.loads(json.dumps(freeze_bundle(whole), sort_keys=True))
    found = {one.name: one for one in read_bundle(frozen).form.questions}
    assert [one.name for one in found["children"].fields] == ["z", "a"]


def changed(path, value):
    """The newborn bundle with one place of it changed; None takes it out."""
    whole = copy.deepcopy(said())
    *steps, last = path.split("/")
    here = whole
    for step in steps:
        here = here[int(step)] if isinstance(here, list) else here[step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return whole


UNREADABLE = {
    "parts/household/service": (5, "packs.not_text"),
    "parts/household/colour": ("red", "packs.unknown_key"),
    "parts/household/after": ({"card": "soon"}, "packs.not_one_of"),
    "parts/household/when": ("answers.", "expr.name_form"),
    "conditions/0/holds": ("1 +", "expr.unexpected_end"),
    "conditions/0/else": ("No Certificate", "packs.not_a_slug"),
    "bundle": ("New Born", "packs.not_a_slug"),
    "ask/sex": ({"type": "shape"}, "forms.unknown_type"),
    "legal_basis/0/title": (None, "packs.missing_key"),
    "events": (["party"], "packs.not_one_of"),
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_what_cannot_be_read_is_told(path):
    value, code = UNREADABLE[path]
    found = read_bundle(changed(path, value))
    assert not isinstance(found, BundleDefinition)
    assert {one.code.removesuffix("_near") for one in found} & {code} or code.startswith(("expr.", "forms."))


WRONG = {
    "events": ([], "packs.rule_no_event"),
    "parts/card/after": ({"insurances": "granted"}, "packs.rule_unknown_near"),
    "parts/card/service": ("social-security-cards", "packs.rule_unknown_near"),
    "parts/card/granted": (["handling"], "packs.bundle_no_end"),
    "parts/card/withdrawn": (["granted"], "packs.bundle_both"),
    "parts/card/when": ("answers.sex", "expr.wrong_answer_kind"),
    "conditions/0/holds": ("answers.nothing", "expr.unknown_name"),
    "parts/household/when": ("1 / 0 > 2", "rules.may_divide_by_zero"),
    "ask/wants_card/when": ("1 / 0 > 2", "rules.may_divide_by_zero"),
    "parts/card/answers/colour": ("sex", "packs.rule_unknown"),
    "parts/card/answers/child_name": ("nobody", "packs.rule_unknown"),
    "parts/card/answers/born_on": ("sex", "packs.bundle_other_type"),
    "parts/household/answers/sex": (None, "packs.bundle_unanswered"),
    "ask/wants_pram": ({"type": "yes_no"}, "packs.rule_unused"),
    "ask/account_holder/when": ("answers.wants_card", "packs.bundle_unanswered"),
    "ask/home/required": (False, "packs.bundle_unanswered"),
    "ask/child_name/max_length": (200, "packs.bundle_other_type"),
    "sensitivity": ("normal", "packs.bundle_open"),
    "parts/household/after": ({"card": "decided"}, "packs.bundle_round"),
    "texts/zh/title": (" ", "packs.text_missing"),
    "texts/en/question.home.help": (None, "packs.text_missing"),
    "texts/en/part.crad": ("A card", "packs.unused_text_near"),
    "texts/en/refused.card": ("Nothing", "packs.unused_text_near"),
}


@pytest.mark.parametrize("path", WRONG)
def test_what_is_wrong_with_a_bundle_is_found(path):
    value, code = WRONG[path]
    one = read_bundle(changed(path, value))
    assert isinstance(one, BundleDefinition), one
    assert code in {each.code for each in check_bundle(one, SERVICES)} | {
        each.code.removesuffix("_near").removesuffix("_suggest") for each in check_bundle(one, SERVICES)
    }


def test_one_part_alone_is_no_bundle_and_a_service_that_asks_less_is_fine():
    whole = said()
    whole["parts"] = {"household": whole["parts"]["household"]}
    assert "packs.bundle_size" in {one.code for one in check_bundle(read_bundle(whole), SERVICES)}
    small = read_definition(SMALL)
    whole["parts"] = {"a": {"service": "small", "granted": ["closed"]}}
    codes = {one.code for one in check_bundle(read_bundle(whole), {"small": small})}
    assert "packs.bundle_unanswered" in codes  # it asks what happened, and nothing says it


def test_needed_sentences_are_named_once():
    keys = needed(read_bundle(said()))
    assert len(keys) == len({*keys})
    assert "refused.household" in keys
    assert "refused.card" not in keys  # nothing waits for the card


ANSWERS = {"has_certificate": True, "wants_insurance": True, "wants_card": True, "wants_allowance": False}


def facts(**more):
    one = read_bundle(said())
    kept = [each for each in one.form.questions if each.name in ANSWERS]
    return one, read_answers(type(one.form)(tuple(kept)), {**ANSWERS, **more}).facts


def test_parts_begin_when_those_they_wait_for_are_decided():
    one, known = facts()
    stands = fan_out.begin(one.parts, known)
    assert stands == {"household": W, "vaccination": W, "insurance": W, "card": W, "allowance": N}
    assert fan_out.ready(one.parts, stands) == ("household", "vaccination")
    stands = fan_out.become(one.parts, {**stands, "household": OPEN}, "household", G)
    assert fan_out.ready(one.parts, stands) == ("vaccination", "insurance")
    assert fan_out.waits_for(one.part("card"), stands) == ("insurance",)
    refused = fan_out.become(one.parts, stands, "insurance", R)
    assert "card" in fan_out.ready(one.parts, refused)  # it waits for a decision, whichever it is
    assert fan_out.telling(one.parts, refused) == ("insurance",)
    assert fan_out.changes(stands, refused) == {"insurance": "refused"}


def test_a_refusal_stops_what_needs_it_until_the_case_is_taken_up_anew():
    one, known = facts()
    begun = {**fan_out.begin(one.parts, known), "household": OPEN, "vaccination": G}
    refused = fan_out.become(one.parts, begun, "household", R)
    assert refused == {"household": R, "vaccination": G, "insurance": S, "card": S, "allowance": N}
    assert fan_out.is_done(refused)
    again = fan_out.become(one.parts, refused, "household", OPEN)
    assert again == {"household": OPEN, "vaccination": G, "insurance": W, "card": W, "allowance": N}
    assert not fan_out.is_done(again)


def test_conditions_hold_or_are_named():
    one, known = facts()
    assert one.unmet(known) == ()
    assert one.unmet(facts(has_certificate=False)[1]) == ("no_birth_certificate",)


def test_what_a_stage_means_and_what_a_part_is_given():
    part = read_bundle(said()).part("household")
    course = SERVICES["birth-registration"].lifecycle
    stages = {"handling": OPEN, "granted": G, "refused": R, "withdrawn": Stand.WITHDRAWN, "elsewhere": OPEN}
    wide = Part("a", "a", granted=frozenset({"solved"}))  # a service whose outcome says it
    assert fan_out.stand_of(wide, course, "granted", "solved") is G
    assert {stage: fan_out.stand_of(part, course, stage) for stage in stages} == stages
    assert fan_out.filled(part, {"sex": "girl", "account_number": "1"}) == {"sex": "girl"}


NAMED = ("a", "b", "c", "d")


@st.composite
def plans(draw):
    """Parts of which each may wait for earlier ones."""
    return tuple(
        Part(name, name, after={
            other: draw(st.sampled_from(Need)) for other in NAMED[:place] if draw(st.booleans())
        })
        for place, name in enumerate(NAMED)
    )  # fmt: skip


@settings(max_examples=60)
@given(plans(), st.data())
def test_whatever_is_decided_a_bundle_comes_to_an_end_and_can_be_replayed(parts, data):
    stands = fan_out.begin(parts, {})
    entries = [{"parts": fan_out.changes({}, stands)}, {}]
    for _ in range(2 * len(parts)):
        for name in fan_out.ready(parts, stands):
            entries.append({"parts": {name: "open"}})
            stands = {**stands, name: OPEN}
        under_way = [name for name, one in stands.items() if one is OPEN]
        if not under_way:
            break
        name = data.draw(st.sampled_from(under_way))
        after = fan_out.become(parts, stands, name, data.draw(st.sampled_from([G, R, Stand.WITHDRAWN])))
        entries.append({"parts": fan_out.changes(stands, after)})
        stands = after
    assert fan_out.is_done(stands)
    assert fan_out.replay(entries) == stands
