"""Entitlements as data: read, checked, decided, without anything around the core."""

import copy
import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from linli.core.expr.parse import parse
from linli.core.forms.answers import Answers, read_answers
from linli.core.packs.benefit import Benefit, frozen_order, read_benefit
from linli.core.packs.check_benefit import check_benefit
from linli.core.packs.entitlement import Entitlement, entitlement, overlaps
from linli.core.rules.never_zero import OfRules, divisions, lowest
from linli.core.rules.parameters import Dated, Parameter, Source
from linli.core.rules.ruleset import Formula, Provision, Ruleset
from linli.core.shared.outcomes import Refusal

SHIPPED = Path(__file__).resolve().parents[3] / "packs" / "benefits"
NAMES = sorted(path.name for path in SHIPPED.iterdir())
ON = date(2026, 3, 1)


def plain(value):
    """YAML as packs read it: days are text."""
    if isinstance(value, dict):
        return {"on" if key is True else str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def load(path):
    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def said(name="childcare-allowance"):
    folder = SHIPPED / name
    texts = {lang: load(folder / f"texts.{lang}.yaml") for lang in ("zh", "en")}
    whole = {**load(folder / "rules.yaml"), "texts": texts}
    for one in whole.get("parameters", {}).values():
        for since, value in one["values"].items():
            if isinstance(value, dict) and "file" in value:
                rows = csv.reader((folder / value["file"]).read_text(encoding="utf-8").splitlines()[1:])
                one["values"][since] = {"list": [*rows]}
    return whole


def benefit(name="childcare-allowance"):
    found = read_benefit(said(name))
    assert isinstance(found, Benefit), found
    return found


def decided(one, raw, on=ON, passed=()):
    answers = read_answers(one.form, raw, on)
    assert isinstance(answers, Answers), answers
    return entitlement(one, answers, on, frozenset(passed))


@pytest.mark.parametrize("name", NAMES)
def test_every_scenario_comes_out_as_its_answer(name):
    one = benefit(name)
    assert check_benefit(one) == ()
    for path in sorted((SHIPPED / name / "scenarios").iterdir()):
        scenario = load(path)
        expect, on = scenario["expect"], date.fromisoformat(scenario["on"])
        read = read_answers(one.form, scenario["answers"], on)
        if "refused" in expect:
            assert not isinstance(read, Answers) or overlaps(one, read.values)
            continue
        found = entitlement(one, read, on)
        wanted = expect.get(one.rules.answer)
        assert overlaps(one, read.values) == ()
        assert wanted is None or found.entitled == (None if wanted == "unknown" else wanted)


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_questions_survives_storing(name):
    one = benefit(name)
    again = read_benefit(json.loads(json.dumps(frozen_order(said(name)), sort_keys=True)))
    assert again == one
    assert [each.name for each in again.form.questions] == [each.name for each in one.form.questions]
    assert read_benefit({**said(name), "order": {"ask": "x", "fields": {"none": ["a"]}}}) == one


MISTAKES = [
    (("sources", "plan", "certainty"), "sure", "packs.not_one_of"),
    (("parameters", "a_year", "source"), "law", "packs.rule_no_source"),
    (("parameters", "a_year", "values"), {"2025-01-01": "x"}, "packs.rule_bad_number"),
    (("parameters", "a_year", "values"), {"2025-01-01": [1]}, "packs.rule_bad_number"),
    (("parameters", "a_year", "values"), {"2025-01-01": {"rows": []}}, "packs.rule_bad_table"),
    (("parameters", "a_year", "values"), {"2025-01-01": {"bands": [[1]]}}, "packs.rule_bad_table"),
    (("rules", "young", "formulas"), {"2025-01-01": "on <"}, "expr.unexpected_end"),
    (("apart",), {"birth": ["a"]}, "packs.rule_bad_apart"),
    (("ask", "citizen", "type"), "yes", "forms.unknown_type"),
    (("answer",), "nobody", "rules.no_answer"),
    (("answer",), "last_day", "packs.rule_answer_kind"),
    (("events",), [], "packs.rule_no_event"),
    (("shows",), {"nothing": "fen"}, "packs.rule_unknown"),
    (("cost",), "months", "packs.rule_cost"),
    (("as_of",), "citizen", "packs.rule_unknown"),
    (("apart",), {"birth": ["a", "b"]}, "packs.rule_unknown"),
    (("ask", "spare"), {"type": "text"}, "packs.rule_unused"),
    (("texts", "en", "title"), " ", "packs.text_missing"),
    (("texts", "en", "titel"), "x", "packs.unused_text_near"),
    (("texts", "en", "word.x"), "x", "packs.text_missing"),
    (("sources", "plan", "certainty"), "example", "packs.rule_example_untold"),
    (("parameters", "until_age", "values"), {"2027-01-01": 3}, "rules.not_begun_then"),
    (("parameters", "until_age", "values"), {"2025-01-01": 3, "2026-01-01": None}, "rules.repealed_then"),
    (("rules", "last_day", "formulas"), {"2027-01-01": "on"}, "rules.not_begun_then"),
    (("rules", "months", "formulas"), {"2025-01-01": "a_year / until_age / 0"}, "rules.may_divide_by_zero"),
]  # fmt: skip


def test_a_source_that_is_missing_is_told_once():
    whole = copy.deepcopy(said("childcare-allowance"))
    del whole["parameters"]["a_year"]["source"]
    (problem,) = read_benefit(whole)
    assert (problem.code, problem.field) == ("packs.missing_key", "parameters.a_year")


def changed(path, value, name="childcare-allowance"):
    whole = copy.deepcopy(said(name))
    inner = whole
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "code"), MISTAKES, ids=[f"{one[2]}-{one[0][0]}" for one in MISTAKES]
)
def test_a_mistake_is_found(path, value, code):
    read = read_benefit(changed(path, value))
    found = check_benefit(read) if isinstance(read, Benefit) else read
    assert any(one.code.startswith(code) for one in found), found


