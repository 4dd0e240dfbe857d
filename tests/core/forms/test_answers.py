from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.declared import read_form
from linli.core.forms.questions import Form

TODAY = date(2026, 11, 22)
ID_1, ID_2 = "11010519491231002X", "440524188001010014"


def form(**ask):
    found = read_form(ask)
    assert isinstance(found, Form), found
    return found


def one(declared, said):
    """Read a single answer: the kept value, or the codes of its problems."""
    found = read_answers(form(q=declared), {"q": said}, TODAY)
    if isinstance(found, Answers):
        return found.values.get("q")
    return [(problem.field, problem.code) if problem.field != "q" else problem.code for problem in found]


TEXT, LONG = {"type": "text"}, {"type": "long_text"}
CHOICE = {"type": "choice", "choices": ["a", "b"]}
MULTI = {"type": "multi_choice", "choices": ["a", "b", "c"], "most": 2}
DATE = {"type": "date", "least": "2000-01-01", "most": "today"}
NUMBER = {"type": "number", "least": -5, "most": 10.5}
MONEY = {"type": "money"}
FILES = {"type": "files", "most": 2, "least": 1}
PLACE, YES_NO = {"type": "place"}, {"type": "yes_no"}


@pytest.mark.parametrize(
    ("declared", "said", "kept"),
    [
        (TEXT, "  路灯\t 坏了 \r\n", "路灯 坏了"),
        (TEXT, "e\u0301", "é"),
        (TEXT, "a\x00b\x1b[31m\u202eevil\u2066\u200b\ufeff", "ab[31mevil"),
        (TEXT, "👨\u200d👩\u200d👧 ياخشىمۇسىز", "👨\u200d👩\u200d👧 ياخشىمۇسىز"),
        (
            TEXT,
            "'; DROP TABLE cases; -- <script>alert(1)</script>",
            "'; DROP TABLE cases; -- <script>alert(1)</script>",
        ),
        (TEXT, "\ud800x", "x"),
        (TEXT, "e\u200b\u0301", "é"),
        (TEXT, 42, "42"),
        (TEXT, "x" * 200, "x" * 200),
        (TEXT, "x" * 201, ["forms.too_long"]),
        (TEXT, "x" * 900, ["forms.too_long"]),
        (TEXT, "\u200b\u202e", ["forms.nothing_visible"]),
        (TEXT, True, ["forms.not_text"]),
        (TEXT, ["x"], ["forms.not_text"]),
        (TEXT, 10**4000, ["forms.not_text"]),
        (LONG, "一\r\n二\r\r\r\r三 \u2028 四", "一\n二\n\n三 四"),
        (LONG, "字" * 20_001, ["forms.too_long"]),
        (LONG, "字" * 90_000, ["forms.too_long"]),
        (CHOICE, "a", "a"),
        (CHOICE, "z", ["forms.not_a_choice"]),
        (CHOICE, ["a"], ["forms.not_a_choice"]),
        (MULTI, ["a", "b", "a"], ["a", "b"]),
        (MULTI, "a", ["a"]),
        (MULTI, ["a", "z"], ["forms.not_a_choice"]),
        (MULTI, ["a", "b", "c"], ["forms.too_many"]),
        (YES_NO, True, True),
        (YES_NO, False, False),
        (YES_NO, "on", True),
        (YES_NO, "是", True),
        (YES_NO, "No", False),
        (YES_NO, "maybe", ["forms.not_yes_or_no"]),
        (YES_NO, 1, ["forms.not_yes_or_no"]),
        (DATE, "2026-01-02", "2026-01-02"),
        (DATE, "2026/1/2", "2026-01-02"),
        (DATE, "2026年1月2日", "2026-01-02"),
        (DATE, "20260102", "2026-01-02"),
        (DATE, "2026-02-30", ["forms.no_such_date"]),
        (DATE, "2026112", ["forms.date_shape"]),
        (DATE, "yesterday", ["forms.date_shape"]),
        (DATE, 20260102, ["forms.date_shape"]),
        (DATE, "1999-12-31", ["forms.day_too_early"]),
        (DATE, "2026-11-23", ["forms.day_too_late"]),
        (MONEY, "1,234.50", 123450),
        (MONEY, "￥1234.5元", 123450),
        (MONEY, "3.5万", 3500000),
        (MONEY, "１２元", 1200),
        (MONEY, 123450, 123450),
        (MONEY, "12.345", ["forms.money_shape"]),
        (MONEY, "1,23", ["forms.money_shape"]),
        (MONEY, "很多", ["forms.money_shape"]),
        (MONEY, True, ["forms.money_shape"]),
        (MONEY, "-1", ["forms.money_negative"]),
        ({"type": "money", "least": 0}, "-1", ["forms.money_negative"]),
        ({"type": "money", "least": 100}, "0.99", ["forms.money_too_little"]),
        (MONEY, "9" * 20, ["forms.money_too_large"]),
        (MONEY, 10**15, ["forms.money_too_large"]),
        (MONEY, "9" * 400, ["forms.money_shape"]),
        ({"type": "money", "least": -100, "most": 100}, "-1", -100),
        ({"type": "money", "least": -100, "most": 100}, "-2", ["forms.money_too_little"]),
        ({"type": "money", "least": -100, "most": 100}, "2", ["forms.money_too_much"]),
        (NUMBER, "10.50", "10.5"),
        (NUMBER, "-3", -3),
        (NUMBER, 7, 7),
        (NUMBER, "0", 0),
        (NUMBER, "-6", ["forms.number_too_low"]),
        (NUMBER, "11", ["forms.number_too_high"]),
        (NUMBER, "1e5", ["forms.number_shape"]),
        (NUMBER, "1,2", ["forms.number_shape"]),
        (NUMBER, ["1"], ["forms.number_shape"]),
        (NUMBER, 10**4000, ["forms.number_too_large"]),
        ({"type": "number"}, "1" * 17, ["forms.number_too_large"]),
        ({"type": "phone"}, "138 1234 5678", "13812345678"),
        ({"type": "phone"}, 13812345678, "13812345678"),
        ({"type": "phone"}, -1, ["forms.phone_shape"]),
        ({"type": "phone"}, {"a": 1}, ["forms.phone_shape"]),
        ({"type": "phone"}, "1" * 501, ["forms.too_long"]),
        ({"type": "id_number"}, ID_1.lower(), ID_1),
        ({"type": "credit_code"}, "91350100m000100y43", "91350100M000100Y43"),
        (PLACE, "汾河路 3 号", {"text": "汾河路 3 号"}),
        (PLACE, {"lon": "112.5501234567", "lat": "37.87"}, {"lon": "112.550123", "lat": "37.870000"}),
        (
            PLACE,
            {"lon": 112.55, "lat": 37, "text": "x"},
            {"lon": "112.550000", "lat": "37.000000", "text": "x"},
        ),
        (PLACE, {"lon": "181", "lat": "37"}, ["forms.place_shape"]),
        (PLACE, {"lon": 181, "lat": 37}, ["forms.place_shape"]),
        (PLACE, {"lon": "112", "lat": "91"}, ["forms.place_shape"]),
        (PLACE, {"lon": "112"}, ["forms.place_shape"]),
        (PLACE, {"lon": True, "lat": "1"}, ["forms.place_shape"]),
        (PLACE, {"text": 5}, ["forms.place_shape"]),
        (PLACE, {"where": "x"}, ["forms.place_shape"]),
        (PLACE, "x" * 201, ["forms.too_long"]),
        (PLACE, "\u200b", ["forms.nothing_visible"]),
        (FILES, ["ab-1", "ab-1", "cd-2"], ["ab-1", "cd-2"]),
        (FILES, ["../etc/passwd"], ["forms.not_a_file"]),
        (FILES, [1], ["forms.not_a_file"]),
        (FILES, ["a", "b", "c"], ["forms.too_many"]),
        ({"type": "files", "least": 2}, ["a"], ["forms.too_few"]),
    ],
)
def test_one_answer(declared, said, kept):
    assert one(declared, said) == kept


