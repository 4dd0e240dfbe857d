"""What would have to be otherwise for a condition to hold: "you would be entitled if ..."."""

from __future__ import annotations

from dataclasses import dataclass

from linli.core.expr.explanation import Explanation, shown
from linli.core.rules.decide import Decision
from linli.core.shared.outcomes import Param, Reason


@dataclass(frozen=True, slots=True)
class Need:
    """One condition that must come to ``wanted``; ``known`` tells whether it is now the opposite.

    ``member`` is the number of the member it is asked of, 0 for none.
    """

    text: str
    wanted: bool
    known: bool
    now: Param
    member: int = 0

    @property
    def reason(self) -> Reason:
        """Return the sentence."""
        code = "must_hold" if self.wanted else "must_not_hold"
        if not self.known:
            return Reason(f"rules.{code}_unknown", {"text": self.text})
        if self.now is None:
            return Reason(f"rules.{code}", {"text": self.text})
        return Reason(f"rules.{code}_now", {"text": self.text, "now": self.now})


def needed(decision: Decision, *, wanted: bool = True) -> tuple[Need, ...]:
    """Return the fewest conditions that would give the wanted answer; none if it is given already."""
    return tuple(dict.fromkeys(_needs(decision.why, wanted=wanted, member=0)))


def _needs(step: Explanation, *, wanted: bool, member: int) -> tuple[Need, ...]:
    if step.raw is wanted:
        return ()
    if step.sort == "not":
        return _needs(step.parts[0], wanted=not wanted, member=member)
    if step.sort == "provision" or (step.sort == "member" and step.parts):
        return _needs(step.parts[0], wanted=wanted, member=step.number or member)
    parts = step.parts[1:] if step.sort in {"any", "all"} else step.parts
    if step.sort in {"and", "all", "or", "any"} and parts:
        ways = [_needs(part, wanted=wanted, member=member) for part in parts]
        if wanted is (step.sort in {"and", "all"}):
            return tuple(need for way in ways for need in way)
        return min(ways, key=len)
    now = shown(step.parts[0].value) if step.sort in {"compare", "within"} else None
    return (Need(step.text, wanted, step.raw is not None, now, member),)
