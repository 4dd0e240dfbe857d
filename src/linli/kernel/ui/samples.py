"""Made-up content for the style page, in the reader's language; nothing here is about anybody."""

from __future__ import annotations

from typing import Any

from linli.core.shared.outcomes import Problem
from linli.kernel.ui.charts import Bar, Point
from linli.kernel.ui.course import Move, Stage
from linli.kernel.ui.text import t

NUMBER = "48309172265"
SPARK = ([91.0, 91.4, 90.8, 92.9, 92.5, 94.8, 95.5, 96.2], [76.0, 76.2, 78.1, 77.9, 79.6, 79.1, 80.8, 81.4])
LATE = [71, 66, 69, 55, 58, 46, 48, 37]
MONTHS = 12
NOT_ASKED = 8
STAGES = (
    ("submitted", "start"), ("precheck", ""), ("accepted", ""), ("refused", "end"), ("dispatched", ""),
    ("returned", ""), ("handling", "now"), ("reported", ""), ("check", ""), ("callback", ""), ("closed", "end"),
    ("withdrawn", "end"),
)  # fmt: skip
MOVES = (
    ("submitted", "precheck", "check"), ("submitted", "accepted", "accept"), ("precheck", "accepted", "accept"),
    ("precheck", "refused", "refuse"), ("submitted", "refused", "refuse"), ("accepted", "dispatched", "dispatch"),
    ("dispatched", "returned", "return"), ("returned", "dispatched", "rule"), ("dispatched", "handling", "start"),
    ("handling", "reported", "report"), ("reported", "check", "send"), ("check", "handling", "redo"),
    ("check", "callback", "pass"), ("callback", "closed", "close"), ("callback", "handling", "contest"),
    ("submitted", "withdrawn", "withdraw"), ("accepted", "withdrawn", "withdraw"),
    ("dispatched", "withdrawn", "withdraw"),
)  # fmt: skip


def whole() -> dict[str, Any]:
    """Collect what all sample pages show."""
    return {
        "number": NUMBER,
        "reasons": [t(f"style.case.why.{i}") for i in (1, 2, 3)],
        "events": events(),
        "wrongs": (
            Problem("wrong_number", "shared.number_check"),
            Problem("wrong_choice", "lifecycle.required"),
        ),
        "rows": rows(),
        "spark": SPARK,
        "late": LATE,
        "points": points(),
        "bar_rows": bar_rows(),
        "shares": [(t(f"style.chart.share.{i}"), n) for i, n in ((1, 1411), (2, 166), (3, 61), (4, 95))],
        "stages": [Stage(key, t(f"style.course.{key}"), kind) for key, kind in STAGES],
        "moves": [Move(source, target, t(f"style.course.move.{move}")) for source, target, move in MOVES],
        "desk_groups": desk_groups(),
        "queue": queue(),
        "suggested": [
            {"body": t("style.desk.suggest.1"), "share": 0.86, "because": t("style.desk.suggest.1.why")},
            {"body": t("style.desk.suggest.2"), "share": 0.09, "because": t("style.desk.suggest.2.why")},
        ],
    }


def events() -> list[dict[str, str]]:
    """Tell the course of the sample case."""
    done = [
        {"title": t(f"style.case.line.{i}"), "who": t(f"style.case.line.{i}.who"), "at": at, "state": state}
        for i, at, state in ((1, "14:10", "done"), (2, "14:13", "done"), (3, "14:42", "now"))
    ]
    return [*done, {"title": t("style.case.line.4"), "note": t("style.case.line.4.note"), "state": "next"}]


def rows() -> list[list[str]]:
    """Fill the sample table."""
    return [
        [t("style.street.liuxi"), "1,204", "96.2%", "81.4%"],
        [t("style.street.shiping"), "914", "94.8%", "79.9%"],
    ]


def points() -> list[Point]:
    """Give twelve months with one gap."""
    values = [88.1, 88.9, 90.2, 89.7, 91.4, 92.0, 91.2, 0, 93.4, 94.1, 95.2, 96.2]
    known = [
        Point(f"{month}", value, value - 1.6, value + 1.1) if month != NOT_ASKED else Point(f"{month}", None)
        for month, value in enumerate(values, start=1)
    ]
    return known[:MONTHS]


def bar_rows() -> list[Bar]:
    """Give four subjects and their counts."""
    counts = ((1, 412), (2, 387), (3, 240), (4, 96))
    return [Bar(t(f"style.chart.bar.{i}"), n, f"{n:,}") for i, n in counts]


def desk_groups() -> list[tuple[str, list[tuple[str, str, bool, int | None]]]]:
    """Give the desk's navigation."""
    mine = (("todo", 14), ("ruling", 3), ("soon", 6), ("check", 9))
    city = (("orders", 2), ("roster", None))
    return [
        (t("style.desk.mine"), [("#", t(f"style.desk.{key}"), key == "todo", n) for key, n in mine]),
        (t("style.desk.city"), [("#", t(f"style.desk.{key}"), False, n) for key, n in city]),
    ]


def queue() -> list[dict[str, Any]]:
    """Give four waiting cases."""
    kinds = (("late", "2"), ("soon", "18"), ("run", "25"), ("plain", "31"))
    return [
        {
            "title": t(f"style.desk.q{i}"),
            "chips": [(t(f"style.desk.q{i}.chip"), kind)],
            "place": t(f"style.desk.q{i}.place"),
            "age": t(f"style.desk.age.{age}"),
        }
        for i, (kind, age) in enumerate(kinds, start=1)
    ]
