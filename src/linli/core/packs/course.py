"""Reads the course of a service: clocks, stages, moves."""

from __future__ import annotations

from dataclasses import replace

from linli.core.expr.parse import parse
from linli.core.lifecycle.definition import (
    ClockKind,
    ClockRule,
    Effect,
    EffectKind,
    Guard,
    Holder,
    Input,
    InputKind,
    Lifecycle,
    Move,
    Stage,
    StageKind,
)
from linli.core.packs.definition import Audience, Notice
from linli.core.packs.effects import read_effects
from linli.core.packs.node import Node, shared, unknown
from linli.core.shared.outcomes import Problem

CLOCK_KEYS = ("kind", "limit", "from_condition", "max_extensions", "approvals", "source", "remind")
MOVE_KEYS = ("from", "to", "by", "ask", "when", "do")
INPUT_KEYS = ("type", "required", "public", "told", "choices", "max_length")


def read_lifecycle(node: Node, notices: dict[str, tuple[Notice, ...]]) -> Lifecycle:
    """Return the whole course, with the notices of each move among its effects."""
    stages = {name: _stage(name, one) for name, one in node.child("stages").items()}
    moves = {name: _move(name, one, stages, notices) for name, one in node.child("moves").items()}
    clocks = {name: _clock(name, one) for name, one in node.child("clocks").items()}
    initial = node.child("initial")
    return Lifecycle(_known(initial, stages), stages, moves, clocks, read_effects(node.child("opening")))


@shared
def _stage(name: str, node: Node) -> Stage:
    _check_name(name, node)
    node.only("kind", "holder", required=("kind", "holder"))
    kind = node.child("kind").choice(StageKind, StageKind.OPEN)
    return Stage(name, kind, node.child("holder").choice(Holder, Holder.NOBODY))


@shared
def _clock(name: str, node: Node) -> ClockRule:
    _check_name(name, node)
    node.only(*CLOCK_KEYS, required=("kind", "limit"))
    remind = node.child("remind")
    remind.only("before", "to")
    return ClockRule(
        name,
        node.child("kind").choice(ClockKind, ClockKind.HOLDER),
        node.child("limit").text(),
        from_condition=node.child("from_condition").flag(default=False),
        max_extensions=node.child("max_extensions").whole(0),
        approvals=node.child("approvals").whole(1, least=1),
        remind_before=remind.child("before").text(),
        remind_to=tuple(
            one.choice(Audience, Audience.RESIDENT).value for one in remind.child("to").elements()
        ),
    )


def _move(name: str, node: Node, stages: dict[str, Stage], notices: dict[str, tuple[Notice, ...]]) -> Move:
    move = _said(name, node)
    if not move.sources <= stages.keys():
        for one in node.child("from").elements():
            _known(one, stages)
    if move.target is not None:
        _known(node.child("to"), stages)
    ends = move.target in stages and stages[str(move.target)].kind is StageKind.END
    effects = _completed(move.effects, notices.get(name, ()), ends=ends)
    return move if len(effects) == len(move.effects) else replace(move, effects=effects)


@shared
def _said(name: str, node: Node) -> Move:
    """Return a move as it is written, before anybody looks whether its stages are there."""
    _check_name(name, node)
    node.only(*MOVE_KEYS, required=("from", "by"))
    return Move(
        name,
        frozenset(one.text() for one in node.child("from").elements()),
        None if node.child("to").value is None else node.child("to").text(),
        frozenset(node.child("by").names()),
        tuple(_input(key, one) for key, one in node.child("ask").items()),
        tuple(guard for one in node.child("when").elements() if (guard := _guard(one))),
        read_effects(node.child("do")),
    )


def _completed(effects: tuple[Effect, ...], notices: tuple[Notice, ...], *, ends: bool) -> tuple[Effect, ...]:
    # A move into an end stage always ends, so that no clock can outlive its case.
    if ends and not any(effect.kind is EffectKind.END for effect in effects):
        effects = (*effects, Effect(EffectKind.END))
    told = (Effect(EffectKind.NOTIFY, {"to": ",".join(one.to), "text": one.text}) for one in notices)
    return (*effects, *told)


def _known(node: Node, stages: dict[str, Stage]) -> str:
    if node.text() not in stages:
        node.problems.append(unknown("packs.unknown_stage", node.path, node.text(), stages))
    return node.text()


def _input(name: str, node: Node) -> Input:
    _check_name(name, node)
    node.only(*INPUT_KEYS, required=("type",))
    return Input(
        name,
        node.child("type").choice(InputKind, InputKind.TEXT),
        required=node.child("required").flag(default=True),
        private=not node.child("public").flag(default=False),
        told=node.child("told").flag(default=False),
        choices=node.child("choices").names(),
        max_length=node.child("max_length").whole(2_000, least=1),
    )


def _guard(node: Node) -> Guard | None:
    node.only("holds", "else", required=("holds", "else"))
    condition = parse(node.child("holds").text())
    if isinstance(condition, Problem):
        node.child("holds").note(condition.code, **condition.params)
        return None
    return Guard(condition, f"guard.{node.child('else').name()}")


def _check_name(name: str, node: Node) -> None:
    Node(name, node.path, node.problems).name()
