"""Files that staff are asked for: the form says when they are required, and which result needs how many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template import engines
from django.utils import translation

from linli.core.shared.outcomes import JsonValue
from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.web.desk.asking import Field, Offer, fields_of

REPORT = check_folder(SHIPPED / "base/request").definition
FIELD = '{% import "desk/parts.html" as parts with context %}{{ parts.field(one, ()) }}'


def asked(evidence, *, required=False, value: JsonValue = None) -> Field:
    definition = replace(REPORT, evidence=evidence)
    move = definition.lifecycle.moves["report"]
    inputs = tuple(replace(one, required=required) if one.name == "evidence" else one for one in move.inputs)
    offer = Offer(proposed={"evidence": value})
    return next(
        one for one in fields_of(definition, replace(move, inputs=inputs), offer) if one.kind == "files"
    )


def drawn(field: Field) -> str:
    return engines["jinja2"].from_string(FIELD).render({"one": field})


def test_required_files_are_not_called_optional():
    with translation.override("zh-hans"):
        assert "可不填" in drawn(asked({}))
        page = drawn(asked({}, required=True))
        assert "可不填" not in page
        assert " required" in page
        again = drawn(asked({}, required=True, value=["a" * 32]))
        assert "可不填" not in again
        assert " required" not in again, "those that were given are kept"


def test_it_says_which_result_needs_how_many():
    choices = next(one for one in REPORT.lifecycle.moves["report"].inputs if one.name == "outcome").choices
    with translation.override("zh-hans"):
        some = asked({choices[0]: 2})
        assert not some.required
        label = REPORT.text(f"choice.outcome.{choices[0]}", "zh")
        page = drawn(some)
        assert f"结果是“{label}”的，至少要 2 份。照片" in page
        assert "可不填" not in page
        assert " required" not in page, "the browser does not know which result is chosen"
        both = drawn(asked(dict.fromkeys(choices[:2], 1)))
        second = REPORT.text(f"choice.outcome.{choices[1]}", "zh")
        assert f"结果是“{label}、{second}”的，至少要 1 份。" in both
        assert asked(dict.fromkeys(choices, 1)).required
    with translation.override("en"):
        assert "At least 2 where the result is:" in drawn(asked({choices[0]: 2}))


@pytest.mark.parametrize("evidence", [{}, {"nothing": 3}])
def test_without_need_nothing_is_said(evidence):
    assert asked(evidence).hint == ""
