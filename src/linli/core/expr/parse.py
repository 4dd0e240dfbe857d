"""Reads the text of an expression into a tree, or says where it goes wrong and what may be meant."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache

from linli.core.expr.tokens import Token, cut, problem_at
from linli.core.expr.tree import (
    Arithmetic,
    Call,
    Compare,
    Expression,
    Literal,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Over,
    Within,
)
from linli.core.expr.vocabulary import FUNCTIONS, MEMBER_FUNCTIONS, MOST_PLACES, ROUNDINGS, WORDS
from linli.core.shared.outcomes import Param, Problem

DEEPEST = 24
"""Levels of brackets, functions and signs; keeps every walk over a tree far from the end of the stack."""

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_WORD_VALUES = {"true": True, "false": False, "unknown": None}


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression | Problem:
    """Read ``text``; a problem has line, column and, where one can be guessed, a suggestion."""
    tokens = cut(text)
    if isinstance(tokens, Problem):
        return tokens
    if len(tokens) == 1:
        return Problem("", "expr.empty")
    try:
        return Expression.of(text, _Reader(text, tokens).whole())
    except _StopError as stopped:
        return stopped.problem


def closest(word: str, known: tuple[str, ...]) -> str | None:
    """Return the known word that ``word`` may have been meant to be."""
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return found[0] if found else None


class _StopError(Exception):
    """Leaves the descent at the first problem; never passes ``parse``."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Reader:
    """Recursive descent, one method a level of binding, loosest first."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.in_members = False

    def whole(self) -> Node:
        node = self.either()
        if self.next.kind != "end":
            raise self.unexpected()
        return node

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    @property
    def end(self) -> int:
        """Return where the last token that was read ends, brackets included."""
        return self.tokens[self.place - 1].end

    def take(self, *texts: str) -> Token | None:
        """Step over the next token if it is one of these signs or words."""
        token = self.next
        if token.kind in {"sign", "word"} and token.text in texts:
            self.place += 1
            return token
        return None

    def need(self, sign: str) -> Token:
        token = self.take(sign)
        if token is None:
            raise self.unexpected(sign)
        return token

    def either(self) -> Node:
        return self.joined("or", self.both)

    def both(self) -> Node:
        return self.joined("and", self.negation)

    def joined(self, word: str, operand: Callable[[], Node]) -> Node:
        start, operands = self.next.start, [operand()]
        while self.take(word):
            operands.append(operand())
        if len(operands) == 1:
            return operands[0]
        return Logic(start, self.end, word, tuple(operands))

    def negation(self) -> Node:
        token = self.take("not")
        if token is None:
            return self.comparison()
        operand = self.deeper(self.negation)
        return Not(token.start, self.end, operand)

    def comparison(self) -> Node:
        start, left = self.next.start, self.terms()
        if token := self.take(*_COMPARISONS):
            right = self.terms()
            if self.next.text in _COMPARISONS:
                raise self.stop(self.next, "expr.chained_comparison")
            return Compare(start, self.end, token.text, left, right)
        negated = self.next.text == "not" and self.tokens[self.place + 1].text == "in"
        if negated:
            self.place += 1
        if self.take("in"):
            return self.within(start, left, negated=negated)
        return left

    def within(self, start: int, item: Node, *, negated: bool) -> Node:
        if self.next.kind == "name":
            token = self.next
            if self.in_members:
                raise self.stop(token, "expr.members_in_members", function="in")
            self.place += 1
            return Within(start, token.end, item, Name(token.start, token.end, token.text), negated)
        self.need("[")
        options = self.listed("]")
        return Within(start, self.end, item, options, negated)

    def listed(self, closing: str) -> tuple[Node, ...]:
        """Read values with commas between them up to the closing bracket."""
        if self.take(closing):
            return ()
        found = [self.deeper(self.either)]
        while self.take(","):
            found.append(self.deeper(self.either))
        self.need(closing)
        return tuple(found)

    def terms(self) -> Node:
        return self.worked(("+", "-"), self.factors)

    def factors(self) -> Node:
        return self.worked(("*", "/"), self.signed)

    def worked(self, signs: tuple[str, str], operand: Callable[[], Node]) -> Node:
        start, operands, between = self.next.start, [operand()], []
        while token := self.take(*signs):
            between.append(token.text)
            operands.append(operand())
        if not between:
            return operands[0]
        return Arithmetic(start, self.end, tuple(operands), tuple(between))

    def signed(self) -> Node:
        token = self.take("-")
        if token is None:
            return self.value()
        operand = self.deeper(self.signed)
        return Negative(token.start, self.end, operand)

    def value(self) -> Node:
        token = self.next
        if token.kind == "value":
            self.place += 1
            return Literal(token.start, token.end, token.value)
        if word := self.take(*_WORD_VALUES):
            return Literal(word.start, word.end, _WORD_VALUES[word.text])
        if self.take("("):
            node = self.deeper(self.either)
            self.need(")")
            return node
        if token.kind == "name":
            self.place += 1
            return self.call(token) if self.take("(") else Name(token.start, token.end, token.text)
        raise self.unexpected()

    def call(self, token: Token) -> Node:
        if token.text in MEMBER_FUNCTIONS:
            return self.over(token)
        known = FUNCTIONS.get(token.text)
        if known is None:
            meant = closest(token.text, (*FUNCTIONS, *MEMBER_FUNCTIONS))
            raise self.stop(token, "expr.unknown_function", found=token.text, suggestion=meant)
        arguments = self.listed(")")
        if not known.least <= len(arguments) <= known.most:
            count = {"least": known.least, "most": known.most, "given": len(arguments)}
            raise self.stop(token, "expr.wrong_count", function=token.text, **count)
        if token.text in ROUNDINGS and len(arguments) > 1 and not _is_places(arguments[1]):
            raise self.stop(token, "expr.places", function=token.text, limit=MOST_PLACES)
        return Call(token.start, self.end, token.text, arguments)

    def over(self, token: Token) -> Node:
        if self.in_members:
            raise self.stop(token, "expr.members_in_members", function=token.text)
        name = self.next
        if name.kind != "name":
            raise self.stop(name, "expr.needs_group_name", function=token.text)
        self.place += 1
        inner = None
        if token.text != "count" or self.next.text == ",":
            self.need(",")
            self.in_members = True
            inner = self.deeper(self.either)
            self.in_members = False
        end = self.need(")").end
        return Over(token.start, end, token.text, Name(name.start, name.end, name.text), inner)

    def deeper(self, read: Callable[[], Node]) -> Node:
        """Read one level further down, unless that is too far."""
        if self.depth == DEEPEST:
            raise self.stop(self.next, "expr.too_deep", limit=DEEPEST)
        self.depth += 1
        node = read()
        self.depth -= 1
        return node

    def unexpected(self, expected: str | None = None) -> _StopError:
        token = self.next
        if token.kind == "end":
            return self.stop(token, "expr.unexpected_end", suggestion=expected)
        meant = expected
        if token.kind == "name" and self.place:
            meant = closest(token.text, WORDS) or expected
        return self.stop(token, "expr.unexpected", found=token.text[:40], suggestion=meant)

    def stop(self, token: Token, code: str, **params: Param) -> _StopError:
        return _StopError(problem_at(self.text, token.start, code, **params))


def _is_places(node: Node) -> bool:
    """Whether a node is a whole number written out, as the places of a rounding must be."""
    number = node.operand if isinstance(node, Negative) else node
    return isinstance(number, Literal) and type(number.value) is int and number.value <= MOST_PLACES
