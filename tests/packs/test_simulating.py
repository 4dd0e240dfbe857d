"""A change is tried out on a population before it is decided; what no population can be is refused."""

import json
import runpy
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.packs.benefits import check_benefit_folder
from linli.packs.changing import read_change
from linli.packs.folder import SHIPPED
from linli.packs.population import Population, read_population
from linli.packs.simulating import simulate
from linli.site.cli.rules import rules

BENEFITS = SHIPPED / "benefits"
ROOT = Path(__file__).resolve().parents[2]
CHILDREN = "birth,citizen\n2026-01-15,true\n2020-01-15,true\n2025-06-01,false\n2025-06-01,\n"


def run(folder, tmp_path, people, *more, **tables):
    file = tmp_path / "people.csv"
    file.write_text(people, encoding="utf-8")
    for name, content in tables.items():
        (tmp_path / f"people.{name}.csv").write_text(content, encoding="utf-8")
    done = CliRunner().invoke(
        rules,
        [
            "simulate",
            str(BENEFITS / folder),
            "--population",
            str(file),
            "--on",
            "2026-03-01",
            "--json",
            *more,
        ],
    )
    return done.exit_code, json.loads(done.output)


def change(tmp_path, text):
    file = tmp_path / "change.yaml"
    file.write_text(text, encoding="utf-8")
    return ("--change", str(file))


def test_the_awards_of_a_real_year_come_from_counting_every_donation(tmp_path):
    runpy.run_path(str(ROOT / "tools/blood_population.py"))["write"](tmp_path, 2021)
    benefit = check_benefit_folder(BENEFITS / "blood-donor-award").benefit
    donors = read_population(tmp_path / "people.csv", benefit)
    found = simulate(benefit, benefit, donors, date(2021, 12, 31))
    assert found["entitled"]["after"] == 5_855
    assert found["words"]["award"]["after"] == {
        "lifetime": 538,
        "gold": 1_010,
        "silver": 1_267,
        "bronze": 3_040,
    }
    assert found["same"] == found["persons"] == 7_855


def test_who_gains_who_loses_and_what_it_costs(tmp_path):
    text = "parameters: {a_year: {2026-01-01: 480000}, until_age: {2026-01-01: 7}}\n"
    code, told = run("childcare-allowance", tmp_path, CHILDREN, *change(tmp_path, text))
    assert code == 0
    assert told["entitled"] == {"before": 1, "after": 2}
    assert (told["gain"], told["lose"], told["newly_entitled"], told["not_known"]) == (2, 0, 1, 1)
    # before: 36 months of 300 yuan; after: 84 months of 400, and for the older one those since 2025
    assert told["cost_fen"]["before"] == 36 * 30_000
    assert told["cost_fen"]["after"] == 84 * 40_000 + 24 * 40_000


def test_a_formula_can_be_changed_too(tmp_path):
    text = 'rules: {entitled: {2026-02-01: "answers.citizen and not young"}}\n'
    code, told = run("childcare-allowance", tmp_path, CHILDREN, *change(tmp_path, text))
    assert code == 0
    assert (told["newly_entitled"], told["no_longer_entitled"]) == (1, 1)


def test_the_many_and_the_one_agree(tmp_path):
    from linli.core.forms.answers import read_answers
    from linli.core.packs.entitlement import entitlement

    benefit = check_benefit_folder(BENEFITS / "old-age-allowance").benefit
    births = [f"{year}-0{month}-01" for year in range(1920, 1950) for month in (1, 2, 3, 4)]
    rows = "".join(f"{birth},true,false\n" for birth in births)
    code, told = run("old-age-allowance", tmp_path, f"birth,registered,pays_elsewhere\n{rows}")
    assert code == 0
    one_by_one = [
        entitlement(
            benefit,
            read_answers(benefit.form, {"birth": birth, "registered": True, "pays_elsewhere": False}),
            date(2026, 3, 1),
        )
        for birth in births
    ]
    paid = [int(one.results["a_month"]) for one in one_by_one if one.entitled]
    assert told["cost_fen"]["after"] == sum(paid)
    assert told["entitled"]["after"] == len(paid)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("parameters: {a_yea: {2026-01-01: 1}}", "packs.rule_unknown_near"),
        ("parameters: {a_year: 1}", "packs.not_a_mapping"),
        ("parametres: {}", "packs.unknown_key_near"),
        ("- 1", "packs.not_a_mapping"),
        ("parameters: {a_year: {2026-01-01: many}}", "packs.rule_bad_number"),
        ('rules: {young: {2026-01-01: "on / (age(on, on))"}}', "rules.may_divide_by_zero"),
        ("x: !!python/name:os.system", "packs.yaml_tag"),
    ],
)
def test_a_change_with_findings_is_not_tried(tmp_path, text, code):
    status, told = run("childcare-allowance", tmp_path, CHILDREN, *change(tmp_path, text))
    assert status == 1
    assert code in {one["code"] for one in told["findings"]}
    assert told["findings"][0]["file"].endswith("change.yaml")


