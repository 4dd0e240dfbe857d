"""What changes for residents between two versions of a service."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linli.core.clock.limits import Limit, read_limit
from linli.core.lifecycle.definition import ClockKind, EffectKind
from linli.core.packs.definition import Amount, ServiceDefinition
from linli.core.packs.figure_changes import figure_changes
from linli.core.packs.ways import CASE_ROLES
from linli.core.shared.outcomes import Param, Reason

PERSONAL = frozenset({"resident", "joined", "agent", "parties"})


def diff(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> tuple[Reason, ...]:
    """Return each effect on residents as a sentence; none when nothing changes for them."""
    return (
        *_promises(old, new, lang),
        *_words("moves", "move", _moves(old), _moves(new), old, new, lang),
        *_words("stages", "stage", old.lifecycle.stages, new.lifecycle.stages, old, new, lang),
        *_words("questions", "question", _questions(old), _questions(new), old, new, lang),
        *_required(old, new, lang),
        *_words("notices", "move", _notices(old), _notices(new), old, new, lang),
        *_shown(old, new),
        *_evidence(old, new, lang),
        *_words("materials", "material", _materials(old), _materials(new), old, new, lang),
        *_fee(old, new),
        *_amounts(old, new, lang),
        *figure_changes(old, new, lang),
        *_settings(old, new),
        *_sentences(old, new, lang),
    )


def _promises(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    for name, rule in new.lifecycle.clocks.items():
        before = old.lifecycle.clocks.get(name)
        if rule.kind is not ClockKind.PROMISE or before is None:
            continue
        said: dict[str, Param] = {"clock": new.text(f"clock.{name}", lang)}
        if rule.limit != before.limit:
            code = f"packs.diff_promise_{_direction(before.limit, rule.limit)}"
            yield Reason(code, {**said, "old": before.limit, "new": rule.limit})
        if rule.max_extensions != before.max_extensions:
            more = {"old": before.max_extensions, "new": rule.max_extensions}
            yield Reason("packs.diff_extensions", {**said, **more})


def _direction(old: str, new: str) -> str:
    before, after = read_limit(old), read_limit(new)
    if not isinstance(before, Limit) or not isinstance(after, Limit) or before.unit is not after.unit:
        return "other"
    return "longer" if after.amount > before.amount else "shorter"


def _moves(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return what a resident can do."""
    moves = definition.lifecycle.moves.values()
    return tuple(move.name for move in moves if move.roles & {*CASE_ROLES})


def _notices(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the moves of which a resident is told."""
    return tuple(
        move.name
        for move in definition.lifecycle.moves.values()
        if any(
            effect.kind is EffectKind.NOTIFY and PERSONAL & {*effect.options["to"].split(",")}
            for effect in move.effects
        )
    )


def _words(
    group: str, prefix: str, before: Collection[str], after: Collection[str],
    old: ServiceDefinition, new: ServiceDefinition, lang: str,
) -> Iterator[Reason]:  # fmt: skip
    for name in after:
        if name not in before:
            yield Reason(f"packs.diff_{group}_added", {"name": new.text(f"{prefix}.{name}", lang)})
    for name in before:
        if name not in after:
            yield Reason(f"packs.diff_{group}_dropped", {"name": old.text(f"{prefix}.{name}", lang)})


def _questions(definition: ServiceDefinition) -> dict[str, bool]:
    """Return the questions, and whether each must be answered."""
    return {question.name: question.required for question in definition.form.questions}


def _required(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    before = _questions(old)
    for name, must in _questions(new).items():
        if must != before.get(name, must):
            code = "packs.diff_required" if must else "packs.diff_optional"
            yield Reason(code, {"name": new.text(f"question.{name}", lang)})


def _shown(old: ServiceDefinition, new: ServiceDefinition) -> Iterator[Reason]:
    if old.public.listed != new.public.listed:
        yield Reason("packs.diff_listed" if new.public.listed else "packs.diff_unlisted")
    for field in sorted({*new.public.fields} - {*old.public.fields}):
        yield Reason("packs.diff_shows_more", {"field": field})
    for field in sorted({*old.public.fields} - {*new.public.fields}):
        yield Reason("packs.diff_shows_less", {"field": field})
    if old.public.place is not new.public.place:
        yield Reason("packs.diff_place", {"old": old.public.place.value, "new": new.public.place.value})


def _materials(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return what may have to be brought."""
    return tuple(one.name for one in definition.guide.materials) if definition.guide else ()


def _fee(old: ServiceDefinition, new: ServiceDefinition) -> Iterator[Reason]:
    before, after = (one.guide.fee.fen if one.guide else None for one in (old, new))
    if before is not None and after is not None and before != after:
        yield Reason("packs.diff_fee", {"old": f"{before / 100:.2f}", "new": f"{after / 100:.2f}"})


def _amounts(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    yield from _words("amounts", "amount", old.amounts, new.amounts, old, new, lang)
    for name, amount in new.amounts.items():
        before = old.amounts.get(name)
        if before is not None and _formula(before) != _formula(amount):
            yield Reason("packs.diff_amount", {"name": new.text(f"amount.{name}", lang)})


def _formula(amount: Amount) -> str:
    return amount.formula.text if amount.formula else ""


def _evidence(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    for outcome in sorted({*old.evidence, *new.evidence}):
        before, after = old.evidence.get(outcome, 0), new.evidence.get(outcome, 0)
        if before != after:
            said: dict[str, Param] = {
                "outcome": new.text(f"choice.outcome.{outcome}", lang),
                "old": before,
                "new": after,
            }
            yield Reason("packs.diff_evidence", said)


def _settings(old: ServiceDefinition, new: ServiceDefinition) -> Iterator[Reason]:
    if old.sensitivity is not new.sensitivity:
        said = {"old": old.sensitivity.value, "new": new.sensitivity.value}
        yield Reason("packs.diff_sensitivity", said)


def _sentences(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> Iterator[Reason]:
    before, after = old.texts.get(lang, {}), new.texts.get(lang, {})
    changed = sum(1 for key in {*before} & {*after} if before[key] != after[key])
    if changed:
        yield Reason("packs.diff_sentences", {"n": changed})
