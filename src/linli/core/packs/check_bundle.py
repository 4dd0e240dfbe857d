"""Everything that can be wrong with a bundle that was read: its parts, their services, their order, its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linli.core.expr.check import check
from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import PERSON_FIELDS, Question, QuestionType
from linli.core.lifecycle.definition import EffectKind, StageKind
from linli.core.packs.bundle import FEWEST, MOST, BundleDefinition
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.dividing import asked, least_answers
from linli.core.packs.fan_out import Part, follow
from linli.core.packs.finding import Finding, unknown_word
from linli.core.packs.sentences import of_form
from linli.core.rules.never_zero import divisions

HELP = ".help"
Services = Mapping[str, ServiceDefinition]


def check_bundle(bundle: BundleDefinition, services: Services) -> tuple[Finding, ...]:
    """Return everything wrong with a bundle; none means that it comes to an end whatever its parts decide."""
    return (
        *_size(bundle),
        *_conditions(bundle),
        *(found for part in bundle.parts for found in _part(bundle, part, services)),
        *_round(bundle),
        *_unused(bundle),
        *_texts(bundle),
    )


def needed(bundle: BundleDefinition) -> tuple[str, ...]:
    """Return the key of every sentence that a page may ask for, each once."""
    keys = ["title", "summary", "words", *of_form(bundle.form)]
    keys += [f"condition.{one.name}" for one in bundle.conditions]
    for part in bundle.parts:
        keys.append(f"part.{part.name}")
        keys += [f"refused.{part.name}"] if follow(bundle.parts, part.name) else []
    return tuple(dict.fromkeys(keys))


def _size(bundle: BundleDefinition) -> Iterator[Finding]:
    if not FEWEST <= len(bundle.parts) <= MOST:
        yield Finding("packs.bundle_size", "parts", params={"least": FEWEST, "most": MOST})
    if not bundle.events:
        yield Finding("packs.rule_no_event", "events")


def _conditions(bundle: BundleDefinition) -> Iterator[Finding]:
    kinds, least = bundle.form.kinds, least_answers(bundle.form)
    said = [(f"conditions[{index}].holds", one.holds) for index, one in enumerate(bundle.conditions)]
    said += [(f"parts.{part.name}.when", part.when) for part in bundle.parts if part.when]
    for path, condition in said:
        for wrong in (*check(condition, kinds, Kind.YES_NO), *divisions(path, condition, least.get)):
            yield Finding(wrong.code, path, params=dict(wrong.params))
    for path, condition in asked("ask", bundle.form):
        for wrong in divisions(path, condition, least.get):
            yield Finding(wrong.code, path, params=dict(wrong.params))


def _part(bundle: BundleDefinition, part: Part, services: Services) -> Iterator[Finding]:
    path = f"parts.{part.name}"
    for other in part.after:
        if bundle.part(other) is None:
            names = [one.name for one in bundle.parts]
            yield unknown_word("packs.rule_unknown", f"{path}.after.{other}", other, names)
    service = services.get(part.service)
    if service is None:
        yield unknown_word("packs.rule_unknown", f"{path}.service", part.service, services)
        return
    yield from _stages(path, part, service)
    yield from _answers(path, part, bundle, service)
    if bundle.sensitivity is not service.sensitivity:
        yield Finding("packs.bundle_open", f"{path}.service", params={"service": part.service})


def _stages(path: str, part: Part, service: ServiceDefinition) -> Iterator[Finding]:
    ends = [name for name, one in service.lifecycle.stages.items() if one.kind is StageKind.END]
    known = {"granted": [*ends, *outcomes(service)], "withdrawn": ends}
    for key, named in (("granted", part.granted), ("withdrawn", part.withdrawn)):
        for stage in sorted(named - {*known[key]}):
            yield unknown_word("packs.bundle_no_end", f"{path}.{key}", stage, known[key])
    for stage in sorted(part.granted & part.withdrawn):
        yield Finding("packs.bundle_both", f"{path}.withdrawn", params={"stage": stage})


def outcomes(service: ServiceDefinition) -> set[str]:
    """Return every outcome that a case of a service can have."""
    found: set[str] = set()
    for move in service.lifecycle.moves.values():
        choices = {one.name: one.choices for one in move.inputs}
        for effect in move.effects:
            if effect.kind is EffectKind.OUTCOME:
                fixed = effect.options.get("code")
                found |= {fixed} if fixed else {*choices.get(effect.options.get("input", ""), ())}
    return found


def _answers(
    path: str, part: Part, bundle: BundleDefinition, service: ServiceDefinition
) -> Iterator[Finding]:
    asked = {one.name: one for one in bundle.form.questions}
    own = {one.name: one for one in service.form.questions}
    for name, source in part.answers.items():
        at = f"{path}.answers.{name}"
        if name not in own:
            yield unknown_word("packs.rule_unknown", at, name, own)
        elif source not in asked:
            yield unknown_word("packs.rule_unknown", at, source, asked)
        elif not _fits(own[name], asked[source]):
            yield Finding("packs.bundle_other_type", at, params={"question": name, "from": source})
    for name, question in own.items():
        if question.required and question.when is None and not _is_sure(part, question, bundle):
            yield Finding("packs.bundle_unanswered", f"{path}.answers", params={"question": name})


def _fits(own: Question, source: Question) -> bool:
    """Say whether every answer to ``source`` is one that ``own`` takes."""
    bounds = (own.type, own.least, own.most) == (source.type, source.least, source.most)
    fields = (own.fields or PERSON_FIELDS) == (source.fields or PERSON_FIELDS)
    return bounds and fields and {*source.choices} <= {*own.choices} and source.max_length <= own.max_length


def _is_sure(part: Part, question: Question, bundle: BundleDefinition) -> bool:
    """Say whether a required question of a service is answered in every case; its place is the bundle's."""
    name = part.answers.get(question.name)
    return any(
        one.required
        and (one.name == name or one.type is question.type is QuestionType.PLACE)
        and _asked_whenever(part, one)
        for one in bundle.form.questions
    )


