"""Entitlements: the shipped ones decide as written, and each way to write one wrongly is found in its line."""

import json
import shutil

import pytest
from click.testing import CliRunner

from linli.core.packs.benefit import Benefit, read_benefit
from linli.core.packs.definition import LANGUAGES
from linli.packs import telling
from linli.packs.benefits import check_benefit_folder, check_benefits, frozen_benefit, play_benefit
from linli.packs.folder import RULES, SHIPPED, packs_below
from linli.site.cli.rules import rules

BENEFITS = SHIPPED / "benefits"
SHIPPED_RULES = [path.name for path in packs_below(BENEFITS, RULES)]


@pytest.mark.parametrize("name", SHIPPED_RULES)
def test_a_shipped_entitlement_has_no_findings_and_its_scenarios_come_out_as_written(name):
    checked = check_benefit_folder(BENEFITS / name)
    assert [telling.told(one) for one in (*checked.found, *play_benefit(checked))] == []


@pytest.mark.parametrize("name", SHIPPED_RULES)
def test_what_is_published_reads_as_what_was_written(name):
    checked = check_benefit_folder(BENEFITS / name)
    stored = json.loads(json.dumps(frozen_benefit(checked), sort_keys=True))
    read = read_benefit(stored)
    assert isinstance(read, Benefit)
    assert read == checked.benefit
    assert [one.name for one in read.form.questions] == [one.name for one in checked.benefit.form.questions]
    assert [*read.rules.provisions] == [*checked.benefit.rules.provisions]


@pytest.mark.parametrize("name", SHIPPED_RULES)
def test_a_shipped_entitlement_shows_a_yes_and_a_no(name):
    checked = check_benefit_folder(BENEFITS / name)
    answer = checked.benefit.rules.answer
    said = [one.value["expect"].get(answer) for one in checked.folder.scenarios.values()]
    assert True in said
    assert False in said


