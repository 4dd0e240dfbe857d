"""Reads a resolved pack into the definition of a service, or says all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from linli.core.forms.declared import read_form
from linli.core.forms.questions import Form
from linli.core.packs.amounts import read_amount
from linli.core.packs.course import read_lifecycle
from linli.core.packs.definition import (
    LANGUAGES,
    Audience,
    Basis,
    Notice,
    Place,
    PublicView,
    Sensitivity,
    ServiceDefinition,
    Summary,
)
from linli.core.packs.frozen import thaw
from linli.core.packs.node import SLUG, Node, shared
from linli.core.packs.parameters import read_day, read_parameter
from linli.core.packs.read_guide import expression, read_guide
from linli.core.routing.rows import EVERYTHING, EVERYWHERE, HANDLE, Row
from linli.core.shared.outcomes import JsonValue, Problem

REQUIRED = ("pack", "version", "kind", "effective_from", "initial", "stages", "moves")
OPTIONAL = (
    "extends", "family", "legal_basis", "sensitivity", "confidential_if", "ask", "clocks", "opening",
    "parameters", "amounts", "routing", "notices", "public", "evidence", "guide", "texts",
    "placed_by_staff",
)  # fmt: skip
ROW_KEYS = ("subject", "link", "area", "from", "until", "lead", "supporting", "reason")


def read_definition(said: Mapping[str, JsonValue]) -> ServiceDefinition | tuple[Problem, ...]:
    """Return the service that ``said`` declares (family merged, texts included), or every problem."""
    root = Node(thaw(said), "", [])
    root.only(*REQUIRED, *OPTIONAL, required=REQUIRED)
    notices = {move: _notices(move, node) for move, node in root.child("notices").items()}
    definition = ServiceDefinition(
        name=root.child("pack").name(SLUG),
        version=root.child("version").whole(1, least=1),
        kind=root.child("kind").name(),
        effective_from=read_day(root.child("effective_from")),
        sensitivity=root.child("sensitivity").choice(Sensitivity, Sensitivity.NORMAL),
        lifecycle=read_lifecycle(root, notices),
        extends=root.child("extends").text() or None,
        family=root.child("family").flag(default=False),
        legal_basis=tuple(_basis(one) for one in root.child("legal_basis").elements()),
        form=_form(root.child("ask")),
        notices=notices,
        public=_public(root.child("public")),
        evidence={name: node.whole(0) for name, node in root.child("evidence").items()},
        routing=tuple(map(_row, root.child("routing").elements())),
        confidential_if=expression(root.child("confidential_if")),
        parameters={name: read_parameter(name, one) for name, one in root.child("parameters").items()},
        amounts={name: read_amount(name, one) for name, one in root.child("amounts").items()},
        guide=read_guide(root.child("guide")),
        placed_by_staff=root.child("placed_by_staff").flag(default=False),
        texts={lang: _texts(root.child("texts").child(lang)) for lang in LANGUAGES},
    )
    return tuple(root.problems) or definition


def _basis(node: Node) -> Basis:
    node.only("title", "url", "note", required=("title",))
    return Basis(node.child("title").text(), node.child("url").text(), node.child("note").text())


@shared
def _notices(move: str, node: Node) -> tuple[Notice, ...]:
    return tuple(_notice(move, one) for one in node.elements())


def _notice(move: str, node: Node) -> Notice:
    node.only("to", "text", required=("to",))
    to = tuple(one.choice(Audience, Audience.RESIDENT) for one in node.child("to").elements())
    return Notice(to, node.child("text").text(f"notice.{move}"))


def _form(node: Node) -> Form:
    asked = {name: one.value for name, one in node.items()}
    form = read_form(asked)
    if isinstance(form, Form):
        return form
    node.problems.extend(Problem(f"{node.path}.{one.field}", one.code, one.params) for one in form)
    return Form()


def _row(node: Node) -> Row:
    node.only(*ROW_KEYS, required=("lead", "from"))
    until = node.child("until")
    return Row(
        id=node.path,
        subject=node.child("subject").text(EVERYTHING),
        link=node.child("link").text(HANDLE),
        area_path=node.child("area").text(EVERYWHERE),
        valid_from=read_day(node.child("from")),
        valid_to=None if until.value is None else read_day(until),
        lead=node.child("lead").text(),
        supporting=node.child("supporting").names(),
        article=node.child("reason").text(),
    )


def _public(node: Node) -> PublicView:
    node.only("list", "fields", "place", "summary")
    return PublicView(
        node.child("list").flag(default=False),
        node.child("fields").names(),
        node.child("place").choice(Place, Place.NONE),
        node.child("summary").choice(Summary, Summary.NEVER),
    )


def _texts(node: Node) -> dict[str, str]:
    said = node.value
    if isinstance(said, dict) and all(type(one) is str for one in said.values()):
        return dict(said)
    return {key: one.text() for key, one in node.items()}
