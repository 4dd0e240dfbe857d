"""Changing the key of a city while both hold: what is announced, what the other city takes, which key counts when.

The old key vouches for the new one, and the new one shows that it is there. From then on the other city believes
both, until the moment that was announced; after it the new one only. Nothing here knows how to sign.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from linli.core.exchange.message import ABOUT_KEYS, CODE, read_object
from linli.core.exchange.named import UUID
from linli.core.shared.outcomes import JsonValue, Problem, Refusal

PUBLIC = re.compile(r"[0-9a-f]{64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")
FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
CLOCKS = timedelta(minutes=10)
"""How far the clocks of two cities may be apart."""
SHORTEST, LONGEST = 1, 90
"""Days that two keys may hold side by side."""
EARLY, ENDED, DISTRUSTED = "exchange.key_early", "exchange.key_ended", "exchange.key_distrusted"
FIELDS = frozenset({"v", "id", "from", "to", "old", "new", "since", "until", "proof"})


@dataclass(frozen=True, slots=True)
class Announcement:
    """From ``since`` on ``new`` is the key of ``sender``, from ``until`` on ``old`` is none any more.

    ``proof`` is a signature by the new key, in hexadecimal: nobody announces a key that is not theirs.
    """

    id: str
    sender: str
    receiver: str
    old: str
    new: str
    since: datetime
    until: datetime
    proof: str = ""

    def vouched(self) -> bytes:
        """Return what the new key signs: everything but that signature."""
        return _spelled(self._fields())

    def written(self) -> bytes:
        """Return its one right spelling: what the old key signs, and what is sent."""
        return _spelled({**self._fields(), "proof": self.proof})

    def _fields(self) -> dict[str, JsonValue]:
        return {
            "v": ABOUT_KEYS, "id": self.id, "from": self.sender, "to": self.receiver, "old": self.old,
            "new": self.new, "since": _moment(self.since), "until": _moment(self.until),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A key of another city as it is known here; the newest one has no end yet."""

    public: str
    since: datetime
    until: datetime | None = None
    distrusted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A change of our own key that one city has not taken yet: until when the old one signs for that city."""

    old: str
    until: datetime


def is_about_keys(data: bytes) -> bool:
    """Say whether what came, whose signature was checked, wants to be an announcement."""
    said = read_object(data)
    return said is not None and said.get("v") == ABOUT_KEYS


def read_announcement(data: bytes) -> Announcement | Problem:
    """Read an announcement, or say why it is none."""
    said = read_object(data)
    found = _read(said) if said is not None and said.keys() == FIELDS else None
    if found is None or found.written() != data:
        return Problem("message", "exchange.shape")
    overlap = found.until - found.since
    if not timedelta() <= overlap <= timedelta(days=LONGEST) or found.old == found.new:
        return Problem("until", "exchange.key_overlap", {"days": LONGEST})
    return found


def refusal_of_announcement(
    said: Announcement, *, us: str, signer: str, key: str, known: Sequence[Held], at: datetime
) -> Refusal | None:
    """Say why a change that ``key`` of the city ``signer`` signed is not taken, or None.

    Only the newest key vouches for another: of two that an old key names, the second is told that it came second.
    """
    if said.sender != signer:
        return Refusal("exchange.other_sender", {"said": said.sender, "signed": signer})
    if said.receiver != us:
        return Refusal("exchange.not_for_us", {"to": said.receiver})
    mine = next((one for one in known if one.public == key), None)
    if mine is None or said.old != key:
        return Refusal("exchange.key_not_vouched")
    if no := refusal_of_key(mine, at):
        return no
    if mine.until is not None:
        return Refusal("exchange.key_replaced")
    return Refusal("exchange.key_used") if any(one.public == said.new for one in known) else None


def after(known: Iterable[Held], said: Announcement) -> tuple[Held, ...]:
    """Return the keys of a city once its announcement was taken."""
    ended = (replace(one, until=said.until) if one.public == said.old else one for one in known)
    return (*ended, Held(said.new, said.since))


def distrust(known: Iterable[Held], at: datetime) -> tuple[Held, ...]:
    """Return the keys of a city that is no longer believed: none of those that held holds from now on.

    A key in wrong hands may have vouched for the next one, so the next one goes with it.
    """
    return tuple(
        replace(one, until=at, distrusted=True) if one.until is None or one.until > at else one
        for one in known
    )


def refusal_of_key(key: Held, at: datetime) -> Refusal | None:
    """Say why what a key rightly signed is not taken at a moment, or None."""
    because: dict[str, str | int] = {"key": key.public[:16]}
    if key.distrusted and key.until is not None and at >= key.until:
        return Refusal(DISTRUSTED, because)
    if key.until is not None and at >= key.until:
        return Refusal(ENDED, because)
    return Refusal(EARLY, because) if at < key.since - CLOCKS else None


def signs_with(newest: str, untold: Step | None, at: datetime) -> str | None:
    """Return with which key of ours is signed for a city; None while there is none that it would believe.

    ``untold`` is the first change that this city has not signed for. The old key stops a little before its end, as
    the clock there may be ahead of ours.
    """
    if untold is None:
        return newest
    return untold.old if at < untold.until - CLOCKS else None


def _read(said: Mapping[str, Any]) -> Announcement | None:
    if not all(isinstance(one, str) for one in said.values()):
        return None
    since, until = _read_moment(said["since"]), _read_moment(said["until"])
    forms = {"id": UUID, "from": CODE, "to": CODE, "old": PUBLIC, "new": PUBLIC, "proof": SIGNATURE}
    if since is None or until is None or not all(one.fullmatch(said[name]) for name, one in forms.items()):
        return None
    ref, sender, receiver, old, new = (str(said[name]) for name in ("id", "from", "to", "old", "new"))
    return Announcement(ref, sender, receiver, old, new, since, until, said["proof"])


def _spelled(whole: Mapping[str, JsonValue]) -> bytes:
    return json.dumps(dict(whole), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime(FORM)


def _read_moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC)
    except ValueError:
        return None