def test_a_column_of_a_table_must_be_a_day():
    read = read_benefit(changed(("apart",), {"periods": ["begins", "end"]}, "insurance-coverage"))
    assert [one.code for one in check_benefit(read)] == ["packs.rule_unknown_near"]


def test_words_flags_and_own_sources_are_read():
    whole = changed(
        ("parameters", "motto"), {"unit": "word", "source": "plan", "values": {"2025-01-01": "x"}}
    )
    whole["sources"]["other"] = {"title": "Other", "certainty": "seen"}
    whole["parameters"]["a_year"]["values"]["2026-01-01"] = {"value": "3600.5", "source": "other"}
    young = whole["rules"]["young"]["formulas"]
    young |= {"2026-01-01": {"formula": True, "source": "other"}, "2027-01-01": None}
    read = read_benefit(whole)
    assert read.rules.parameters["motto"].at(ON).value == "x"
    assert read.rules.parameters["a_year"].at(ON).value == Decimal("3600.5")
    assert read.rules.provisions["young"].at(ON).source.title == "Other"
    assert read.rules.provisions["young"].at(date(2027, 5, 1)).expression is None
    found = decided(read, {"birth": "2001-01-01", "citizen": True})
    assert found.entitled is True
    assert check_benefit(read)
    later = decided(read, {"birth": "2026-01-01", "citizen": True}, date(2027, 5, 1))
    assert (later.entitled, later.waits_for, later.next) == (None, (), None)


def test_a_result_that_is_repealed_is_left_out():
    read = read_benefit(changed(("rules", "months", "formulas"), {"2025-01-01": "3", "2026-01-01": None}))
    found = decided(read, {"birth": "2026-01-01", "citizen": True})
    assert [*found.results] == ["a_year_now", "in_all"]
    assert found.results["in_all"] is None


def test_a_stay_without_an_end_overlaps_nothing():
    assert overlaps(benefit("insurance-coverage"), {"periods": [{"begins": "2025-01-01"}]}) == ()
    assert decided(benefit(), {}).next in {"birth", "citizen"}


def test_what_is_asked_next_leaves_least_open():
    one = benefit("social-assistance")
    first = decided(one, {})
    assert first.next in first.waits_for
    assert decided(one, {}, passed=[each.name for each in one.form.questions]).next is None
    medical = benefit("medical-reimbursement")
    assert decided(medical, {}).next == "discharged"
    assert decided(medical, {}, passed=["discharged"]).next == "insured"
    assert decided(medical, {"insured": "residents"}, passed=["discharged"]).next is not None
    disability = benefit("disability-allowance")
    assert decided(disability, {}).next == "certificate"
    assert decided(disability, {"certificate": True}).next == "institution"