@pytest.mark.parametrize(
    ("folder", "people", "code"),
    [
        ("childcare-allowance", "birth,citizen,shoe\n2026-01-01,true,40\n", "population.unknown_column"),
        ("childcare-allowance", "birth,citizen\n", "population.rows"),
        ("childcare-allowance", "birth,citizen\n2026-02-30,true\n", "population.unreadable"),
        ("childcare-allowance", "birth,citizen\n2026-02-20,perhaps\n", "population.unreadable"),
        ("medical-reimbursement", "costs,insured\n-1,residents\n", "population.too_small"),
        ("medical-reimbursement", "costs,insured\nmany,residents\n", "population.unreadable"),
        ("medical-reimbursement", "costs,insured\n1,martians\n", "population.unreadable"),
        ("blood-donor-award", "id,golds\n1,31\n", "population.too_large"),
    ],
)
def test_a_population_that_cannot_be_is_told_by_column_and_line(tmp_path, folder, people, code):
    status, told = run(folder, tmp_path, people)
    assert status == 2
    found = {one["code"]: one for one in told["problems"]}
    assert code in found
    assert found[code]["zh"]


def test_a_row_of_another_width_is_put_aside_and_told_by_line(tmp_path):
    people = "birth,citizen\n2026-01-15,true\n2026-01-15\n\n2025-06-01,true,yes\n2025-06-01,true\n"
    status, told = run("childcare-allowance", tmp_path, people)
    assert (status, told["persons"], told["rejected"], told["entitled"]["after"]) == (2, 2, 2, 2)
    assert [(one["line"], one["code"]) for one in told["rejects"]] == [
        (3, "population.columns"),
        (5, "population.columns"),
    ]
    assert "left out" in told["rejects"][0]["en"]
    status, told = run("childcare-allowance", tmp_path, "birth,citizen\n2026-01-15\n")
    assert (status, [one["code"] for one in told["problems"]]) == (
        2,
        ["population.rows", "population.columns"],
    )


def test_lines_are_counted_past_what_was_put_aside(tmp_path):
    status, told = run("childcare-allowance", tmp_path, "birth,citizen\n1\n2026-02-20,perhaps\n")
    assert status == 2
    assert "line 3" in told["problems"][0]["en"]


def test_each_stay_is_decided_by_the_rules_of_its_own_day(tmp_path):
    rows = [
        f"{day},residents,three,B02.9,false,false,elsewhere,1000000,0,0"
        for day in ("2022-06-01", "2023-06-01")
    ]
    head = "discharged,insured,tier,disease,referred,emergency,county,costs,not_covered,paid_this_year"
    people = "\n".join([head, *rows, ""])
    status, told = run("medical-reimbursement", tmp_path, people)
    # nine thousand yuan above the deductible: 45 % before the suspension, 65 % after it
    assert status == 0
    assert told["cost_fen"]["after"] == 405_000 + 585_000


