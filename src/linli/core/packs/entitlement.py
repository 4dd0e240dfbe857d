"""Decides an entitlement: the answer, its grounds, what would have to be otherwise, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from linli.core.expr.evaluate import Value
from linli.core.expr.explanation import Explanation, missing
from linli.core.forms.answers import Answers, is_asked
from linli.core.forms.facts import fact_of
from linli.core.forms.questions import PREFIX, Question, QuestionType
from linli.core.packs.benefit import Benefit
from linli.core.rules.decide import Decision, Worked, used_by, work_out
from linli.core.rules.parameters import Source
from linli.core.shared.outcomes import JsonValue, Problem, Refusal

LARGE = Decimal(10_000_000)
YEARS_BACK = (1, 30, 90)
"""What a number or a day could be, when it is tried out which question decides most."""
MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing an answer rests on. ``sort`` is rule, parameter or question; ``parts`` are what decided a rule."""

    sort: str
    name: str
    value: Value
    since: date | None = None
    source: Source | None = None
    formula: str = ""
    parts: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What would have to come to ``wanted``: a rule, or a plain question; ``known`` if it is now the opposite."""

    sort: str
    name: str
    wanted: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the rules say of somebody on a day.

    ``entitled`` None is open: ``waits_for`` names the questions it depends on and ``next`` the one of them that
    would decide most. ``results`` are told where the answer is yes.
    """

    on: date
    entitled: bool | None
    ground: Ground
    results: Mapping[str, Value]
    grounds: Mapping[str, Ground]
    conditions: tuple[Condition, ...]
    waits_for: tuple[str, ...]
    next: str | None
    problem: Problem | None

    @property
    def provisions(self) -> tuple[Ground, ...]:
        """Return every rule and parameter that the answer and the results rest on, each once."""
        found = {one.name: one for ground in (self.ground, *self.grounds.values()) for one in flat(ground)}
        return tuple(one for one in found.values() if one.sort != "question")

    @property
    def examples(self) -> bool:
        """Tell whether any of it is an example and no official figure."""
        return any(one.source is not None and one.source.example for one in self.provisions)


def entitlement(
    benefit: Benefit, answers: Answers, on: date, passed: frozenset[str] = frozenset()
) -> Entitlement | Refusal:
    """Decide as of a day, or of the day that an answer gives; questions in ``passed`` are not asked again."""
    facts = answers.facts
    given = facts.get(PREFIX + benefit.as_of)
    on = given if isinstance(given, date) else on
    worked = work_out(benefit.rules, facts, on)
    if isinstance(worked, Refusal):
        return worked
    decided = worked.decision(benefit.rules.answer)
    entitled = decided.value if isinstance(decided.value, bool) else None
    shown = _results(benefit, worked) if entitled else {}
    waits = dict.fromkeys(name for one in (decided, *shown.values()) for name in _waits(one.why))
    return Entitlement(
        on=on,
        entitled=entitled,
        ground=_ground(benefit, benefit.rules.answer, decided.why, on),
        results={name: one.value for name, one in shown.items()},
        grounds={name: _ground(benefit, name, one.why, on) for name, one in shown.items()},
        conditions=() if entitled else conditions(benefit, decided.why),
        waits_for=tuple(waits),
        next=_next(benefit, answers, tuple(waits), worked, passed),
        problem=next((one.problem for one in (decided, *shown.values()) if one.problem), None),
    )


def _results(benefit: Benefit, worked: Worked) -> dict[str, Decision]:
    return {name: worked.decision(name) for name in benefit.shows if name in worked.plan}


def _waits(why: Explanation) -> Iterator[str]:
    """Yield the questions that an unknown answer waits for."""
    for name in missing(why):
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX).partition(".")[0].partition("[")[0]


def flat(ground: Ground) -> Iterator[Ground]:
    """Yield a ground and all it rests on."""
    yield ground
    for part in ground.parts:
        yield from flat(part)


def _ground(benefit: Benefit, name: str, why: Explanation, on: date) -> Ground:
    version = benefit.rules.provisions[name].at(on)
    parts: dict[str, Ground] = {}
    for step in _leaves(why):
        if step.text not in parts:
            parts[step.text] = _leaf(benefit, step, on)
    kept = tuple(one for one in parts.values() if one.sort)
    since, source = (version.since, version.source) if version else (None, None)
    formula = version.expression.text if version and version.expression else ""
    return Ground("rule", name, why.value, since, source, formula, kept)


def _leaves(step: Explanation) -> Iterator[Explanation]:
    """Yield the names that decided a step, without going into other rules."""
    for part in (step,) if step.sort in {"name", "provision"} else step.decisive:
        if part.sort in {"name", "provision"}:
            yield part
        else:
            yield from _leaves(part)


def _leaf(benefit: Benefit, step: Explanation, on: date) -> Ground:
    if step.text in benefit.rules.provisions:
        if not step.parts:  # repealed on that day, or not yet in force
            return Ground("rule", step.text, None)
        return _ground(benefit, step.text, step.parts[0], on)
    if step.text in benefit.rules.parameters:
        dated = benefit.rules.parameters[step.text].at(on)
        since, source = (dated.since, dated.source) if dated else (None, None)
        return Ground("parameter", step.text, step.value, since, source)
    if step.text.startswith(PREFIX):
        return Ground("question", step.text.removeprefix(PREFIX), step.value)
    return Ground("", step.text, step.value)  # a column of a table, or the day itself