def _asked_whenever(part: Part, source: Question) -> bool:
    """Say whether a question is asked in every case in which the part is wanted."""
    return source.when is None or (part.when is not None and part.when.text == source.when.text)


def _round(bundle: BundleDefinition) -> Iterator[Finding]:
    """Yield parts that wait for each other, so that none of them could ever start."""
    free = {one.name for one in bundle.parts}
    while settled := [
        one.name for one in bundle.parts if one.name in free and not free & {*one.after}
    ]:  # fmt: skip
        free -= {*settled}
    for name in sorted(free):
        yield Finding("packs.bundle_round", f"parts.{name}.after", params={"part": name})


def _unused(bundle: BundleDefinition) -> Iterator[Finding]:
    """Yield questions whose answer nobody is given."""
    used = {source for part in bundle.parts for source in part.answers.values()}
    named = {name for one in bundle.conditions for name in one.holds.names}
    named |= {name for part in bundle.parts if part.when for name in part.when.names}
    named |= {name for one in bundle.form.questions if one.when for name in one.when.names}
    for question in bundle.form.questions:
        kept = question.type in {
            QuestionType.FILES,
            QuestionType.PLACE,
        }  # the bundle keeps those for all of its parts
        if not kept and question.name not in used and f"answers.{question.name}" not in named:
            yield Finding("packs.rule_unused", f"ask.{question.name}", params={"name": question.name})


def _texts(bundle: BundleDefinition) -> Iterator[Finding]:
    keys = needed(bundle)
    every = {key for texts in bundle.texts.values() for key in texts}
    helps = {key for key in every if key.endswith(HELP) and key.removesuffix(HELP) in keys}
    for lang in LANGUAGES:
        texts = bundle.texts.get(lang, {})
        for key in (*keys, *sorted(helps)):
            if not texts.get(key, "").strip():
                yield Finding("packs.text_missing", f"texts.{lang}.{key}", params={"key": key, "lang": lang})
        for key in texts:
            if key not in keys and key not in helps:
                yield unknown_word("packs.unused_text", f"texts.{lang}.{key}", key, keys)