def test_what_is_wrong_is_told_with_its_figures():
    (problem,) = read_answers(form(q=DATE), {"q": "1999-12-31"}, TODAY)
    assert problem.params == {"bound": "2000-01-01"}
    (problem,) = read_answers(form(q=NUMBER), {"q": 11}, TODAY)
    assert problem.params == {"bound": "10.5"}


def test_without_a_today_the_future_is_not_refused():
    assert isinstance(read_answers(form(q=DATE), {"q": "2099-01-01"}), Answers)


FROM, TO = {"type": "date", "least": "today"}, {"type": "date", "least": "answers.starts"}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"starts": "2026-12-01", "ends": "2026-12-01"}, []),
        (
            {"starts": "2026-12-01", "ends": "2026-11-30"},
            [("ends", "forms.day_too_early", {"bound": "2026-12-01"})],
        ),
        ({"ends": "2020-01-01"}, []),
        (
            {"starts": "2020-01-01", "ends": "2019-01-01"},
            [("starts", "forms.day_too_early", {"bound": "2026-11-22"})],
        ),
    ],
)
def test_a_day_is_bounded_by_the_answer_before_it(said, told):
    found = read_answers(form(starts=FROM, ends=TO), said, TODAY)
    assert told == (
        [] if isinstance(found, Answers) else [(one.field, one.code, one.params) for one in found]
    )


