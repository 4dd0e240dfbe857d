"""How the effects of a move are written: a word, or a word with what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from linli.core.lifecycle.definition import Effect, EffectKind
from linli.core.packs.node import Node, unknown


@dataclass(frozen=True, slots=True)
class Form:
    """Which options an effect takes; ``short`` is the one that ``effect: value`` fills."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    short: str = ""


FORMS: dict[EffectKind, Form] = {
    EffectKind.ASSIGN: Form(optional=("lead", "supporting", "consulted", "on_site")),
    EffectKind.PART: Form(required=("state",), optional=("of", "word"), short="state"),
    EffectKind.RETURN: Form(),
    EffectKind.START_CLOCK: Form(required=("clock",), optional=("from",), short="clock"),
    EffectKind.STOP_CLOCK: Form(required=("clock",), short="clock"),
    EffectKind.PAUSE_CLOCK: Form(required=("clock",), short="clock"),
    EffectKind.RESUME_CLOCK: Form(required=("clock",), short="clock"),
    EffectKind.EXTEND_CLOCK: Form(required=("clock", "by")),
    EffectKind.REQUIRE_EVIDENCE: Form(required=("input",), optional=("outcome",), short="input"),
    EffectKind.NOTIFY: Form(required=("to", "text")),
    EffectKind.ISSUE: Form(required=("document",), short="document"),
    EffectKind.SPAWN: Form(required=("pack",), short="pack"),
    EffectKind.LINK: Form(required=("input", "relation")),
    EffectKind.FLAG: Form(required=("flag",), optional=("when", "tick"), short="flag"),
    EffectKind.UNFLAG: Form(required=("flag",), short="flag"),
    EffectKind.COUNT: Form(required=("counter",), short="counter"),
    EffectKind.OUTCOME: Form(optional=("input", "code"), short="code"),
    EffectKind.RULING: Form(),
    EffectKind.END: Form(),
}


def read_effects(node: Node) -> tuple[Effect, ...]:
    """Return the effects of a list; those that cannot be read are noted and left out."""
    return tuple(effect for one in node.elements() if (effect := read_effect(one)))


def read_effect(node: Node) -> Effect | None:
    """Read ``end``, ``start_clock: handle`` or ``extend_clock: {clock: handle, by: limit}``."""
    word, said = _word(node)
    if word not in [kind.value for kind in EffectKind]:
        node.problems.append(unknown("packs.unknown_effect", node.path, word, [*EffectKind]))
        return None
    kind = EffectKind(word)
    return Effect(kind, _options(said, FORMS[kind]))


def _word(node: Node) -> tuple[str, Node]:
    pairs = [*node.items()] if isinstance(node.value, dict) else []
    if len(pairs) == 1:
        return pairs[0]
    word = node.value if isinstance(node.value, str) else ""
    return word, Node({}, node.path, node.problems)


def _options(said: Node, form: Form) -> dict[str, str]:
    if form.short and isinstance(said.value, str):
        return {form.short: said.value}
    said.only(*form.required, *form.optional, required=form.required)
    return {key: child.text() for key, child in said.items()}
