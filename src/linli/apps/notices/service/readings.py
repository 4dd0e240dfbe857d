"""A city says how its words and places sound, and takes that back; what is public is read aloud anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.notices import events
from linli.apps.notices.facts.readings import reading_of, said_aloud
from linli.apps.notices.models import Reading
from linli.apps.notices.policy.refs import as_uuid
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.core.speech.syllables import read_sound
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LONGEST_WHY, MOST = 120, 2_000


@dataclass(frozen=True, slots=True)
class NewReading:
    """A word, its pinyin as somebody types it, and why it is said so."""

    word: str
    pinyin: str
    why: str


def add_reading(
    new: NewReading, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Say how a word sounds from now on and return the reading's ref.

    Raises:
        NotVisible: the actor keeps no readings.
        Invalid: no word in Chinese characters, not one syllable with its tone for each, no reason.
        Refused: the word has a reading already, or there are very many.
    """
    if not actor.may(Permission.READING_KEEP):
        raise NotVisible
    word, why = clean_text(new.word).strip(), " ".join(clean_text(new.why).split())
    sound = read_sound(word, clean_text(new.pinyin))
    found = [sound] if isinstance(sound, Problem) else []
    if not why or len(why) > LONGEST_WHY:
        found.append(Problem("why", "notices.reading_why", {"most": LONGEST_WHY}))
    if found or isinstance(sound, Problem):
        raise Invalid(*found)
    pinyin = " ".join(sound)

    def work(acting: Acting) -> JsonValue:
        if reading_of(word) is not None:
            raise Refused(Refusal("notices.reading_there", {"word": word}))
        if Reading.objects.filter(ended_at=None).count() >= MOST:
            raise Refused(Refusal("notices.readings_many", {"most": MOST}))
        again = _read_again(acting, word)
        items = [_who(actor), Item("reading", f"{word} {pinyin}", "notices", "notices")]
        public: dict[str, JsonValue] = {"signs": len(word), "again": again}
        row = Reading(word=word, pinyin=pinyin, why=why, added_at=at)
        row.stream = acting.open_stream("reading", events.READING_ADDED, public, items)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            raise Refused(Refusal("notices.reading_there", {"word": word})) from clash
        return str(row.ref)

    said: JsonValue = [word, pinyin, why]
    return str(act("notices.add_reading", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def take_back_reading(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a word sound as the dictionary has it again.

    Raises:
        NotVisible: the actor keeps no readings, or there is none of that ref.
        Stale: it was taken back already.
    """
    _kept(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _kept(ref, actor)
        if row.ended_at is not None:
            raise Stale("notices.reading_ended")
        public: dict[str, JsonValue] = {"signs": len(row.word), "again": _read_again(acting, row.word)}
        acting.enter(row.stream, events.READING_TAKEN_BACK, public, [_who(actor)])
        Reading.objects.filter(pk=row.pk).update(ended_at=at)
        return None

    act("notices.take_back_reading", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _kept(ref: UUID | str, actor: Actor) -> Reading:
    row = Reading.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None or not actor.may(Permission.READING_KEEP):
        raise NotVisible
    return row


def _read_again(acting: Acting, word: str) -> int:
    """Have the worker read aloud anew what is public and says the word; returns how many."""
    refs = said_aloud(word, acting.at)
    for ref in refs:
        acting.announce(events.ANNOUNCED, {"announcement": ref})
    return len(refs)


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "notices")
