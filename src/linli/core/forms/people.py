"""What can be wrong with people beside one another: somebody twice, two heads, a birth that the number denies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from linli.core.forms.identifiers import birth_of
from linli.core.forms.questions import HEAD, Question, QuestionType
from linli.core.shared.outcomes import JsonValue, Problem

BIRTH = "birth"


def wrong_rows(question: Question, rows: Mapping[int, Mapping[str, JsonValue]]) -> Iterator[Problem]:
    """Yield everything wrong with a table that was read row by row."""
    for place, row in rows.items():
        yield from wrong_birth(question.fields, row, f"{question.name}[{place}]")
    yield from twice(question, rows)
    if question.type is QuestionType.HOUSEHOLD:
        heads = [place for place, row in rows.items() if row.get("relation") == HEAD]
        for place in heads[1:]:
            params = {"first": heads[0], "second": place}
            yield Problem(f"{question.name}[{place}].relation", "forms.two_heads", params)


def wrong_birth(fields: tuple[Question, ...], row: Mapping[str, JsonValue], path: str) -> Iterator[Problem]:
    """Yield the problem of somebody whose ID number holds another day of birth than was said."""
    said = row.get(BIRTH)
    numbers = (row.get(one.name) for one in fields if one.type is QuestionType.ID_NUMBER)
    for number in numbers:
        born = birth_of(str(number)) if number and said else None
        if born is not None and born.isoformat() != said:
            yield Problem(f"{path}.{BIRTH}", "forms.birth_differs", {"birth": born.isoformat()})


def twice(question: Question, rows: Mapping[int, Mapping[str, JsonValue]]) -> Iterator[Problem]:
    """Yield a problem for each row with somebody who is there already.

    The same ID number, or the same name with the same birth or telephone number, is the same person.
    """
    numbers = [one.name for one in question.fields if one.type is QuestionType.ID_NUMBER]
    besides = ["birth", *(one.name for one in question.fields if one.type is QuestionType.PHONE)]
    first: dict[tuple[object, ...], int] = {}
    for place, row in rows.items():
        keys: list[tuple[object, ...]] = [("number", row[name]) for name in numbers if name in row]
        named = "".join(str(row.get("name", "")).split()).casefold()
        keys += [(name, named, row[name]) for name in besides if named and name in row]
        again = next((first[key] for key in keys if key in first), None)
        if again is not None:
            yield Problem(
                f"{question.name}[{place}]", "forms.person_twice", {"first": again, "second": place}
            )
        for key in keys:
            first.setdefault(key, place)
