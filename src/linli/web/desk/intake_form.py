"""What the form of the intake holds: what was typed, where it can lie, which services and questions there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.apps.cases import facts as cases
from linli.apps.grid import facts as grid
from linli.core.forms.questions import Question, QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import t
from linli.web.desk.asking import Field
from linli.web.desk.names import area_names, name_of, pack_text

BASE = "request"
TOLD_ANYWAY = frozenset({"what", "place", "photos", "open_to_public", "since"})
"""Questions that the form asks in its own way, or that nobody asks on the telephone."""

ASKED = {
    QuestionType.TEXT: "line",
    QuestionType.LONG_TEXT: "text",
    QuestionType.CHOICE: "choice",
    QuestionType.YES_NO: "yes_no",
    QuestionType.DATE: "date",
    QuestionType.MONEY: "money",
    QuestionType.NUMBER: "number",
    QuestionType.PHONE: "line",
}
"""Questions that can be asked on the telephone; tables, files and papers follow when the case is there."""

MOST_OFFERED = 800


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it was sent, or as it starts."""

    values: Mapping[str, str]
    act_id: str
    service: str

    def said(self, name: str) -> str:
        """Return what was typed."""
        return self.values.get(name, "")

    def fields(self, definition: ServiceDefinition) -> list[Field]:
        """Return the questions of the service."""
        return [
            Field(
                name=f"q.{one.name}",
                kind=ASKED[one.type],
                label=pack_text(definition, f"question.{one.name}") or t("desk.field_unnamed"),
                required=one.required,
                value=self.said(f"q.{one.name}"),
                options=[
                    (value, pack_text(definition, f"choice.{one.name}.{value}") or value)
                    for value in one.choices
                ],
                max_length=one.max_length,
            )
            for one in questions_of(definition)
        ]


def form_of(request: ActorRequest) -> Form:
    """Read the form, or start one; a service in the address changes its questions."""
    values = {name: request.POST.get(name, "").strip() for name in request.POST}
    wanted = request.GET.get("service") or values.get("service") or BASE
    known = {name for name, _ in services()}
    act_id = values.get("act_id", "")
    return Form(
        {"channel": "phone", "kind": "help", "language": "zh", **values},
        act_id if _is_uuid(act_id) else str(uuid.uuid4()),
        wanted if wanted in known else BASE,
    )


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def questions_of(definition: ServiceDefinition) -> Iterator[Question]:
    """Yield the questions that staff ask beside what happened and where."""
    for one in definition.form.questions:
        if one.name not in TOLD_ANYWAY and one.type in ASKED:
            yield one


def services() -> list[tuple[str, str]]:
    """Return the published services that can be asked on the telephone, the plain request first."""
    found = []
    for definition in cases.offered():
        name = definition.name
        unaskable = [
            one
            for one in definition.form.questions
            if one.required and one.type not in ASKED and one.name not in TOLD_ANYWAY
        ]
        if not unaskable:
            found.append((name, pack_text(definition, "title") or name))
    return sorted(found, key=lambda one: one[0] != BASE)


def by_form() -> list[tuple[str, str]]:
    """Return the services that ask for tables, papers or another person: filled in on a page of their own."""
    return sorted(
        (definition.name, pack_text(definition, "title") or definition.name)
        for definition in cases.offered()
        if any(one.type not in ASKED and one.name not in TOLD_ANYWAY for one in definition.form.questions)
    )


def areas_of(actor: Actor) -> list[str]:
    """Return the communities and villages of one's area as they are typed; none where they are too many."""
    paths = _paths(actor)
    found = [one for path in paths for one in grid.subtree(path, "community", "village")]
    if len(found) > MOST_OFFERED:
        return []
    return list(area_names(one.path for one in found).values())


def _paths(actor: Actor) -> list[str]:
    return sorted({grant.area_path for grant in actor.grants_for(Permission.CASE_SUBMIT_FOR)})


def wide_area(actor: Actor) -> str:
    """Return the area that a case lies in when nobody knows more: the whole of one's own."""
    names = area_names(_paths(actor)[:1])
    return next(iter(names.values()), "")


def read_area(actor: Actor, said: str) -> str | Problem:
    """Return the code of the area that somebody typed; the whole of one's own for nothing."""
    paths = _paths(actor)
    if not said.strip():
        return paths[0].strip("/").rpartition("/")[2] if paths else ""
    found = [one for path in paths for one in grid.subtree(path)]
    typed = "".join(said.split()).casefold()
    named = area_names(one.path for one in found)
    for matches in (
        lambda one: typed in {one.code, name_of(one).casefold(), "".join(named[one.path].split()).casefold()},
        lambda one: typed in "".join(named[one.path].split()).casefold(),
    ):
        hits = [one for one in found if matches(one)]
        if len(hits) == 1:
            return hits[0].code
        if hits:
            names = ", ".join(named[one.path] for one in hits[:4])
            return Problem("area", "desk.several_areas", {"names": names})
    return Problem("area", "desk.no_such_area", {"name": said[:40]})
