"""Lists of the law, such as the diseases of a rule: codes with their names, a list in force from a day on.

A question may let people choose from one. Before rules are read, a list becomes what rules know: a table that says 1 for
what is on it that day and 0 for everything else that can be chosen, and the choices of the question with their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linli.core.packs.definition import LANGUAGES
from linli.core.packs.node import Node
from linli.core.shared.outcomes import Problem

UNIT = "list"
LIST, KEYS, CHOICES, TEXTS = "list", "keys", "choices", "texts"
MOST = 3_000
LONGEST_CODE, LONGEST_NAME = 40, 120
WIDEST = 3
"""A code, its Chinese name, and where there is one its English name."""

Row = tuple[str, str, str]


def unfolded(said: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return what a pack says with its lists written as tables and choices, and what is wrong with them."""
    problems: list[Problem] = []
    parameters, ask = _mapping(said.get("parameters")), _mapping(said.get("ask"))
    lists = {
        name: {
            since: _rows(one, problems, f"parameters.{name}.values.{since}") for since, one in _dated(each)
        }
        for name, each in parameters.items()
        if _mapping(each).get("unit") == UNIT
    }
    asked = {name: one for name, one in ask.items() if LIST in _mapping(one)}
    if not lists and not asked:
        return dict(said), problems
    for name, one in asked.items():
        if one[LIST] not in lists:
            problems.append(Problem(f"ask.{name}.list", "packs.list_unknown", {"name": str(one[LIST])[:40]}))
    others = _others(asked)
    tables = {name: _table(parameters[name], each, others.get(name, ())) for name, each in lists.items()}
    return {
        **said,
        "parameters": {**parameters, **tables},
        "ask": {name: _choosing(one, lists) for name, one in ask.items()},
        TEXTS: _named(_mapping(said.get(TEXTS)), asked, lists),
    }, problems


def lists_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Return the questions that are answered from a list, with the parameter that holds it."""
    asked = _mapping(said.get("ask")).items()
    return {name: str(one[LIST]) for name, one in asked if LIST in _mapping(one)}


def names_of(rows: tuple[Row, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each code with its name by language; without an English name, the code stands before the Chinese one."""
    for code, zh, en in rows:
        yield code, dict(zip(LANGUAGES, (zh, en or f"{code} {zh}"), strict=True))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _dated(parameter: Any) -> list[tuple[str, Any]]:
    """Return the lists of a parameter by their days; a value may have a source of its own."""
    values = _mapping(_mapping(parameter).get("values"))
    return [(since, _mapping(one).get("value", one)) for since, one in values.items()]


def _rows(said: Any, problems: list[Problem], path: str) -> tuple[Row, ...]:
    if said is None:  # repealed
        return ()
    node = Node(said, path, problems)
    node.only(LIST, required=(LIST,))
    found: dict[str, Row] = {}
    for one in node.child(LIST).elements():
        row = _row(one)
        if row is None:
            continue
        if row[0] in found:
            one.note("packs.list_twice", value=row[0])
        found[row[0]] = row
    if len(found) > MOST or not found:
        node.note("packs.list_size", n=len(found), limit=MOST)
    return tuple(found.values())


def _row(node: Node) -> Row | None:
    cells = [str(one.value).strip() for one in node.elements()]
    code, zh, en = (*cells, "", "", "")[:WIDEST]
    long = len(code) > LONGEST_CODE or max(len(zh), len(en)) > LONGEST_NAME
    if not code or not zh or long or len(cells) > WIDEST:
        node.note("packs.list_row", value=code[:LONGEST_CODE])
        return None
    return code, zh, en


def _others(asked: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return, for each list, what can be chosen beside it."""
    found: dict[str, tuple[str, ...]] = {}
    for one in asked.values():
        found[str(one[LIST])] = (*found.get(str(one[LIST]), ()), *_beside(one))
    return found


def _beside(question: Mapping[str, Any]) -> tuple[str, ...]:
    said = question.get(CHOICES)
    return tuple(str(one) for one in said) if isinstance(said, list) else ()


def _table(parameter: Any, lists: Mapping[str, tuple[Row, ...]], others: tuple[str, ...]) -> dict[str, Any]:
    every = tuple(dict.fromkeys((*_codes(lists), *others)))
    values = {}
    for since, one in _mapping(_mapping(parameter).get("values")).items():
        on = {row[0] for row in lists[since]}
        table = {KEYS: [[code, int(code in on)] for code in every]} if on else None
        values[since] = {**one, "value": table} if "value" in _mapping(one) else table
    return {**_mapping(parameter), "values": values}


def _codes(lists: Mapping[str, tuple[Row, ...]]) -> tuple[str, ...]:
    """Return everything that was ever on a list: who left the hospital then is asked then."""
    return tuple(dict.fromkeys(row[0] for _, rows in sorted(lists.items()) for row in rows))


def _choosing(question: Any, lists: Mapping[str, Mapping[str, tuple[Row, ...]]]) -> Any:
    if LIST not in _mapping(question):
        return question
    codes = _codes(lists.get(str(question[LIST]), {}))
    choices = [*dict.fromkeys((*codes, *_beside(question)))]
    return {**{key: one for key, one in question.items() if key != LIST}, CHOICES: choices}


def _named(
    texts: Mapping[str, Any],
    asked: Mapping[str, Any],
    lists: Mapping[str, Mapping[str, tuple[Row, ...]]],
) -> dict[str, Any]:
    """Return the sentences with the names of what can be chosen; the latest list has the last word on a name."""
    found = {lang: dict(_mapping(texts.get(lang))) for lang in LANGUAGES}
    for question, one in asked.items():
        for _, rows in sorted(lists.get(str(one[LIST]), {}).items()):
            for code, names in names_of(rows):
                for lang in LANGUAGES:
                    found[lang][f"choice.{question}.{code}"] = names[lang]
    return {**texts, **found}