WRONG = [
    ("rules.yaml", "young and answers.citizen", "young and answers.citizn", "expr.unknown_name_suggest"),
    ("rules.yaml", "a_year / 12 * months", "a_year / 0 * months", "rules.may_divide_by_zero"),
    ("rules.yaml", "a_year / 12 * months", "a_year / months", "rules.may_divide_by_zero"),
    ("rules.yaml", "a_year / 12 * months", "a_year / (12 - 12)", "rules.may_divide_by_zero"),
    ("rules.yaml", "values: {2025-01-01: 3}", "values: {2027-01-01: 3}", "rules.not_begun_then"),
    ("rules.yaml", "values: {2025-01-01: 3}", "values: {2025-01-01: 3, 2026-01-01: null}", "rules.repealed_then"),
    ("rules.yaml", "answer: entitled", "answer: last_day", "packs.rule_answer_kind"),
    ("rules.yaml", "answer: entitled", "answer: nothing", "rules.no_answer"),
    ("rules.yaml", "cost: in_all", "cost: months", "packs.rule_cost"),
    ("rules.yaml", "events: [birth]", "events: []", "packs.rule_no_event"),
    ("rules.yaml", "events: [birth]", "events: [birthday]", "packs.not_one_of"),
    ("rules.yaml", "a_year_now: fen_year", "a_year_no: fen_year", "packs.rule_unknown_near"),
    ("rules.yaml", "certainty: known", "certainty: sure", "packs.not_one_of"),
    ("rules.yaml", "certainty: known", "certainty: example", "packs.rule_example_untold"),
    ("rules.yaml", "unit: years, source: plan", "unit: years, source: law", "packs.rule_no_source"),
    ("rules.yaml", "{2025-01-01: 360000}", "{2025-01-01: three}", "packs.rule_bad_number"),
    ("rules.yaml", "{2025-01-01: 360000}", "{2025-01-01: {bends: []}}", "packs.rule_bad_table"),
    ("rules.yaml", "{2025-01-01: 360000}", "{2025-01-01: {bands: [[1]]}}", "packs.rule_bad_table"),
    ("rules.yaml", "{2025-01-01: 360000}", "{2025-01-01: 3600.5}", "packs.yaml_number"),
    ("rules.yaml", "on < last_day", "on < years_after(answers.birth)", "expr.wrong_count"),
    ("rules.yaml", "{2025-01-01: young and", "{2025-13-01: young and", "packs.not_a_day"),
    ("rules.yaml", "young and answers.citizen", "entitled and answers.citizen", "rules.circle"),
    ("rules.yaml", "events:", "apart: {birth: [a, b]}\nevents:", "packs.rule_unknown"),
    ("rules.yaml", "events:", "apart: {birth: [a]}\nevents:", "packs.rule_bad_apart"),
    ("rules.yaml", "version: 1", "version: !!python/object:os.system 1", "packs.yaml_tag"),
    ("rules.yaml", "benefit: childcare-allowance", "benefit: other-name", "packs.folder_name"),
    ("rules.yaml", "  citizen: {type: yes_no}", "  citizen: {type: yes_no}\n  spare: {type: text}", "packs.rule_unused"),
    ("rules.yaml", "{type: yes_no}", "{type: yes_or_no}", "forms.unknown_type_suggest"),
    ("texts.en.yaml", "rule.young:", "rule.yong:", "packs.text_missing"),
    ("texts.en.yaml", "rule.young:", "rule.yong:", "packs.unused_text_near"),
    ("texts.en.yaml", "title: ", "question.birth.help: x\ntitle: ", "packs.text_missing"),
    ("scenarios/third-birthday.yaml", "entitled: false", "entitled: true", "packs.scenario_field"),
    ("scenarios/third-birthday.yaml", "entitled: false", "entiteld: false", "packs.rule_unknown_near"),
    ("scenarios/third-birthday.yaml", "on: 2026", "on: 1926", "packs.scenario_field"),
    ("scenarios/third-birthday.yaml", "on: 2026-03-01", "on: 2024-03-01", "packs.scenario_field"),
    ("scenarios/third-birthday.yaml", "2023-03-01", "2033-03-01", "packs.scenario_field"),
    ("scenarios/third-birthday.yaml", "on: 2026-03-01", "at: 2026-03-01", "packs.unknown_key"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(BENEFITS / "childcare-allowance", tmp_path / "childcare-allowance")


@pytest.mark.parametrize(
    ("file", "old", "new", "code"), WRONG, ids=[f"{one[3]}-{one[2][:20]}" for one in WRONG]
)
def test_a_mistake_is_found_in_its_file_with_a_remedy(folder, file, old, new, code):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    checked = check_benefit_folder(folder)
    told = {one["code"]: one for one in map(telling.told, (*checked.found, *play_benefit(checked)))}
    assert code in told
    assert told[code]["line"] >= 1
    for lang in LANGUAGES:
        assert told[code]["sentence"][lang]
        assert told[code]["remedy"][lang]


def test_a_program_in_the_folder_is_refused(folder):
    (folder / "rules.py").write_text("x = 1\n", encoding="utf-8")
    assert {one.finding.code for one in check_benefit_folder(folder).found} == {"packs.odd_file"}


def test_a_missing_language_is_one_finding(folder):
    (folder / "texts.en.yaml").unlink()
    assert "packs.no_file" in {one.finding.code for one in check_benefit_folder(folder).found}


def test_without_scenarios_nothing_is_published(folder):
    shutil.rmtree(folder / "scenarios")
    assert {one.finding.code for one in check_benefit_folder(folder).found} == {"packs.no_scenarios"}


def test_two_of_one_name_are_told_apart_by_nobody(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "more" / "childcare-allowance")
    found = [one.finding.code for checked in check_benefits(tmp_path) for one in checked.found]
    assert found == ["packs.same_name"]


def test_the_command_checks_and_plays(folder):
    for command in ("check", "test"):
        done = CliRunner().invoke(rules, [command, str(folder), "--json"])
        assert done.exit_code == 0
        assert json.loads(done.output)["ok"]
    (folder / "rules.yaml").write_text("benefit: [", encoding="utf-8")
    done = CliRunner().invoke(rules, ["check", str(folder), "--lang", "en"])
    assert done.exit_code == 1
    assert "rules.yaml:2:" in done.output


def test_the_command_says_that_there_is_nothing(tmp_path):
    assert CliRunner().invoke(rules, ["check", str(tmp_path)]).exit_code == 2
