"""What can be wrong with a guide: conditions over questions nobody asks, a promise longer than the law."""

from __future__ import annotations

from collections.abc import Iterator

from linli.core.clock.limits import Limit, read_limit
from linli.core.expr.check import check
from linli.core.expr.tree import Expression
from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import PREFIX, QuestionType
from linli.core.lifecycle.definition import ClockKind
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding, of_problem, unknown_word
from linli.core.packs.guide import Guide
from linli.core.shared.outcomes import Problem

SIMPLE = frozenset(
    {QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.DATE, QuestionType.NUMBER, QuestionType.MONEY}
)
"""What may be asked of somebody who has not told us who they are."""


def check_guide(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield everything wrong with the guide of a service that has one."""
    guide = definition.guide
    if guide is None:
        return
    for name, told in (("events", guide.events), ("who", guide.who)):
        if not told:
            yield Finding("packs.guide_empty", f"guide.{name}", params={"key": name})
    yield from _questions(guide)
    yield from _conditions(guide)
    yield from _times(definition, guide)
    if guide.fee.amount and guide.fee.amount not in definition.amounts:
        yield unknown_word("packs.unknown_amount", "guide.fee.amount", guide.fee.amount, definition.amounts)


def conditions(guide: Guide) -> Iterator[tuple[str, Expression]]:
    """Yield every condition of a guide with the place where it is written."""
    for one in guide.materials:
        if one.when is not None:
            yield f"guide.materials.{one.name}.when", one.when
        if one.held is not None and one.held.when is not None:
            yield f"guide.materials.{one.name}.held.when", one.held.when


def _questions(guide: Guide) -> Iterator[Finding]:
    used = {name for _, when in conditions(guide) for name in when.names}
    used |= {name for one in guide.form.questions if one.when is not None for name in one.when.names}
    for one in guide.form.questions:
        path, said = f"guide.ask.{one.name}", {"name": one.name}
        if one.type not in SIMPLE:
            yield Finding("packs.guide_not_simple", path, params=said)
        if one.required:
            yield Finding("packs.guide_required", path, params=said)
        if PREFIX + one.name not in used:
            yield Finding("packs.guide_unused", path, params=said)


def _conditions(guide: Guide) -> Iterator[Finding]:
    for path, when in conditions(guide):
        for problem in check(when, guide.form.kinds, Kind.YES_NO):
            yield Finding(problem.code, path, params=dict(problem.params))


def _times(definition: ServiceDefinition, guide: Guide) -> Iterator[Finding]:
    promises = {
        name: rule for name, rule in definition.lifecycle.clocks.items() if rule.kind is ClockKind.PROMISE
    }
    if guide.promised and guide.promised not in promises:
        yield unknown_word("packs.unknown_clock", "guide.promised", guide.promised, promises)
    if guide.legal is None:
        return
    legal = read_limit(guide.legal.limit)
    if isinstance(legal, Problem):
        yield of_problem(Problem("guide.legal.limit", legal.code, legal.params))
        return
    rule = definition.promised
    told = read_limit(rule.limit) if rule else None
    if isinstance(told, Limit) and told.unit is legal.unit and told.amount > legal.amount:
        said = {"promised": str(rule.limit if rule else ""), "legal": guide.legal.limit}
        yield Finding("packs.promise_beyond_law", "guide.legal.limit", params=dict(said))
