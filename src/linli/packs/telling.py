"""Says findings and courses in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.diff import diff
from linli.core.packs.explain import explain
from linli.core.shared.outcomes import JsonValue, Reason
from linli.kernel.ui.text import has, reason, t
from linli.packs.folder import Located

ANSWERS = "answers."
STEPS = {
    "move": "  · ",
    **dict.fromkeys(
        ("needs", "takes", "choices", "or", "starts", "stops", "pauses", "resumes", "extends", "tells"),
        "    ",
    ),
}
"""How far a sentence of a course stands in, by what it is about."""


def told(located: Located) -> dict[str, JsonValue]:
    """Return one finding as `--json` prints it: file, line, code, sentence and remedy in both languages."""
    finding = located.finding
    params = dict(finding.params)
    remedy = remedy_of(finding.code)
    return {
        "file": str(located.file),
        "line": finding.line,
        "path": finding.path,
        "code": finding.code,
        "sentence": {
            lang: f"{_about(finding.path)}{reason(Reason(finding.code, params), lang=lang)}"
            for lang in LANGUAGES
        },
        "remedy": {lang: reason(Reason(remedy, params), lang=lang) for lang in LANGUAGES},
    }


def _about(path: str) -> str:
    """Name the answer of a scenario that a sentence is about: the sentence was made to stand beside its question."""
    return f"{path}: " if path.startswith(ANSWERS) else ""


def remedy_of(code: str) -> str:
    """Return the code of the sentence that says what to do about a finding."""
    part, _, what = code.removesuffix("_near").partition(".")
    family = what.partition("_")[0]
    names = (f"{part}.remedy_{what}", f"{part}.remedy_{family}")
    return next((name for name in names if has(name)), "packs.remedy_other")


def line_of(located: Located, lang: str, base: Path) -> str:
    """Return one finding as a line for people: where, what, and what to do."""
    said = told(located)
    sentence, remedy = (_in(said[key], lang) for key in ("sentence", "remedy"))
    return f"{shown(located.file, base)}:{located.finding.line}: {sentence} {remedy}"


def _in(value: JsonValue, lang: str) -> str:
    return str(value[lang]) if isinstance(value, Mapping) else str(value)


def shown(path: Path, base: Path) -> Path:
    """Return a path as seen from ``base`` where it lies below."""
    whole = path.resolve()
    return whole.relative_to(base) if whole.is_relative_to(base) else path


def course(definition: ServiceDefinition, lang: str) -> tuple[str, ...]:
    """Tell the course of a service, sentence by sentence."""
    sentences = explain(definition, lang, partial(t, lang=lang))
    return tuple(f"{_indent(one.code)}{reason(one, lang=lang)}" for one in sentences)


def _indent(code: str) -> str:
    what = code.removeprefix("packs.told_")
    return STEPS.get(what.partition("_")[0], "")


def changes(old: ServiceDefinition, new: ServiceDefinition, lang: str) -> tuple[str, ...]:
    """Tell what changes for residents between two versions."""
    found = diff(old, new, lang) or (Reason("packs.diff_none"),)
    return tuple(reason(one, lang=lang) for one in found)
