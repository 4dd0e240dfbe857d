"""How words sound in this city: for the voice, for who keeps them, and in a text that is looked over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, Value

from linli.apps.notices.models import Announcement, Reading
from linli.apps.notices.models.codes import PUBLISHED
from linli.core.speech.syllables import marked
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.messaging.voice import words_in

READERS = (Permission.READING_KEEP, Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW)
SIZE = 30
SPOKEN = ("title_zh", "text_zh", "do_zh", "place_zh")


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """Some of the city's words, the newest first; ``before`` asks for the next, empty at the end."""

    rows: tuple[Reading, ...]
    before: str


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word of a text with its pinyin as books write it; ``own`` where the city keeps it."""

    word: str
    pinyin: str
    own: bool


def readings(actor: Actor, *, before: str = "") -> ReadingPage:
    """Return the city's words to who keeps them, and to who writes and reviews; raises NotVisible. One statement."""
    if not any(actor.may(one) for one in READERS):
        raise NotVisible
    rows = Reading.objects.filter(ended_at=None).order_by("-id")
    if before.isascii() and before.isdigit():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows[: SIZE + 1])
    return ReadingPage(tuple(found[:SIZE]), str(found[SIZE - 1].pk) if len(found) > SIZE else "")


def reading_of(word: str) -> Reading | None:
    """Return how a word sounds, if the city keeps it."""
    return Reading.objects.filter(word=word, ended_at=None).first()


def times_written(word: str) -> int:
    """Return how often a word was written down, what was taken back included."""
    return Reading.objects.filter(word=word).count()


def own_in(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the city's words that occur in a text, with their syllables. One statement."""
    rows = Reading.objects.filter(ended_at=None).annotate(text=Value(text)).filter(text__contains=F("word"))
    return {word: tuple(said.split()) for word, said in rows.values_list("word", "pinyin")}


def heard_in(text: str) -> tuple[HeardWord, ...]:
    """Return which words of a text are said by the city's list or the shipped one."""
    return tuple(HeardWord(one.word, written(one.syllables), one.own) for one in words_in(text))


def written(syllables: tuple[str, ...] | str) -> str:
    """Write syllables with their marks."""
    each = syllables.split() if isinstance(syllables, str) else syllables
    return " ".join(map(marked, each))


def said_aloud(word: str, at: datetime) -> tuple[str, ...]:
    """Return the refs of what is public now and says a word: it is to be read aloud again."""
    says = Q()
    for name in SPOKEN:
        says |= Q(**{f"{name}__contains": word})
    rows = Announcement.objects.filter(says, state=PUBLISHED, expires_at__gt=at).order_by("-id")
    return tuple(str(ref) for ref in rows.values_list("ref", flat=True)[:200])
