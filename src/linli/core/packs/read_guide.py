"""Reads what a pack declares under ``guide``."""

from __future__ import annotations

from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.forms.declared import read_form
from linli.core.forms.questions import Form
from linli.core.packs.guide import Fee, Grounds, Guide, Held, Legal, LifeEvent, Material, Paper
from linli.core.packs.node import Node
from linli.core.shared.outcomes import Problem

REQUIRED = ("events", "body", "who")
OPTIONAL = ("conditions", "counters", "promised", "legal", "fee", "ask", "materials")
GROUNDS_KEYS = ("title", "url", "note", "confirmed")
MATERIAL_KEYS = ("paper", "copies", "when", "held")


def read_guide(node: Node) -> Guide | None:
    """Return the guide, None where a pack declares none."""
    if node.value is None:
        return None
    node.only(*REQUIRED, *OPTIONAL, required=REQUIRED)
    return Guide(
        events=tuple(one.choice(LifeEvent, LifeEvent.DAILY) for one in node.child("events").elements()),
        body=node.child("body").name(),
        who=_names(node.child("who")),
        conditions=_names(node.child("conditions")),
        counters=_names(node.child("counters")),
        promised=node.child("promised").text(),
        legal=_legal(node.child("legal")),
        fee=_fee(node.child("fee")),
        form=_form(node.child("ask")),
        materials=tuple(_material(name, one) for name, one in node.child("materials").items()),
    )


def _names(node: Node) -> tuple[str, ...]:
    return tuple(one.name() for one in node.elements())


def _legal(node: Node) -> Legal | None:
    if node.value is None:
        return None
    node.only("limit", "source", required=("limit", "source"))
    return Legal(node.child("limit").text(), _grounds(node.child("source")))


def _fee(node: Node) -> Fee:
    node.only("fen", "amount", "source")
    source = node.child("source")
    return Fee(
        node.child("fen").whole(0),
        None if source.value is None else _grounds(source),
        node.child("amount").text(),
    )


def _grounds(node: Node) -> Grounds:
    node.only(*GROUNDS_KEYS, required=("title",))
    title, url, note = (node.child(key).text() for key in ("title", "url", "note"))
    return Grounds(title, url, note, node.child("confirmed").flag(default=True))


def _form(node: Node) -> Form:
    form = read_form({name: one.value for name, one in node.items()})
    if isinstance(form, Form):
        return form
    node.problems.extend(Problem(f"{node.path}.{one.field}", one.code, one.params) for one in form)
    return Form()


def _material(name: str, node: Node) -> Material:
    Node(name, node.path, node.problems).name()
    node.only(*MATERIAL_KEYS)
    return Material(
        name=name,
        paper=node.child("paper").choice(Paper, Paper.ORIGINAL),
        copies=node.child("copies").whole(0),
        when=expression(node.child("when")),
        held=_held(node.child("held")),
    )


def _held(node: Node) -> Held | None:
    if node.value is None:
        return None
    node.only("when", "source", required=("source",))
    return Held(_grounds(node.child("source")), expression(node.child("when")))


def expression(node: Node) -> Expression | None:
    """Return a condition; what cannot be read is noted."""
    if node.value is None:
        return None
    condition = parse(node.text())
    if isinstance(condition, Problem):
        node.note(condition.code, **condition.params)
        return None
    return condition
