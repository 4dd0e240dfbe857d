"""Tells a course as sentences: what a resident, a clerk or a county reads instead of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from linli.core.lifecycle.definition import EffectKind, Input, Move, Stage, StageKind
from linli.core.packs.definition import Sensitivity, ServiceDefinition
from linli.core.packs.documents import DOCUMENT, sentence_of
from linli.core.shared.outcomes import Param, Reason

CLOCK_WORDS = {
    EffectKind.START_CLOCK: "packs.told_starts",
    EffectKind.STOP_CLOCK: "packs.told_stops",
    EffectKind.PAUSE_CLOCK: "packs.told_pauses",
    EffectKind.RESUME_CLOCK: "packs.told_resumes",
    EffectKind.EXTEND_CLOCK: "packs.told_extends",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """A definition and a language; ``say`` gives the label of a role, a desk or an audience by code."""

    definition: ServiceDefinition
    lang: str
    say: Callable[[str], str]

    def label(self, key: str) -> str:
        """Return the pack's own word."""
        return self.definition.text(key, self.lang)

    def listed(self, words: Iterable[str]) -> str:
        """Put words in a row as the language does."""
        return ("、" if self.lang == "zh" else ", ").join(words)


def explain(definition: ServiceDefinition, lang: str, say: Callable[[str], str]) -> tuple[Reason, ...]:
    """Return the course, sentence by sentence, filled for readers of ``lang``."""
    teller = Teller(definition, lang, say)
    return (*_head(teller), *_guide(teller), *_clocks(teller), *_stages(teller))


def _head(teller: Teller) -> Iterator[Reason]:
    definition = teller.definition
    said: dict[str, Param] = {"service": teller.label("title"), "version": definition.version}
    yield Reason("packs.told_title", {**said, "day": definition.effective_from.isoformat()})
    for basis in definition.legal_basis:
        yield Reason("packs.told_basis", {"title": basis.title})
    ordinary = definition.sensitivity is Sensitivity.NORMAL
    unlisted = ordinary and not definition.public.listed
    yield Reason("packs.told_unlisted" if unlisted else f"packs.told_{definition.sensitivity.value}")
    questions = teller.listed(
        teller.label(f"question.{one.name}") + (teller.say("packs.told_sometimes") if one.when else "")
        for one in definition.form.questions
    )
    if questions:
        yield Reason("packs.told_questions", {"questions": questions})


def _guide(teller: Teller) -> Iterator[Reason]:
    """Tell what people read before they use the service; nothing where there is no guide."""
    guide = teller.definition.guide
    if guide is None:
        return
    named: dict[str, tuple[str, ...]] = {
        "who": guide.who,
        "condition": guide.conditions,
        "counter": guide.counters,
    }
    for what, names in named.items():
        if names:
            said = teller.listed(teller.label(f"guide.{what}.{one}") for one in names)
            yield Reason(f"packs.told_guide_{what}", {"said": said})
    for one in guide.materials:
        sometimes = teller.say("packs.told_sometimes") if one.when else ""
        code = "packs.told_guide_held" if one.held else "packs.told_guide_bring"
        yield Reason(code, {"said": teller.label(f"material.{one.name}") + sometimes})
    if guide.legal is not None:
        yield Reason(
            "packs.told_guide_legal", {"limit": guide.legal.limit, "title": guide.legal.grounds.title}
        )
    yuan = f"{guide.fee.fen / 100:.2f}".removesuffix(".00")
    free = Reason("packs.told_guide_by_answers") if guide.fee.amount else Reason("packs.told_guide_free")
    yield Reason("packs.told_guide_fee", {"yuan": yuan}) if guide.fee.fen else free


def _clocks(teller: Teller) -> Iterator[Reason]:
    for rule in teller.definition.lifecycle.clocks.values():
        code = f"packs.told_clock_{rule.kind.value}{'_condition' if rule.from_condition else ''}"
        yield Reason(code, {"clock": teller.label(f"clock.{rule.name}"), "limit": rule.limit})
        if rule.max_extensions:
            said: dict[str, Param] = {"clock": teller.label(f"clock.{rule.name}"), "n": rule.max_extensions}
            yield Reason("packs.told_extensions", {**said, "approvals": rule.approvals})


def _stages(teller: Teller) -> Iterator[Reason]:
    course = teller.definition.lifecycle
    for stage in course.stages.values():
        yield _stage(teller, stage)
        for move in course.moves_from(stage.name):
            yield from _move(teller, move)


def _stage(teller: Teller, stage: Stage) -> Reason:
    code = "packs.told_end" if stage.kind is StageKind.END else f"packs.told_stage_{stage.kind.value}"
    holder = teller.say(f"packs.holder_{stage.holder.value}")
    return Reason(code, {"stage": teller.label(f"stage.{stage.name}"), "holder": holder})


def _move(teller: Teller, move: Move) -> Iterator[Reason]:
    who = teller.listed(teller.say(f"packs.role_{role}") for role in sorted(move.roles))
    said: dict[str, Param] = {"who": who, "move": teller.label(f"move.{move.name}")}
    if move.target is None:
        yield Reason("packs.told_move_stays", said)
    else:
        yield Reason("packs.told_move", {**said, "stage": teller.label(f"stage.{move.target}")})
    needed = teller.listed(teller.label(f"input.{one.name}") for one in move.inputs if one.required)
    if needed:
        yield Reason("packs.told_needs", {"inputs": needed})
    more = teller.listed(teller.label(f"input.{one.name}") for one in move.inputs if not one.required)
    if more:
        yield Reason("packs.told_takes", {"inputs": more})
    for one in move.inputs:
        if one.choices:
            said = {"input": teller.label(f"input.{one.name}"), "choices": _choices(teller, one)}
            yield Reason("packs.told_choices", said)
    for guard in move.guards:
        yield Reason("packs.told_or_else", {"sentence": teller.label(guard.code)})
    yield from _effects(teller, move)


def _choices(teller: Teller, one: Input) -> str:
    """List what may be chosen, each with the code that files and programs write."""
    return teller.listed(f"{teller.label(f'choice.{one.name}.{code}')} [{code}]" for code in one.choices)


def _effects(teller: Teller, move: Move) -> Iterator[Reason]:
    for effect in move.effects:
        if effect.kind in CLOCK_WORDS:
            clock = teller.label(f"clock.{effect.options['clock']}")
            yield Reason(CLOCK_WORDS[effect.kind], {"clock": clock})
        if effect.kind is EffectKind.NOTIFY:
            who = teller.listed(
                teller.say(f"packs.audience_{one}") for one in effect.options["to"].split(",")
            )
            yield Reason("packs.told_tells", {"who": who, "text": teller.label(effect.options["text"])})
        if effect.kind is EffectKind.ISSUE:
            key = sentence_of(effect.options["document"])
            yield Reason(
                "packs.told_issues",
                {"document": teller.label(key) if key.startswith(DOCUMENT) else teller.say(key)},
            )
