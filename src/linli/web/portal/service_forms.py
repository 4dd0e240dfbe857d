"""Any service's declared form on a page: what was typed is read back, shown again and never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol, cast

from django.http import HttpRequest, QueryDict

from linli.apps.cases.service import Contact, Told, form_key
from linli.core.forms.answers import Answers, is_asked, read_answers, read_one
from linli.core.forms.questions import PERSON_FIELDS, Form, Question, QuestionType
from linli.core.forms.reading import Read, is_empty
from linli.core.packs.advice import advice
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import facts as kept
from linli.kernel.files import service as files
from linli.kernel.files.facts import FileCard
from linli.kernel.ui.text import language, t
from linli.web.portal.draft import MOST_FILES
from linli.web.portal.visitor import act_id_of, new_act_id

Q = "q."
"""Before the name of every question's field, so that no question takes the name of the form's own fields."""
WHAT = "what"
ROWS, MOST_ROWS = 3, 50
SWITCHES = ("confidential", "no_letters", "heard", "advised")
CALLERS = ("phone", "counter", "paper")
"""How a caller of the desk came to us."""
GROUPS = (QuestionType.PERSON, QuestionType.MEMBERS)


class Worded(Protocol):
    """Whatever has a form and sentences for it: a service, or the rules of an entitlement."""

    @property
    def form(self) -> Form:
        """Return the questions."""

    @property
    def texts(self) -> Mapping[str, Mapping[str, str]]:
        """Return the sentences by language."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in so far; ``rows`` says how many rows each table shows.

    ``channel`` is how a caller came, when somebody of the staff writes for them. ``shown`` names the
    conditional questions that the page showed.
    """

    act_id: str
    raw: Mapping[str, JsonValue] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    words: str = ""
    lon: str = ""
    lat: str = ""
    name: str = ""
    phone: str = ""
    channel: str = ""
    consent: str = ""
    confidential: bool = False
    no_letters: bool = False
    heard: bool = False
    advised: bool = False
    shown: frozenset[str] = frozenset()


def empty() -> Filled:
    """Begin a form."""
    return Filled(act_id=new_act_id())


def read(form: Form, request: HttpRequest) -> Filled:
    """Take up what the page sent."""
    post = request.POST
    rows = {one.name: _rows(post, one) for one in form.questions if one.type is QuestionType.MEMBERS}
    return Filled(
        act_id=act_id_of(request),
        raw={one.name: _raw(post, one, rows.get(one.name, 0)) for one in form.questions},
        rows=rows,
        words=clean_text(post.get("words", "")),
        lon=post.get("lon", "")[:24],
        lat=post.get("lat", "")[:24],
        name=clean_text(post.get("name", ""))[:60].strip(),
        phone=clean_text(post.get("phone", ""))[:40].strip(),
        channel=post.get("channel", "")[:20],
        consent=post.get("consent", "")[:20],
        shown=frozenset(post.getlist("shown")),
        **{switch: post.get(switch) == "yes" for switch in SWITCHES},
    )


def _rows(post: QueryDict, question: Question) -> int:
    said = post.get(f"rows.{question.name}", "")
    wanted = int(said) if re.fullmatch(r"\d{1,3}", said, re.ASCII) else ROWS
    return max(1, min(wanted, most_rows(question)))


def most_rows(question: Question) -> int:
    """Return how many rows a table may have."""
    return min(int(str(question.most or MOST_ROWS)), MOST_ROWS)


def _raw(post: QueryDict, question: Question, rows: int) -> JsonValue:
    key = Q + question.name
    match question.type:
        case QuestionType.PERSON:
            return _row(post, question, key)
        case QuestionType.MEMBERS:
            return [_row(post, question, f"{key}[{place}]") for place in range(1, rows + 1)]
        case QuestionType.MULTI_CHOICE | QuestionType.FILES:
            return list(dict.fromkeys(post.getlist(key)))
        case _:
            return clean_text(post.get(key, ""))


def _row(post: QueryDict, question: Question, key: str) -> JsonValue:
    return {one.name: clean_text(post.get(f"{key}.{one.name}", "")) for one in question.fields}


def more_rows(filled: Filled, question: Question) -> Filled:
    """Give a table more empty rows."""
    wanted = min(filled.rows.get(question.name, ROWS) + ROWS, most_rows(question))
    return replace(filled, rows={**filled.rows, question.name: wanted})


def asked(form: Form, filled: Filled, on: date) -> tuple[str, ...]:
    """Return the questions to show: those without a condition, or whose condition holds by now."""
    values: dict[str, JsonValue] = {}
    found: list[str] = []
    for question in form.questions:
        if is_asked(form, question, values) is not True:
            continue
        found.append(question.name)
        said = filled.raw.get(question.name)
        one = None if is_empty(said) else read_one(question, said, on)
        if isinstance(one, Read):
            values[question.name] = one.value
    return tuple(found)


def told(definition: ServiceDefinition, filled: Filled) -> Told:
    """Return it as the engine takes it."""
    form, raw = definition.form, dict(filled.raw)
    place = first(form, QuestionType.PLACE)
    point = _point(filled) if place else None
    if place and point:
        said = {"text": str(raw.get(place) or ""), "lon": f"{point[0]:.6f}", "lat": f"{point[1]:.6f}"}
        raw[place] = cast("JsonValue", said)
    in_words = any(one.name == WHAT for one in form.questions)
    return Told(
        body=str(filled.raw.get(WHAT) or "") if in_words else filled.words,
        title="" if in_words else definition.text("title", "zh")[:80],
        service=definition.name,
        channel=filled.channel or "web",
        answers=raw,
        place=str(filled.raw.get(place) or "") if place else "",
        lon=point[0] if point else None,
        lat=point[1] if point else None,
        contact=Contact(filled.name, filled.phone),
        files=refs(form, filled),
        confidential=filled.confidential,
        urgent=filled.heard,
        letters=not filled.no_letters,
        language=language(),
        consent=filled.consent if filled.channel else "",
    )


def _point(filled: Filled) -> tuple[float, float] | None:
    try:
        lon, lat = float(filled.lon), float(filled.lat)
    except ValueError:
        return None
    inside = -180 <= lon <= 180 and -90 <= lat <= 90  # noqa: PLR2004 - degrees of the earth
    return (lon, lat) if inside else None


def first(form: Form, kind: QuestionType) -> str:
    """Return the first question of a type, whose answer the case keeps in a place of its own."""
    return next((one.name for one in form.questions if one.type is kind), "")


def refs(form: Form, filled: Filled) -> tuple[str, ...]:
    """Return every file that the form sent, whichever question it answers."""
    several = (filled.raw.get(one.name) for one in form.questions if one.type is QuestionType.FILES)
    return tuple(dict.fromkeys(str(ref) for said in several if isinstance(said, list) for ref in said))


def wrong(form: Form, filled: Filled, on: date) -> tuple[Problem, ...]:
    """Return everything that is wrong with the answers at once, by field of the page."""
    found = read_answers(form, filled.raw, on)
    return fields(form, found) if isinstance(found, tuple) else ()


def roads(definition: ServiceDefinition, filled: Filled, on: date) -> list[str]:
    """Return what the law's limits mean for what was filled in: which way may be closed, which remains."""
    found = read_answers(definition.form, filled.raw, on)
    names = advice(definition, found.facts, on) if isinstance(found, Answers) else ()
    return [definition.text(f"advice.{name}", language()) for name in names]