def test_a_day_is_bounded_by_a_part_of_an_answer():
    born = {"type": "person", "fields": {"name": {"type": "text"}, "birth": {"type": "date"}}}
    asks = form(child=born, since={"type": "date", "least": "answers.child.birth", "most": "today"})
    (wrong,) = read_answers(asks, {"child": {"birth": "2020-05-01"}, "since": "2019-01-01"}, TODAY)
    assert (wrong.field, wrong.params) == ("since", {"bound": "2020-05-01"})


PERSON = {"type": "person"}
HOUSEHOLD = {
    "type": "members",
    "most": 4,
    "fields": {
        "name": {"type": "text", "required": True},
        "birth": {"type": "date"},
        "id_number": {"type": "id_number"},
        "income": {"type": "number"},
    },
}


def test_a_person():
    assert one(PERSON, {"name": " 王 芳 ", "phone": "138 1234 5678", "id_number": ""}) == {
        "name": "王 芳",
        "phone": "13812345678",
    }
    assert one(PERSON, {"phone": "12", "age": 3}) == [
        ("q.age", "forms.unknown_question"),
        ("q.name", "forms.required"),
        ("q.phone", "forms.phone_shape"),
    ]
    assert one(PERSON, "王芳") == ["forms.not_a_row"]


def test_a_household():
    rows = [
        {"name": "王芳", "birth": "1988-05-01", "income": "1200.5"},
        {"name": "", "birth": " "},
        {"name": "李明", "birth": "2020-05-01"},
    ]
    found = read_answers(form(q=HOUSEHOLD), {"q": rows}, TODAY)
    assert isinstance(found, Answers)
    assert found.values == {
        "q": [
            {"name": "王芳", "birth": "1988-05-01", "income": "1200.5"},
            {"name": "李明", "birth": "2020-05-01"},
        ]
    }
    assert found.facts == {
        "answers.q": [
            {"name": "王芳", "birth": date(1988, 5, 1), "id_number": None, "income": Decimal("1200.5")},
            {"name": "李明", "birth": date(2020, 5, 1), "id_number": None, "income": None},
        ]
    }


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            [{"name": "A", "id_number": ID_1}, {"name": "B", "id_number": ID_1.lower()}],
            [("q[2]", "forms.person_twice")],
        ),
        (
            [{"name": "王 芳", "birth": "1988-05-01"}, {}, {"name": "王芳", "birth": "19880501"}],
            [("q[3]", "forms.person_twice")],
        ),
        ([{"name": "A", "birth": "1988-05-01"}, {"birth": "1988-05-01"}], [("q[2].name", "forms.required")]),
        ([{"name": "A"}, {"name": "B", "birth": "x"}], [("q[2].birth", "forms.date_shape")]),
        ([{"name": str(n)} for n in range(5)], ["forms.too_many"]),
        (["A"], [("q[1]", "forms.not_a_row")]),
        ({"name": "A"}, ["forms.not_a_list"]),
        ([{"name": "A"}] * 501, ["forms.not_a_list"]),
    ],
)
def test_a_household_with_mistakes(rows, problems):
    assert one(HOUSEHOLD, rows) == problems


def test_rows_of_nothing_are_no_answer_and_depth_is_not_followed():
    assert one(HOUSEHOLD, [None, {}, {"name": " "}]) is None
    deep = []
    for _ in range(900):
        deep = [deep]
    assert one(HOUSEHOLD, deep) == [("q[1]", "forms.not_a_row")]


def test_two_people_of_one_name_are_two_people():
    found = one(
        HOUSEHOLD,
        [
            {"name": "A", "id_number": ID_1},
            {"name": "A", "id_number": ID_2},
            {"name": "A", "birth": "2020-01-01"},
        ],
    )
    assert len(found) == 3


WAGES = {
    "employer_known": {"type": "yes_no", "required": True},
    "employer": {"type": "text", "required": True, "when": "answers.employer_known"},
    "owed": {"type": "money"},
    "large": {"type": "text", "required": True, "when": "answers.owed > 1000000"},
}


def read(**said):
    return read_answers(form(**WAGES), said, TODAY)


