"""Every sentence people read, collected from the flat YAML files that lie next to the code."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

import linli

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
FORMATS = frozenset({
    "", "text", "when", "until", "day", "full_day", "clock", "minutes", "month", "money", "count", "percent", "number", "limit",
})  # fmt: skip
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where it is built in: every process reads all sentences first, and the other takes seconds."""
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Gap(NamedTuple):
    """One blank of a sentence: whose value, written how."""

    name: str
    spec: str


Parts = tuple[str | Gap, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in one language, with its plural forms ("other" is always there)."""

    forms: Mapping[str, Parts]
    source: Path

    @property
    def names(self) -> frozenset[str]:
        """The blanks that any of the forms fills."""
        return frozenset(gap.name for gap in self.gaps)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All blanks of all forms."""
        return tuple(part for parts in self.forms.values() for part in parts if isinstance(part, Gap))

    def parts(self, n: object) -> Parts:
        """Choose the form for a count; sentences without a count use "other"."""
        one = self.forms.get("one")
        return one if one is not None and n == 1 else self.forms["other"]


Sentences = Mapping[str, Mapping[str, Sentence]]


class BadCatalogueError(ValueError):
    """A text file that cannot be read as a flat list of sentences."""


def split(text: str) -> Parts:
    """Cut a sentence at its blanks."""
    parts: list[str | Gap] = []
    for literal, name, spec, _conversion in string.Formatter().parse(text):
        if literal:
            parts.append(literal)
        if name is not None:
            parts.append(Gap(name, spec or ""))
    return tuple(parts)


def read_file(path: Path) -> dict[str, Sentence]:
    """Read one file; a value is a sentence or a mapping {one, other}."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}  # noqa: S506 - both are the safe ones
    if not isinstance(raw, dict):
        raise BadCatalogueError(f"{path}: not a mapping of keys to sentences")
    return {str(key): _read_value(path, str(key), value) for key, value in raw.items()}


def _read_value(path: Path, key: str, value: object) -> Sentence:
    if isinstance(value, str):
        return Sentence({"other": split(value)}, path)
    if isinstance(value, dict) and "other" in value and set(value) <= {"one", "other"}:
        return Sentence({str(form): split(str(text)) for form, text in value.items()}, path)
    raise BadCatalogueError(f"{path}: {key} is neither a sentence nor {{one, other}}; quote it?")


def files(root: Path, language: str) -> Iterator[Path]:
    """All text files of one language: locale/zh.yaml and locale/zh/*.yaml, anywhere below."""
    for folder in sorted(root.rglob("locale")):
        single = folder / f"{language}.yaml"
        if single.is_file():
            yield single
        yield from sorted((folder / language).glob("*.yaml"))


def read(root: Path) -> Sentences:
    """Read every file below a folder; a key written twice is an error."""
    found: dict[str, dict[str, Sentence]] = {}
    for language in LANGUAGES:
        sentences = found.setdefault(language, {})
        for path in files(root, language):
            for key, sentence in read_file(path).items():
                if key in sentences:
                    raise BadCatalogueError(f"{path}: {key} is already in {sentences[key].source}")
                sentences[key] = sentence
    return found


@functools.cache
def catalogue() -> Sentences:
    """Return the product's own sentences, read once a process."""
    return read(Path(linli.__file__).parent)


def problems(sentences: Sentences | None = None) -> list[str]:
    """List what is wrong with the texts: missing, misnamed, or with unequal blanks."""
    told = catalogue() if sentences is None else sentences
    found: list[str] = []
    for key in sorted({key for language in LANGUAGES for key in told.get(language, {})}):
        if not _KEY.fullmatch(key):
            found.append(f"{key}: a key is written part.what in small letters")
        versions = {language: told.get(language, {}).get(key) for language in LANGUAGES}
        missing = [language for language, sentence in versions.items() if sentence is None]
        found += [f"{key}: no sentence in {language}" for language in missing]
        if not missing:
            found += _unequal(key, [sentence for sentence in versions.values() if sentence is not None])
    return found


def _unequal(key: str, versions: list[Sentence]) -> Iterator[str]:
    blanks = {sentence.names - {"n"} for sentence in versions}
    if len(blanks) > 1:
        yield f"{key}: the languages fill different blanks: {sorted(map(sorted, blanks))}"
    for sentence in versions:
        for gap in sentence.gaps:
            if not _NAME.fullmatch(gap.name) or gap.spec not in FORMATS:
                yield f"{key}: cannot fill {{{gap.name}:{gap.spec}}} ({sentence.source.name})"
        for form, parts in sentence.forms.items():
            if not "".join(part for part in parts if isinstance(part, str)).strip() and not sentence.gaps:
                yield f"{key}: empty ({form}, {sentence.source.name})"
