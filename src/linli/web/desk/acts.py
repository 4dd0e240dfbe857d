"""The buttons of a case: every open move and every act beside the course, each with a key of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from linli.apps.cases.facts import CaseView
from linli.core.lifecycle.definition import Move
from linli.kernel.ui.text import t
from linli.web.desk.names import move_name
from linli.web.desk.queue import Where

KEYS = {
    "accept": "a", "decline": "n", "request_precheck": "i", "confirm_precheck": "y", "refute_precheck": "n",
    "transfer_emergency": "e", "merge": "m", "consult": "h", "give_opinion": "o", "dispatch": "d",
    "dispatch_danger": "d", "take": "t", "return": "r", "rule": "u", "ask_resident": "q", "answer": "s",
    "go_on_without_answer": "o", "request_extension": "l", "approve_extension": "y", "refuse_extension": "n",
    "request_parking": "p", "park": "p", "refuse_parking": "z", "unpark": "u", "call_to_site": "s",
    "hand_over": "h", "report": "f", "pass_check": "y", "fail_check": "n", "record_call_back": "b",
    "contest": "o", "uphold_objection": "y", "dismiss_objection": "n", "void": "v", "mark_danger": "!",
}  # fmt: skip
"""A letter stays the same wherever a move appears, as far as two moves of one stage allow it."""

SECOND = {"dispatch": "o", "dispatch_danger": "o"}
"""The letter where the first one sends the case to the proposed body."""

RESERVED = frozenset("jkxwg/?")
"""Walking and choosing in the queue, note, classify, search, help."""

FIRST = (
    "dispatch_danger", "dispatch", "accept", "take", "confirm_precheck", "pass_check", "record_call_back",
    "rule", "give_opinion", "uphold_objection", "answer", "make_safe", "report", "unpark",
)  # fmt: skip
"""What is likeliest to come next, first."""

ASKED = {
    "extension_requested": ("approve_extension", "refuse_extension"),
    "parking_requested": ("park", "refuse_parking"),
}
"""A wish that waits goes before everything else."""

LAST = ("transfer_emergency", "decline", "merge", "withdraw", "void")
"""Ways out of the course stand apart, at the end."""


@dataclass(frozen=True, slots=True)
class Act:
    """A button. ``direct`` ones are made at once, because nothing has to be said."""

    name: str
    label: str
    key: str
    href: str
    direct: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Acts:
    """The buttons in three groups: what comes next, what else may come, ways out."""

    first: Sequence[Act]
    more: Sequence[Act]
    out: Sequence[Act]


def acts_of(view: CaseView, where: Where, *, opened: str = "", taken: Iterable[str] = ()) -> Acts:
    """Return the moves that are open to the reader as buttons; ``taken`` keys are in use elsewhere."""
    used = {*RESERVED, *taken}
    ordered = sorted(view.moves, key=lambda move: _rank(view, move))
    made = [_act(view, move, where, used, opened) for move in ordered]
    out = [one for one in made if one.name in LAST]
    rest = [one for one in made if one.name not in LAST]
    wishes = [one for one in rest if one.name in ASKED.get(view.case.wish, ())]
    first = wishes or rest[:1]
    return Acts(first, [one for one in rest if one not in first], out)


def _rank(view: CaseView, move: Move) -> int:
    wished = ASKED.get(view.case.wish, ())
    order = (*wished, *FIRST)
    return order.index(move.name) if move.name in order else len(order)


def _act(view: CaseView, move: Move, where: Where, used: set[str], opened: str) -> Act:
    key = key_of(move.name, used)
    used.add(key)
    return Act(
        name=move.name,
        label=move_name(view.definition, move.name) or t("desk.move_unnamed"),
        key=key,
        href=where.case(str(view.case.ref), move=move.name) + "#act",
        direct=not move.inputs,
        here=move.name == opened,
    )


def key_of(name: str, used: set[str]) -> str:
    """Return the move's own letter, else one of its name, else any that is free."""
    wanted = (KEYS.get(name, ""), SECOND.get(name, ""), *name, *ascii_lowercase)
    return next((one for one in wanted if one and one.isascii() and one != "_" and one not in used), "")
