"""`/readings`: how words and names of places sound when announcements are read aloud."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.notices import facts, service
from linli.core.speech.read import read
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.messaging.voice import pinyin
from linli.web.api.access import opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_notices import ReadingIn
from linli.web.api.told_notices import Made, ReadingsTold, SoundTold
from linli.web.notices.readings import LONGEST_TRY, written

router = Router(tags=["announcements"])
KEEP = (Permission.READING_KEEP,)
READERS = (*KEEP, Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW)


@router.get("/readings", response={200: ReadingsTold, **READ_SAYS_NO}, **opens(READERS))
def list_readings(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """List the city's own words with their pinyin, the newest first."""
    page = facts.readings(asking(request).actor, before=cursor[:20])
    return answer({"readings": [_told(one) for one in page.rows], "cursor": page.before or None})


@router.get("/readings/sound", response={200: SoundTold, **READ_SAYS_NO}, **opens(READERS))
def show_sound(request: HttpRequest, text: str) -> HttpResponse:
    """Tell how a text is said now: its pinyin, the words that a list says, the characters that nobody can say."""
    asking(request)
    spoken = read(text.replace("\x00", "")[:LONGEST_TRY]).text
    syllables, unknown = pinyin(spoken)
    heard = [{"word": one.word, "pinyin": one.pinyin, "own": one.own} for one in facts.heard_in(spoken)]
    return answer({"pinyin": written(syllables), "heard": heard, "unknown": [*unknown]})


@router.post("/readings", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def add_reading(request: HttpRequest, sent: ReadingIn, act_id: ActId) -> HttpResponse:
    """Say how a word sounds from now on; what is public and has the word is read aloud again."""
    ref = service.add_reading(service.NewReading(**sent.model_dump()), **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/readings/{reading}/take-back", response={200: ReadingsTold, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def take_back_reading(request: HttpRequest, reading: CaseName, act_id: ActId) -> HttpResponse:
    """Let a word sound as the dictionary has it again; answers with what is left."""
    service.take_back_reading(reading, **_said(request, act_id))
    page = facts.readings(asking(request).actor)
    return answer({"readings": [_told(one) for one in page.rows], "cursor": page.before or None})


def _told(one: Any) -> dict[str, Json]:
    return {
        "ref": str(one.ref), "word": one.word, "pinyin": facts.written(one.pinyin), "why": one.why,
        "added_at": instant(one.added_at),
    }  # fmt: skip


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}