def fields(form: Form, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Name the fields of the page for what the engine says about questions, words and place."""
    names = {one.name for one in form.questions}
    own = {
        "body": Q + WHAT if WHAT in names else "words",
        "files": Q + first(form, QuestionType.FILES),
        "channel": "",
    }
    place = first(form, QuestionType.PLACE)
    if place:
        own |= dict.fromkeys(("place", "area"), Q + place)

    def of(name: str) -> str:
        return Q + name if re.split(r"[.\[]", name)[0] in names else own.get(name, name)

    return tuple(Problem(of(one.field), one.code, one.params) for one in problems)


def take_files(
    form: Form, request: HttpRequest, filled: Filled, at: datetime
) -> tuple[Filled, list[Problem]]:
    """Keep what was sent along, under the form's own key and with the question it answers."""
    problems: list[Problem] = []
    raw = dict(filled.raw)
    for question in form.questions:
        key = f"new.{question.name}"
        for upload in cast("list[files.Upload]", request.FILES.getlist(key)):
            if len(refs(form, replace(filled, raw=raw))) >= MOST_FILES:
                problems.append(Problem(Q + question.name, "portal.too_many_files", {"limit": MOST_FILES}))
                break
            try:
                stored = files.store(
                    upload, owner_key=form_key(filled.act_id), purpose="case", at=at, field=key, once=True
                )
            except Invalid as refused:
                problems += [Problem(Q + question.name, one.code, one.params) for one in refused.problems]
                continue
            said = raw.get(question.name)
            raw[question.name] = list(dict.fromkeys([*(said if isinstance(said, list) else []), stored.ref]))
    return replace(filled, raw=raw), problems


def drop_file(form: Form, filled: Filled, ref: str, at: datetime) -> Filled:
    """Take a file out again; only one that this very form sent."""
    files.delete(kept.digests([ref], owner_key=form_key(filled.act_id)), at)
    names = {one.name for one in form.questions if one.type is QuestionType.FILES}
    raw = {
        name: [one for one in said if one != ref] if name in names and isinstance(said, list) else said
        for name, said in filled.raw.items()
    }
    return replace(filled, raw=raw)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question as the page shows it; ``rows`` holds the filled parts of a person or the rows of a table."""

    name: str
    kind: str
    label: str
    help: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    limit: int
    value: JsonValue
    rows: tuple[tuple[Ask, ...], ...] = ()
    full: bool = False
    files: tuple[FileCard, ...] = ()


def asks(definition: Worded, filled: Filled, shown: Sequence[str]) -> list[Ask]:
    """Return the questions of a form with what was answered."""
    sent = {one.ref: one for one in kept.files_of(form_key(filled.act_id))} if filled.raw else {}
    return [_ask(definition, one, filled, sent) for one in definition.form.questions if one.name in shown]


def _ask(definition: Worded, question: Question, filled: Filled, sent: Mapping[str, FileCard]) -> Ask:
    value = filled.raw.get(question.name, "")
    listed = value if isinstance(value, list) else []
    one = _single(definition, question, question.name, Q + question.name, value)
    if question.type is QuestionType.FILES:
        return replace(one, files=tuple(sent[str(ref)] for ref in listed if str(ref) in sent))
    if question.type is QuestionType.PERSON:
        return replace(one, rows=(_parts(definition, question, one.name, value),))
    if question.type is QuestionType.MEMBERS:
        count = filled.rows.get(question.name, ROWS)
        rows = (
            _parts(definition, question, f"{one.name}[{n}]", listed[n - 1] if n <= len(listed) else {})
            for n in range(1, count + 1)
        )
        return replace(one, rows=tuple(rows), full=count >= most_rows(question))
    return one


def _parts(definition: Worded, question: Question, field_name: str, row: JsonValue) -> tuple[Ask, ...]:
    said = row if isinstance(row, dict) else {}
    return tuple(
        _single(
            definition, one, f"{question.name}.{one.name}", f"{field_name}.{one.name}", said.get(one.name, "")
        )
        for one in question.fields
    )


def _single(definition: Worded, question: Question, key: str, field_name: str, value: JsonValue) -> Ask:
    spoken = language()
    texts = definition.texts.get(spoken, {})
    label = texts.get(f"question.{key}")
    if label is None:
        label = t(f"services.person.{question.name}") if question in PERSON_FIELDS else question.name
    return Ask(
        name=field_name,
        kind=question.type.value,
        label=label,
        help=texts.get(f"question.{key}.help", ""),
        required=question.required,
        choices=tuple((one, texts.get(f"choice.{key}.{one}", one)) for one in question.choices),
        limit=question.max_length,
        value=value,
    )


def carried(form: Form, filled: Filled, shown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the hidden fields: files sent so far, rows, and answers to questions not asked just now."""
    for question in form.questions:
        said = filled.raw.get(question.name)
        if question.type is QuestionType.MEMBERS:
            yield f"rows.{question.name}", str(filled.rows.get(question.name, ROWS))
        if question.when is not None and question.name in shown:
            yield "shown", question.name
        if question.name not in shown or question.type is QuestionType.FILES:
            yield from _flat(Q + question.name, said)


def _flat(key: str, said: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(said, dict):
        yield from ((f"{key}.{name}", str(one)) for name, one in said.items() if one)
    elif isinstance(said, list):
        for place, one in enumerate(said, 1):
            yield from _flat(f"{key}[{place}]", one) if isinstance(one, dict) else [(key, str(one))]
    elif said:
        yield key, str(said)
