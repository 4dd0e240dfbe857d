"""Reads the small part of YAML that a pack may use: data only, nothing implicit, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from linli.core.packs.finding import Finding
from linli.core.shared.outcomes import JsonValue

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its parser is used, never its ideas of what a plain word means."""

DEEPEST = 12
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBERLIKE = re.compile(r"[-+]?(0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|[0-9]+_[0-9_]*|[0-9]{16,}|\.(inf|nan))", re.IGNORECASE)  # fmt: skip
_BOOLEANLIKE = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false"})
_BROKEN = (
    ("mapping values are not allowed", "packs.yaml_broken_colon"),
    ("cannot start any token", "packs.yaml_broken_tab"),
    ("alphabetic or numeric", "packs.yaml_broken_mark"),
    ("unexpected end of stream", "packs.yaml_broken_quote"),
    ("could not find expected ':'", "packs.yaml_broken_key"),
    ("did not find expected key", "packs.yaml_broken_indent"),
    ("expected <block end>", "packs.yaml_broken_indent"),
    ("did not find expected '-'", "packs.yaml_broken_indent"),
    ("did not find expected ',' or", "packs.yaml_broken_bracket"),
    ("expected the node content", "packs.yaml_broken_bracket"),
)
"""What the parser says, and what most often has happened when it says so."""

_NOTHING = frozenset({"", "null", "~"})


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, with the line of every path, counted from 1."""

    value: JsonValue
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, path: str) -> int:
        """Return the line of ``path`` or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)

    def has(self, path: str) -> bool:
        """Tell whether the file says something exactly there."""
        return path in self.lines


def read_yaml(text: str, *, sentences: bool = False) -> Document | tuple[Finding, ...]:
    """Read one file; every forbidden thing is found, not only the first.

    Where a file holds nothing but ``sentences``, "No" and "110" are words like any other.
    """
    try:
        events = [*yaml.parse(text, Loader=LOADER)]
    except yaml.YAMLError as error:
        return (_broken(error),)
    if forbidden := tuple(_forbidden(events)):
        return forbidden
    builder = _Builder(iter(events), sentences=sentences)
    value = builder.document()
    return tuple(builder.findings) or Document(value, builder.lines)


def _broken(error: yaml.YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
    line = mark.line + 1 if mark else 1
    for words, code in _BROKEN:
        if words in str(problem):
            return Finding(code, "", line)
    return Finding("packs.yaml_broken", "", line, {"problem": str(problem)[:120]})


def _forbidden(events: list[Event]) -> Iterator[Finding]:
    depth = documents = 0
    for event in events:
        line = _line(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            yield Finding("packs.yaml_anchor", "", line)
        if tag := getattr(event, "tag", None):
            yield Finding("packs.yaml_tag", "", line, {"tag": str(tag)[:60]})
        documents += isinstance(event, DocumentStartEvent)
        if documents > 1:
            yield Finding("packs.yaml_documents", "", line)
            return
        depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
        depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
        if depth > DEEPEST:
            yield Finding("packs.yaml_deep", "", line, {"limit": DEEPEST})
            return


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Turns events into values; the depth was bounded before."""

    def __init__(self, events: Iterator[Event], *, sentences: bool) -> None:
        self.events = events
        self.sentences = sentences
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []

    def document(self) -> JsonValue:
        """Return the value of the only document, None for an empty file."""
        if not any(isinstance(event, DocumentStartEvent) for event in self.events):
            return None
        return self._value(next(self.events), "")

    def _value(self, event: Event, path: str) -> JsonValue:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(cast("ScalarEvent", event), path)

    def _mapping(self, path: str) -> JsonValue:
        found: dict[str, JsonValue] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = event.value if isinstance(event, ScalarEvent) else self._odd_key(event, path)
            inner = f"{path}.{key}" if path else key
            line = _line(event)
            if key in found:
                self.findings.append(Finding("packs.yaml_twice", inner, line, {"key": key[:40]}))
            self.lines[inner] = line
            found[key] = self._value(next(self.events), inner)
        return found

    def _odd_key(self, event: Event, path: str) -> str:
        self._value(event, path)
        line = _line(event)
        self.findings.append(Finding("packs.not_text", path, line, {"value": "[...]"}))
        return ""

    def _sequence(self, path: str) -> JsonValue:
        found: list[JsonValue] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self._value(event, f"{path}[{len(found)}]"))
        return found

    def _scalar(self, event: ScalarEvent, path: str) -> JsonValue:
        text = event.value
        if event.style:  # quoted, or a block of text; a plain word has none
            return text
        if self.sentences and text not in _NOTHING:
            return text
        for means, read in _PLAIN:
            if means(text):
                return read(text)
        wrong = "packs.yaml_boolean" if text.lower() in _BOOLEANLIKE else "packs.yaml_number"
        if text.lower() in _BOOLEANLIKE or _NUMBERLIKE.fullmatch(text):
            self.findings.append(Finding(wrong, path, _line(event), {"value": text[:40]}))
        return text


_PLAIN: tuple[tuple[Callable[[str], object], Callable[[str], JsonValue]], ...] = (
    (_NOTHING.__contains__, lambda _: None),
    ({"true", "false"}.__contains__, lambda text: text == "true"),
    (_WHOLE.fullmatch, int),
)
