"""What the neighbourhood counts: on a page, for programs, and with small numbers of people left blank."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from tests.city import AT

import linli.apps
from linli.core.shared.figures import Figure
from linli.web.near import figures
from linli.web.public.neighbourhood import line

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SOURCE = Path(linli.apps.__file__).parent
FEW = Figure("care_days", 3, 40, of_people=True)
MANY = Figure("care_days", 30, 40, {"nobody_knows_why": 2}, of_people=True)


def test_small_numbers_of_people_are_blank_on_both_sides():
    assert [one.is_small for one in (FEW, MANY, Figure("x", 38, 40, of_people=True), Figure("x", 3, 40))] == [
        True, False, True, False,
    ]  # fmt: skip
    assert line(FEW).whole == "—"
    assert (line(MANY).value, line(MANY).whole) == ("30", "40")
    assert line(MANY).left_out.endswith(" 2")


def test_each_app_has_its_heading_and_each_figure_its_sentence(city):
    for lang in ("zh", "en"):
        page = Client().get("/public/neighbourhood", headers={"accept-language": lang}).content.decode()
        assert "[near." not in page
        assert "[figures." not in page
    for app, counts in figures.COUNTED:
        assert isinstance(counts(AT.replace(day=1), AT, "/"), tuple), app


def codes_left_out():
    """Every code by which a figure of the neighbourhood says what it leaves out, as the source has it."""
    for app, counts in figures.COUNTED:
        folder = SOURCE / counts.__module__.split(".")[2]
        for path in sorted(folder.rglob("facts/*.py")):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Figure":
                    yield from (
                        (app, key.value)
                        for part in ast.walk(call)
                        if isinstance(part, ast.Dict)
                        for key in part.keys
                        if isinstance(key, ast.Constant)
                    )
    yield from (("care", "cancelled"), ("centres", "no_floor_area"))
    yield from (("council", code) for code in ("council.not_published", "council.waiting"))


@pytest.mark.parametrize(("app", "code"), sorted({*codes_left_out()}))
def test_what_a_figure_leaves_out_is_said_in_words(app, code):
    with override("zh"):
        assert line(Figure("care_days", 30, 40, {code: 2})).left_out != f"{code} 2", app


def test_programs_read_the_same(city):
    answer = Client().get("/api/v1/neighbourhood?month=2026-10")
    assert answer.status_code == 200
    told = answer.json()
    assert [group["app"] for group in told["groups"]] == [app for app, _ in figures.COUNTED]
    assert Client().get("/api/v1/neighbourhood?month=soon").status_code == 404
    assert Client().get("/api/v1/neighbourhood?area=nowhere").status_code == 404
