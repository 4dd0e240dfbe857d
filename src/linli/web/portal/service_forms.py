"""Any service's declared form on a page: what was typed is read back, shown again and never lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast

from django.http import HttpRequest, QueryDict

from linli.apps.cases.service import Contact, Told
from linli.apps.catalogue import facts as catalogue
from linli.core.forms.answers import Answers, is_asked, read_answers, read_one
from linli.core.forms.questions import GROUPED, TABLES, Form, Question, QuestionType
from linli.core.forms.reading import Read, is_empty
from linli.core.packs.advice import advice, ticked
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.ui.text import language
from linli.web.portal import areas, attached
from linli.web.portal.attached import Place
from linli.web.portal.visitor import act_id_of, new_act_id

Q = "q."
"""Before the name of every question's field, so that no question takes the name of the form's own fields."""
WHAT = "what"
ROWS, MOST_ROWS = 3, 50
SWITCHES = ("confidential", "no_letters", "heard", "advised")
BESIDES = ("words", "lon", "lat", "name", "phone", "channel", "consent")
CALLERS = ("phone", "counter", "paper")
"""How a caller of the desk came to us."""


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
    rows = {one.name: _rows(post, one) for one in form.questions if one.type in TABLES}
    names = areas.known() if asks_area(form) else {}
    raw = {one.name: _raw(post, one, rows.get(one.name, 0)) for one in form.questions}
    return Filled(
        act_id=act_id_of(request),
        raw={one.name: _placed(one, raw[one.name], names) for one in form.questions},
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


def asks_area(form: Form) -> bool:
    """Tell whether a form asks for a place of the area tree."""
    return any(QuestionType.AREA in {one.type, *(part.type for part in one.fields)} for one in form.questions)


def _placed(question: Question, said: JsonValue, names: dict[str, str]) -> JsonValue:
    """Write the code of a place where its name was typed."""
    if question.type is QuestionType.AREA:
        return areas.code_of(str(said), names)
    if isinstance(said, list) and question.type in TABLES:
        return [_row_placed(question, row, names) for row in said]
    return _row_placed(question, said, names) if question.type in GROUPED else said


def _row_placed(question: Question, row: JsonValue, names: dict[str, str]) -> JsonValue:
    parts = {one.name for one in question.fields if one.type is QuestionType.AREA}
    if not isinstance(row, dict) or not parts:
        return row
    return {key: areas.code_of(str(one), names) if key in parts else one for key, one in row.items()}


def _rows(post: QueryDict, question: Question) -> int:
    said = post.get(f"rows.{question.name}", "")
    wanted = int(said) if re.fullmatch(r"\d{1,3}", said, re.ASCII) else ROWS
    return max(1, min(wanted, most_rows(question)))


def most_rows(question: Question) -> int:
    """Return how many rows a table may have."""
    return min(int(str(question.most or MOST_ROWS)), MOST_ROWS)


def _raw(post: QueryDict, question: Question, rows: int) -> JsonValue:
    key = Q + question.name
    if question.type in GROUPED:
        return _row(post, question, key)
    if question.type in TABLES:
        return [_row(post, question, f"{key}[{place}]") for place in range(1, rows + 1)]
    match question.type:
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


def besides(filled: Filled) -> list[tuple[str, str]]:
    """Return the fields of a form beside its questions, as a page carries them on."""
    plain = {name: str(getattr(filled, name)) for name in BESIDES}
    pairs = [(name, said) for name, said in plain.items() if said]
    pairs += [(name, "yes") for name in SWITCHES if getattr(filled, name)]
    return pairs + [("shown", name) for name in sorted(filled.shown)]


def told(definition: ServiceDefinition, filled: Filled) -> Told:
    """Return it as the engine takes it."""
    form, raw = definition.form, dict(filled.raw)
    place = first(form, QuestionType.PLACE)
    point = point_of(filled) if place else None
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


def point_of(filled: Filled) -> tuple[float, float] | None:
    """Return the point that the browser gave, if it gave one."""
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


def roads(definition: ServiceDefinition, filled: Filled, on: date, *, to_tick: bool) -> list[str]:
    """Return what the law's limits mean for what was filled in: which way may be closed, which remains.

    ``to_tick``: what has to be ticked as read; else what is only told.
    """
    found = read_answers(definition.form, filled.raw, on)
    told = advice(definition, found.facts, on) if isinstance(found, Answers) else ()
    must = ticked(definition, told)
    names = must if to_tick else tuple(one for one in told if one not in must)
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

    return tuple(_by_name(Problem(of(one.field), one.code, one.params)) for one in problems)


def _by_name(problem: Problem) -> Problem:
    """Say the links that there are by their names: nobody reads codes."""
    if problem.code != "catalogue.no_such_link":
        return problem
    named = catalogue.readable(problem, lang=language())
    return replace(problem, code="portal.no_such_link", params=getattr(named, "params", {}))


def take_files(
    form: Form, request: HttpRequest, filled: Filled, at: datetime
) -> tuple[Filled, list[Problem]]:
    """Keep what was sent along, under the form's own key and with the question it answers."""
    problems: list[Problem] = []
    for question in (one for one in form.questions if one.type is QuestionType.FILES):
        place = Place(f"new.{question.name}", Q + question.name, filled.act_id)
        stored, wrong = attached.take(request, place, refs(form, filled), at)
        problems += wrong
        said = filled.raw.get(question.name)
        listed: JsonValue = [*(said if isinstance(said, list) else []), *(one.ref for one in stored)]
        filled = replace(filled, raw={**filled.raw, question.name: listed})
    return filled, problems


def turned(form: Form, filled: Filled, verb: str, what: str, at: datetime) -> Filled:
    """Return the form after a button that only changes how it looks: a file out, more rows, without the point."""
    if verb == "drop":
        return drop_file(form, filled, what, at)
    if verb == "rows":
        table = next((one for one in form.questions if one.name == what), None)
        return more_rows(filled, table) if table and table.type in TABLES else filled
    return replace(filled, lon="", lat="") if verb == "nopoint" else filled


def drop_file(form: Form, filled: Filled, ref: str, at: datetime) -> Filled:
    """Take a file out again; only one that this very form sent."""
    attached.drop(filled.act_id, ref, at)
    names = {one.name for one in form.questions if one.type is QuestionType.FILES}
    raw = {
        name: [one for one in said if one != ref] if name in names and isinstance(said, list) else said
        for name, said in filled.raw.items()
    }
    return replace(filled, raw=raw)
