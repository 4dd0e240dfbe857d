"""The shape of an expression after reading: nodes with their place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Constant = bool | int | Decimal | str | date | None
"""What can be written out in an expression; None is ``unknown``."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression, from character ``start`` up to ``end`` of its text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out."""

    value: Constant


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A fact by name; dots belong to the name."""

    name: str


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite of a condition."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """A number with its sign turned."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Two or more conditions joined by the same word, ``and`` or ``or``."""

    word: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Numbers worked off from left to right; ``signs[i]`` stands before ``operands[i + 1]``.

    Flat, so that a sum of three hundred terms is not three hundred levels deep.
    """

    operands: tuple[Node, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two values and one of ``= != < <= > >=``."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Within(Node):
    """Whether a value is one of some others, or one of the values of a group fact."""

    item: Node
    options: tuple[Node, ...] | Name
    negated: bool


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function and what it is given."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Over(Node):
    """``sum``, ``count``, ``any`` or ``all`` over the members of a group fact.

    ``inner`` is evaluated once a member, with the member's fields before the outer facts.
    """

    function: str
    group: Name
    inner: Node | None


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read without a problem.

    ``names`` are the facts it asks for, ``inner_names`` what it asks of the members of a group, as
    (group, name); such a name may also turn out to be an outer fact.
    """

    text: str
    root: Node
    names: frozenset[str]
    inner_names: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, text: str, root: Node) -> Expression:
        """Put a tree and its text together."""
        names: set[str] = set()
        inner: set[tuple[str, str]] = set()
        for name, group in names_in(root):
            if group is None:
                names.add(name)
            else:
                inner.add((group, name))
        return cls(text, root, frozenset(names), frozenset(inner))

    def text_of(self, node: Node) -> str:
        """Return the words of one part, as they were written."""
        return self.text[node.start : node.end]


def names_in(node: Node, group: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Yield every name below ``node`` with the group it is asked of, if any."""
    if isinstance(node, Name):
        yield node.name, group
    if isinstance(node, Over):
        yield node.group.name, group
        if node.inner is not None:
            yield from names_in(node.inner, node.group.name)
        return
    for child in children(node):
        yield from names_in(child, group)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts a node is made of, in the order of the text."""
    match node:
        case Not(operand=operand) | Negative(operand=operand):
            return (operand,)
        case Logic(operands=operands) | Arithmetic(operands=operands) | Call(arguments=operands):
            return operands
        case Compare(left=left, right=right):
            return (left, right)
        case Within(item=item, options=options):
            return (item, options) if isinstance(options, Name) else (item, *options)
        case Over(group=group, inner=inner):
            return (group,) if inner is None else (group, inner)
        case _:
            return ()