def test_questions_are_asked_only_when_they_apply():
    assert [problem.field for problem in read(employer_known=True)] == ["employer"]
    found = read(employer_known=False, employer="hidden", owed="5", large="")
    assert isinstance(found, Answers)
    assert found.values == {"employer_known": False, "owed": 500}
    assert found.dropped == ("employer",)


def test_a_question_whose_condition_is_not_known_may_be_answered_but_need_not():
    assert isinstance(read(employer_known=False), Answers)
    found = read(employer_known=False, large="x")
    assert isinstance(found, Answers)
    assert found.values["large"] == "x"


def test_all_problems_come_at_once():
    found = read(employer="x", owed="abc", nonsense=1)
    assert isinstance(found, tuple)
    assert [(problem.field, problem.code) for problem in found] == [
        ("nonsense", "forms.unknown_question"),
        ("employer_known", "forms.required"),
        ("owed", "forms.money_shape"),
    ]


def test_facts_of_every_type():
    asked = form(
        text=TEXT,
        day=DATE,
        n=NUMBER,
        money=MONEY,
        yes=YES_NO,
        place=PLACE,
        ticks=MULTI,
        files=FILES,
        who=PERSON,
        crew=HOUSEHOLD,
    )
    full = read_answers(
        asked,
        {
            "text": "t", "day": "2026-01-02", "n": "1.5", "money": "2", "yes": "yes", "place": "here",
            "ticks": ["a"], "files": ["f"], "who": {"name": "王芳"}, "crew": [{"name": "A"}],
        },
        TODAY,
    )  # fmt: skip
    assert isinstance(full, Answers)
    assert full.facts == {
        "answers.text": "t",
        "answers.day": date(2026, 1, 2),
        "answers.n": Decimal("1.5"),
        "answers.money": 200,
        "answers.yes": True,
        "answers.place": "here",
        "answers.ticks": ["a"],
        "answers.files": ["f"],
        "answers.who.name": "王芳",
        "answers.who.phone": None,
        "answers.who.id_number": None,
        "answers.crew": [{"name": "A", "birth": None, "id_number": None, "income": None}],
    }
    empty = read_answers(asked, {}, TODAY)
    assert isinstance(empty, Answers)
    assert set(empty.facts) == set(full.facts)
    assert set(empty.facts.values()) == {None}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "birth", "lon", "lat", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["text", "day", "n", "money", "yes", "place", "ticks", "files", "who", "crew"]),
        ANYTHING,
    )
)
def test_nothing_that_is_sent_makes_it_raise_and_what_is_kept_reads_the_same_again(raw):
    asked = form(
        text=TEXT,
        day=DATE,
        n=NUMBER,
        money=MONEY,
        yes=YES_NO,
        place=PLACE,
        ticks=MULTI,
        files=FILES,
        who=PERSON,
        crew=HOUSEHOLD,
    )
    found = read_answers(asked, raw, TODAY)
    if isinstance(found, Answers):
        again = read_answers(asked, found.values, TODAY)
        assert isinstance(again, Answers)
        assert again.values == found.values
        assert found.facts


@pytest.mark.parametrize(
    ("least", "said", "bound"),
    [
        ("days_after(today, 1)", "2026-11-22", "2026-11-23"),
        ("days_after( today , -1 )", "2026-11-20", "2026-11-21"),
        ("months_after(today, 1)", "2026-12-21", "2026-12-22"),
        ("years_after(answers.starts, 1)", "2027-11-30", "2027-12-01"),
        ("days_after(today, 99999)", "2026-11-22", "2300-09-06"),
    ],
)
def test_a_day_is_bounded_so_long_after_another(least, said, bound):
    asks = form(starts={"type": "date"}, ends={"type": "date", "least": least})
    (wrong,) = read_answers(asks, {"starts": "2026-12-01", "ends": said}, date(2026, 11, 22))
    assert (wrong.field, wrong.code, wrong.params) == ("ends", "forms.day_too_early", {"bound": bound})
    assert isinstance(
        read_answers(asks, {"starts": "2026-12-01", "ends": bound}, date(2026, 11, 22)), Answers
    )


def test_a_bound_that_cannot_be_counted_bounds_nothing():
    asks = form(
        a={"type": "date"},
        b={"type": "date", "least": "days_after(answers.a, 1)", "most": "years_after(today, 9000)"},
    )
    for sent in ({"b": "2000-01-01"}, {"a": "1999-12-01", "b": "2026-12-01"}):
        assert isinstance(read_answers(asks, sent, date(2026, 11, 22)), Answers)
    assert isinstance(read_answers(asks, {"b": "2026-12-01"}), Answers)