def test_grounds_name_provisions_and_examples():
    found = decided(
        benefit("old-age-allowance"), {"birth": "1930-01-01", "registered": True, "pays_elsewhere": False}
    )
    assert found.examples
    assert {"entitled", "old_enough", "from_age", "amounts"} <= {one.name for one in found.provisions}
    assert not decided(benefit(), {"birth": "2001-01-01"}).examples


def test_before_the_rules_there_is_no_answer():
    assert isinstance(decided(benefit(), {}, date(2001, 1, 1)), Refusal)


def test_conditions_say_what_would_have_to_be_otherwise():
    found = decided(benefit("old-age-allowance"), {"birth": "2000-01-01", "pays_elsewhere": True})
    assert isinstance(found, Entitlement)
    assert [(one.sort, one.name, one.wanted, one.known) for one in found.conditions] == [
        ("rule", "old_enough", True, True),
        ("question", "registered", True, False),
        ("question", "pays_elsewhere", False, True),
    ]


SOURCE = Source("x")


def bound(text, **facts):
    """The least of a formula over a parameter p (2 or 3), a word w, a provision v (5) and one of itself."""
    parameters = {
        "p": Parameter("p", "", (Dated(ON, 2, SOURCE), Dated(date(2027, 1, 1), Decimal(3), SOURCE))),
        "w": Parameter("w", "", (Dated(ON, "x", SOURCE),)),
    }
    provisions = {
        "v": Provision(
            "v", "number", (Formula(ON, parse("5"), SOURCE), Formula(date(2027, 1, 1), None, SOURCE))
        ),
        "loop": Provision("loop", "number", (Formula(ON, parse("loop"), SOURCE),)),
    }
    rules = Ruleset("r", "v", {}, parameters, provisions)
    return lowest(parse(text).root, OfRules(rules, {name: Decimal(one) for name, one in facts.items()}))


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("4", 4), ("'a'", None), ("p", 2), ("w", None), ("v", 5), ("loop", None), ("q", 1), ("other", None),
        ("count(q)", 1), ("count(q, x)", None), ("max(other, 3)", 3), ("max(other, other)", None),
        ("min(p, v)", 2), ("min(p, other)", None), ("known_or(p, 1)", 1), ("if(other, p, v)", 2), ("abs(p)", None),
        ("p + v", 7), ("p * v", 10), ("p - v", None), ("p + v * 2", 12), ("p + other", None), ("-p", None),
    ],
)  # fmt: skip
def test_the_least_of_a_divisor(text, least):
    assert bound(text, q=1) == least


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        ("a / 0", ["0"]), ("a / b", ["b"]), ("a / 4 / q", []), ("a / b / c", ["b", "c"]),
        ("if(b = 0, 0, a / b)", []), ("if(b = 0, a / b, 1)", ["b"]), ("if(b = 1, 0, a / b)", ["b"]),
        ("if(b != 0, a / b, 0)", []), ("if(b > 0, a / b, 0)", []), ("if(b > -1, a / b, 0)", ["b"]),
        ("if(b >= 0.5, a / b, 0)", []), ("if(b >= 0, a / b, 0)", ["b"]), ("if(b <= 0, 0, a / b)", []),
        ("if(b < 1, 0, a / b)", []), ("if(b < 0, 0, a / b)", ["b"]), ("if(b, 0, a / b)", ["b"]),
        ("if(b != c, a / b, 0)", ["b"]), ("if(a / b > 1, 1, 2)", ["b"]), ("if(c > 0, a / b, 0)", ["b"]),
        ("if(b > 0, if(c > 0, a / b / c, 1), 2)", []), ("sum(group, a / b)", ["b"]), ("a - b * c", []),
    ],
)  # fmt: skip
def test_a_divisor_is_kept_from_nought_by_an_if_around_it(text, unsure):
    found = divisions("x", parse(text), {"q": Decimal(1)}.get)
    assert [one.params["text"] for one in found] == unsure
