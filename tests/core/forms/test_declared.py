from datetime import date
from decimal import Decimal

import pytest

from linli.core.expr.vocabulary import Kind
from linli.core.forms.declared import conditions_of, read_form
from linli.core.forms.questions import Form, QuestionType


def form(ask):
    found = read_form(ask)
    assert isinstance(found, Form), found
    return found


def test_a_form_as_the_base_request_declares_it():
    found = form(
        {
            "what": {"type": "long_text", "required": True},
            "place": {"type": "place"},
            "since": {"type": "date", "most": "today", "least": "2000-01-01"},
            "photos": {"type": "files", "most": 5},
            "open_to_public": {"type": "yes_no"},
        }
    )
    assert [(one.name, one.type.value, one.required) for one in found.questions] == [
        ("what", "long_text", True),
        ("place", "place", False),
        ("since", "date", False),
        ("photos", "files", False),
        ("open_to_public", "yes_no", False),
    ]
    assert found.questions[0].max_length == 20_000
    assert (found.questions[2].least, found.questions[2].most) == (date(2000, 1, 1), "today")
    assert found.questions[3].most == Decimal(5)


def test_what_answers_become_in_expressions():
    found = form(
        {
            "owed": {"type": "money"},
            "kind": {"type": "choice", "choices": ["a", "b"]},
            "ticks": {"type": "multi_choice", "choices": ["a", "b"]},
            "claimant": {"type": "person"},
            "crew": {
                "type": "members",
                "when": "answers.kind = 'a' and 'b' in answers.ticks and answers.claimant.name != 'x'",
                "fields": {"name": {"type": "text"}, "birth": {"type": "date"}, "owed": {"type": "money"}},
            },
        }
    )
    assert found.kinds == {
        "answers.owed": Kind.NUMBER,
        "answers.kind": Kind.TEXT,
        "answers.ticks": {"value": Kind.TEXT},
        "answers.claimant.name": Kind.TEXT,
        "answers.claimant.phone": Kind.TEXT,
        "answers.claimant.id_number": Kind.TEXT,
        "answers.crew": {"name": Kind.TEXT, "birth": Kind.DATE, "owed": Kind.NUMBER},
    }
    assert [name for name, _ in conditions_of(found)] == ["crew"]
    assert found.questions[4].type is QuestionType.MEMBERS


TEXT = {"type": "text"}


