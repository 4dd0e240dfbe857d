"""Which moves carry the resident's word on the result."""

from __future__ import annotations

from linli.core.lifecycle.definition import EffectKind, Move


def carries_rating(move: Move) -> bool:
    """Say whether a move is an answer to "was it solved?", or an objection to a result."""
    names = {one.name for one in move.inputs}
    objects = any(
        effect.kind is EffectKind.COUNT and effect.options["counter"] == "contested"
        for effect in move.effects
    )
    return bool(names & {"satisfaction", "result"}) or objects
