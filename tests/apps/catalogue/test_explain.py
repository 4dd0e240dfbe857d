"""`linli routing explain`: the row, the bodies, the reasons in both languages and the limits."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.apps.catalogue.conftest import LAMP, SOUTH, STEP, WEST, ref

from linli.site.cli.routing import routing

pytestmark = pytest.mark.django_db
HERE = ["--lon", str(WEST + STEP / 2), "--lat", str(SOUTH + STEP / 2)]


def explain(*words, code=0):
    result = CliRunner().invoke(routing, ["explain", *words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def lamps(in_force):
    in_force(supporting=("$subdistrict",), article_zh="三定规定第3条")


def test_json_tells_area_bodies_row_reasons_and_limits(lamps):
    told = json.loads(explain("--subject", LAMP, *HERE, "--at", "2026-10-08T09:00", "--json").output)
    assert told["subject"]["name"] == {"zh": "路灯", "en": "Street lamp"}
    assert told["area"]["path"] == "/9901/990101/990101001/990101001001/"
    assert told["area"]["name"]["zh"] == "汾安市河东区柳巷街道东社区"
    assert told["lead"] == {
        "ref": ref("CGJ"),
        "code": "CGJ",
        "name": {"zh": "河东区城管局", "en": "Hedong city management"},
    }
    assert [body["code"] for body in told["supporting"]] == ["LX"]
    assert told["row"] == "1"
    assert [one["code"] for one in told["reasons"]][:2] == ["routing.row_in_area", "routing.since"]
    assert "汾安市" in told["reasons"][0]["zh"]
    assert "8 October" in told["reasons"][1]["en"]
    assert [one["limit"] for one in told["limits"]] == [
        "1 working_days",
        "1 working_days",
        "2 working_days",
        "2 working_days",
        "2 working_hours",
        "3 working_days",
    ]
    assert all(one["abridged"] for one in told["limits"])
    assert told["at"] == "2026-10-08T09:00:00+08:00"


def test_plain_text_for_people(lamps):
    text = explain("--subject", "component:01-37", *HERE, "--at", "2026-10-08").output
    assert "→ 河东区城管局 / Hedong city management" in text
    assert "+ 柳巷街道办事处 / Liuxiang office" in text
    assert "Basis: 三定规定第3条" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--subject", "99-99", *HERE], "catalogue.no_subject"),
        (["--subject", "01-01", *HERE], "catalogue.subject_ambiguous"),
        (["--subject", LAMP, "--lon", "0", "--lat", "0"], "grid.point_outside"),
        (["--subject", LAMP, *HERE, "--at", "2026-01-01"], "routing.no_row"),
        (["--subject", LAMP, *HERE, "--link", "storage"], "catalogue.no_such_link"),
    ],
)
def test_what_has_no_answer_is_refused_in_both_languages(words, code, lamps):
    told = json.loads(explain(*words, "--json", code=2).output)
    assert told["refused"]["code"] == code
    assert told["refused"]["zh"]
    assert told["refused"]["en"]


def test_a_refusal_for_people_goes_to_the_error_output(lamps):
    result = explain("--subject", "99-99", *HERE, code=2)
    assert "There is no subject “99-99”" in result.stderr
    assert result.stdout == ""


def test_a_moment_that_is_none_is_a_usage_error(lamps):
    assert "ISO 8601" in explain("--subject", LAMP, *HERE, "--at", "soon", code=2).output