@pytest.mark.parametrize(
    ("ask", "problems"),
    [
        ({"Bad name": TEXT}, [("Bad name", "forms.bad_name")]),
        ({"a": "text"}, [("a", "forms.not_a_question")]),
        ({"a": {}}, [("a", "forms.type_missing")]),
        ({"a": {"type": "~"}}, [("a", "forms.unknown_type")]),
        ({"a": {"type": "yesno"}}, [("a", "forms.unknown_type_suggest")]),
        ({"a": {"type": "text", "requird": True}}, [("a", "forms.unknown_key_suggest")]),
        ({"a": {"type": "text", "zzz": True}}, [("a", "forms.unknown_key")]),
        ({"a": {"type": "text", "required": "yes"}}, [("a", "forms.not_true_or_false")]),
        ({"a": {"type": "text", "when": 1}}, [("a", "forms.when_not_text")]),
        ({"a": {"type": "text", "when": "1 +"}}, [("a", "expr.unexpected_end")]),
        ({"a": {"type": "text", "when": "answers.b = 'x'"}, "b": TEXT}, [("a", "forms.asked_later")]),
        ({"a": {"type": "text", "when": "answers.a = 'x'"}}, [("a", "forms.asked_later")]),
        (
            {"abc": TEXT, "b": {"type": "text", "when": "answers.abd = 'x'"}},
            [("b", "expr.unknown_name_suggest")],
        ),
        ({"a": TEXT, "b": {"type": "text", "when": "answers.a"}}, [("b", "expr.wrong_answer_kind")]),
        ({"a": {"type": "choice"}}, [("a", "forms.choices_missing")]),
        ({"a": {"type": "choice", "choices": ["x", 1]}}, [("a", "forms.choices_missing")]),
        ({"a": {"type": "choice", "choices": ["x", "x"]}}, [("a", "forms.choice_twice")]),
        ({"a": {"type": "text", "choices": ["x"]}}, [("a", "forms.no_choices_here")]),
        ({"a": {"type": "text", "max_length": 201}}, [("a", "forms.bad_length")]),
        ({"a": {"type": "text", "max_length": 0}}, [("a", "forms.bad_length")]),
        ({"a": {"type": "date", "max_length": 10}}, [("a", "forms.bad_length")]),
        ({"a": {"type": "date", "most": "soon"}}, [("a", "forms.bad_bound_day")]),
        ({"a": {"type": "date", "most": "days_after(today, 1.5)"}}, [("a", "forms.bad_bound_day")]),
        ({"a": {"type": "date", "most": "weeks_after(today, 1)"}}, [("a", "forms.bad_bound_day")]),
        ({"a": {"type": "date", "most": "days_after(answers.b, 1)"}}, [("a", "forms.bound_not_a_day")]),
        ({"a": {"type": "number", "most": "many"}}, [("a", "forms.bad_bound")]),
        ({"a": {"type": "number", "most": "NaN"}}, [("a", "forms.bad_bound")]),
        ({"a": {"type": "number", "most": True}}, [("a", "forms.bad_bound")]),
        ({"a": {"type": "text", "most": 3}}, [("a", "forms.bad_bound")]),
        ({"a": {"type": "number", "least": 3, "most": 2}}, [("a", "forms.bounds_crossed")]),
        (
            {"a": {"type": "date", "least": "2026-01-02", "most": "2026-01-01"}},
            [("a", "forms.bounds_crossed")],
        ),
        ({"a": {"type": "date", "least": "answers.b"}}, [("a", "forms.bound_not_a_day")]),
        ({"a": {"type": "date", "most": "answers.a"}}, [("a", "forms.bound_not_a_day")]),
        ({"a": TEXT, "b": {"type": "date", "most": "answers.a"}}, [("b", "forms.bound_not_a_day")]),
        (
            {"from_day": {"type": "date"}, "b": {"type": "date", "least": "answers.form_day"}},
            [("b", "forms.bound_not_a_day_suggest")],
        ),
        ({"a": {"type": "number", "least": "answers.b"}}, [("a", "forms.bad_bound")]),
        (
            {
                "d": {"type": "date"},
                "a": {"type": "members", "fields": {"b": {"type": "date", "least": "answers.d"}}},
            },
            [("a.b", "forms.field_not_simple")],
        ),
        ({"a": {"type": "members"}}, [("a", "forms.fields_missing")]),
        ({"a": {"type": "members", "fields": {}}}, [("a", "forms.fields_missing")]),
        ({"a": {"type": "text", "fields": {"b": TEXT}}}, [("a", "forms.no_fields_here")]),
        ({"a": {"type": "members", "fields": {"b": {"type": "files"}}}}, [("a.b", "forms.field_not_simple")]),
        (
            {"a": {"type": "members", "fields": {"b": {"type": "person"}}}},
            [("a.b", "forms.field_not_simple")],
        ),
        (
            {"a": {"type": "person", "fields": {"b": {"type": "text", "when": "true"}}}},
            [("a.b", "forms.field_not_simple")],
        ),
        ({f"q{n}": TEXT for n in range(101)}, [("", "forms.too_many_questions")]),
    ],
)
def test_what_can_be_wrong_with_a_form(ask, problems):
    found = read_form(ask)
    assert isinstance(found, tuple), found
    assert [(problem.field, problem.code) for problem in found] == problems


def test_dates_may_come_as_dates_and_texts_may_be_shorter():
    found = form({"a": {"type": "date", "least": date(2020, 1, 1)}, "b": {"type": "text", "max_length": 5}})
    assert found.questions[0].least == date(2020, 1, 1)
    assert found.questions[1].max_length == 5


def test_a_question_may_ask_about_whoever_fills_it_in():
    found = read_form({"me": {"type": "person", "own": True}, "other": {"type": "person"}})
    assert [one.own for one in found.questions] == [True, False]
    wrong = read_form({"me": {"type": "text", "own": True}, "you": {"type": "person", "own": "me"}})
    assert [one.code for one in wrong] == ["forms.own_not_here", "forms.not_true_or_false"]