def test_the_reduction_comes_back_with_one_more_dated_value(tmp_path):
    head = "discharged,insured,tier,disease,referred,emergency,county,costs,not_covered,paid_this_year\n"
    stay = "{},residents,three,{},{},false,{},1000000,0,0\n"
    rows = [
        ("2026-12-31", "B02.9", "false", "elsewhere"),  # still suspended
        ("2027-01-01", "B02.9", "false", "elsewhere"),  # 20 points of the ratio, not a fifth of it
        ("2027-01-01", "B02.9", "true", "elsewhere"),  # referred
        ("2027-01-01", "other", "false", "elsewhere"),  # not on the list
        ("2027-01-01", "other", "false", "loufan"),  # the rule of the three counties stays suspended
    ]
    text = "parameters: {reduction_in_force: {2027-01-01: true}}\n"
    people = head + "".join(stay.format(*row) for row in rows)
    status, told = run("medical-reimbursement", tmp_path, people, *change(tmp_path, text))
    assert status == 0
    assert (told["lose"], told["same"], told["largest_loss_fen"]) == (1, 4, 900_000 * 20 // 100)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("生日\n".encode("gbk"), "population.not_utf8"),
        (b'birth,citizen\n"2026-01-15,true\n', "population.not_csv"),
        (b"birth,birth\n2026-01-15,2026-01-15\n", "population.column_twice"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(tmp_path, content, code):
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    found = read_population(file, check_benefit_folder(BENEFITS / "childcare-allowance").benefit)
    assert [one.code for one in found] == [code]


HEAD = "id,name,birth,income,severely_disabled,can_work\n"


@pytest.mark.parametrize(
    ("people", "household", "code"),
    [
        (
            "id,savings\na,0\n",
            HEAD + "a,x,1970-01-01,0,no,yes\na,x,1970-01-01,0,no,yes\n",
            "population.person_twice",
        ),
        ("id,savings\na,0\n", HEAD + "b,x,1970-01-01,0,no,yes\n", "population.nobody"),
        ("id,savings\na,0\na,0\n", HEAD + "a,x,1970-01-01,0,no,yes\n", "population.id_twice"),
        ("id,savings\na,0\n", HEAD + "a,x,1970-01-01,-5,no,yes\n", "population.too_small"),
    ],
)
def test_households_that_cannot_be(tmp_path, people, household, code):
    status, told = run("social-assistance", tmp_path, people, household=household)
    assert status == 2
    assert code in {one["code"] for one in told["problems"]}


def test_the_rows_of_a_household_that_was_put_aside_go_with_it(tmp_path):
    member = "x,1970-01-01,0,no,yes"
    people = "id,savings\na,0\nb\n"
    status, told = run("social-assistance", tmp_path, people, household=f"{HEAD}a,{member}\nb,{member}\n")
    assert (status, told["persons"], told["rejected"]) == (2, 1, 1)
    status, told = run("social-assistance", tmp_path, "id,savings\na,0\n", household=f"{HEAD}a,x\n")
    assert (status, told["problems"][0]["code"]) == (2, "population.columns")


def test_a_stay_within_an_earlier_long_one_overlaps_too(tmp_path):
    periods = "id,begins,ends\na,2025-01-01,2025-12-31\na,2025-02-01,2025-02-03\na,2025-03-01,2025-03-05\n"
    status, told = run("insurance-coverage", tmp_path, "id,newborn\na,no\n", periods=periods)
    assert status == 2
    assert "2 rows" in told["problems"][0]["en"]


def test_before_there_were_rules_nothing_can_be_tried(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(CHILDREN, encoding="utf-8")
    done = CliRunner().invoke(
        rules,
        ["simulate", str(BENEFITS / "childcare-allowance"), "--population", str(file), "--on", "2001-01-01"],
    )
    assert done.exit_code == 2


def test_the_summary_is_a_sentence(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(CHILDREN, encoding="utf-8")
    words = [
        "simulate",
        str(BENEFITS / "childcare-allowance"),
        "--population",
        str(file),
        "--on",
        "2026-03-01",
    ]
    done = CliRunner().invoke(rules, [*words, "--lang", "en"])
    assert "4 persons: 0 gain, 0 lose" in done.output


def test_a_change_is_read_against_the_folder(tmp_path):
    checked = check_benefit_folder(BENEFITS / "childcare-allowance")
    file = tmp_path / "change.yaml"
    file.write_text("parameters: {a_year: {2026-01-01: 480000}}\n", encoding="utf-8")
    after = read_change(file, checked.folder)
    assert after.rules.parameters["a_year"].at(date(2026, 2, 1)).value == 480_000
    assert checked.benefit.rules.parameters["a_year"].at(date(2026, 2, 1)).value == 360_000
    assert Population(0).columns == {}