def conditions(benefit: Benefit, why: Explanation) -> tuple[Condition, ...]:
    """Return the fewest rules and questions that would give the answer yes."""
    return tuple(dict.fromkeys(_needs(benefit, why, wanted=True, rule=benefit.rules.answer, of_rule=True)))


def _needs(
    benefit: Benefit, step: Explanation, *, wanted: bool, rule: str, of_rule: bool
) -> tuple[Condition, ...]:
    """Go down to what is not as wanted; ``of_rule`` is what the rule around it would have to come to."""
    if step.raw is wanted:
        return ()
    if step.sort in {"not", "provision"}:
        turned = wanted is (step.sort != "not")
        around = (step.text, wanted) if step.sort == "provision" else (rule, of_rule)
        return _needs(benefit, step.parts[0], wanted=turned, rule=around[0], of_rule=around[1])
    if step.sort in {"and", "or"}:
        ways = [_needs(benefit, one, wanted=wanted, rule=rule, of_rule=of_rule) for one in step.parts]
        every = wanted is (step.sort == "and")
        return tuple(need for way in ways for need in way) if every else min(ways, key=len)
    known = step.raw is not None
    if step.sort == "name" and step.text.startswith(PREFIX):
        return (Condition("question", step.text.removeprefix(PREFIX), wanted, known),)
    return (Condition("rule", rule, of_rule, known),)


def _next(
    benefit: Benefit, answers: Answers, waits: tuple[str, ...], worked: Worked, passed: frozenset[str]
) -> str | None:
    """Return the question that would leave least open, whichever way it is answered."""
    order = [
        one for one in benefit.form.questions if one.name not in answers.values and one.name not in passed
    ]
    open_now = [one for one in order if is_asked(benefit.form, one, answers.values) is True]
    first = [one for one in open_now if one.name == benefit.as_of]
    wanted = first if first and waits else [one for one in open_now if one.name in waits]
    if not wanted:
        later = [one for one in order if one.name in waits and one.when is not None]
        names = {name.removeprefix(PREFIX) for one in later if one.when for name in one.when.names}
        wanted = [one for one in open_now if one.name in names]
    if len(wanted) < 2 or worked.trees[benefit.rules.answer].raw is not None:  # noqa: PLR2004 - no choice
        return wanted[0].name if wanted else None  # once the answer is there, the order of the form is best
    rests_on = used_by(benefit.rules.answer, worked.plan)
    tried = wanted[:MOST_CANDIDATES]
    return min(tried, key=lambda one: _left_open(benefit.rules.answer, rests_on, worked, one)).name


def _left_open(answer: str, rests_on: frozenset[str], worked: Worked, question: Question) -> float:
    """Return how many questions are still waited for after this one, on the average of what could be said."""
    counts = []
    for said in _could_say(question, worked.on):
        trees = worked.tried(PREFIX + question.name, said, rests_on)
        counts.append(len({*_waits(trees[answer])}))
    return sum(counts) / len(counts)


def _could_say(question: Question, on: date) -> tuple[Value, ...]:
    if question.type is QuestionType.YES_NO:
        return (True, False)
    if question.type is QuestionType.CHOICE:
        return question.choices[:MOST_CANDIDATES]
    if question.type is QuestionType.DATE:
        return tuple(on - timedelta(days=365 * years) for years in YEARS_BACK)
    if question.type in {QuestionType.NUMBER, QuestionType.MONEY}:
        least = question.least if isinstance(question.least, Decimal) else Decimal(0)
        return (least, question.most if isinstance(question.most, Decimal) else LARGE)
    return ((),) if question.type is QuestionType.MEMBERS else ("",)


def overlaps(benefit: Benefit, values: Mapping[str, JsonValue]) -> tuple[Problem, ...]:
    """Return tables whose rows overlap in time, or end before they begin, where they must not."""
    found = []
    for name, (first, last) in benefit.apart.items():
        question = next(one for one in benefit.form.questions if one.name == name)
        columns = {one.name: one for one in question.fields}
        rows = values.get(name)
        spans: list[tuple[date, date, int]] = []
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            cells = row if isinstance(row, dict) else {}
            start, end = (fact_of(columns[one], cells.get(one)) for one in (first, last))
            if isinstance(start, date) and isinstance(end, date):
                spans.append((start, end, number))
        found += [*_overlapping(name, spans)]
    return tuple(found)


def _overlapping(name: str, spans: list[tuple[date, date, int]]) -> Iterator[Problem]:
    latest: tuple[date, int] | None = None
    for start, end, number in sorted(spans):
        if end < start:
            yield Problem(f"{name}[{number}]", "packs.stay_backwards", {"row": number})
        if (
            latest is not None and start < latest[0]
        ):  # discharged and admitted elsewhere on one day is a transfer
            said = {"row": number, "other": latest[1]}
            yield Problem(f"{name}[{number}]", "packs.stays_overlap", said)
        latest = max(latest or (end, number), (end, number))
