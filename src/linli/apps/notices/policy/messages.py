"""How long a text message is, in how many parts it goes, what it costs; and how a text is shortened to fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_PARTS = 2
_SIZES = {True: (160, 153), False: (70, 67)}
"""Signs of one message, and of each part of a longer one: for plain letters, and for everything else."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A text message with its length in signs and in parts; ``cut`` says that something was left out."""

    text: str
    signs: int
    parts: int
    cut: bool


def parts(text: str) -> int:
    """Return in how many parts a text message goes."""
    single, each = _SIZES[text.isascii()]
    return 1 if len(text) <= single else -(-len(text) // each)


def fit(head: str, rest: str, tail: str) -> Measured:
    """Put a message together: head and tail whole, of the rest as much as goes into the most parts."""
    whole = f"{head}{rest}{tail}"
    if parts(whole) <= MOST_PARTS:
        return Measured(whole, len(whole), parts(whole), cut=False)
    room = MOST_PARTS * _SIZES[False][1] - len(head) - len(tail) - 1
    text = f"{head}{rest[: max(room, 0)].rstrip()}…{tail}"
    return Measured(text, len(text), parts(text), cut=True)


def cost(reach: Mapping[str, int], sms_parts: int, prices: Mapping[str, int]) -> int:
    """Return what telling so many people over each channel costs, in fen."""
    each = {"sms": prices["sms"] * sms_parts, "voice": prices["voice"]}
    return sum(each.get(channel, 0) * count for channel, count in reach.items())


def next_channel(wanted: str, offered: str, after: str = "") -> str:
    """Return the first channel of somebody's order that is offered, behind the one that was tried; "" at the end."""
    order = wanted.split(",")
    if after in order:
        order = order[order.index(after) + 1 :]
    return next((one for one in order if one and one in offered.split(",")), "")
