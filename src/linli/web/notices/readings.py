"""How words sound when announcements are read aloud: the city's own list, the shipped one, and a try of any text."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.notices import facts, service
from linli.core.speech.read import read
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Busy, Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging import readings as lists
from linli.kernel.messaging import voice
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, reason
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

READERS = (Permission.READING_KEEP, Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW)
HERE, HERE_FOR_WRITERS = "page:readings", "page:announcements"
DONE = ("add", "take_back")
LONGEST_TRY = 120


@requires(*READERS)
@never_cache
@require_http_methods(["GET", "POST"])
def readings(request: ActorRequest) -> HttpResponse:
    """List how words sound, try a text; say how one sounds from now on, or take that back."""
    if request.method == "GET":
        return _page(request)
    said: dict[str, Any] = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    post = request.POST
    try:
        match post.get("do", ""):
            case "add":
                typed = {name: post.get(name, "")[:200] for name in ("word", "pinyin", "why")}
                service.add_reading(service.NewReading(**typed), **said)
            case "take_back":
                service.take_back_reading(post.get("ref", "")[:40], **said)
            case _:
                raise NotVisible
    except Invalid as wrong:
        return _page(request, problems=wrong.problems, status=422)
    except (Refused, Stale) as no:
        return _page(request, refused=reason(no.refusal), status=409)
    return HttpResponseRedirect(f"{url('desk-readings')}?done={post['do']}")


@requires(*READERS)
@never_cache
@require_safe
def sound(request: ActorRequest) -> HttpResponse:
    """Say a short text as an announcement would be said now; nothing is kept."""
    spoken = read(_typed(request, "text"))
    if not spoken.text or spoken.unread or not voice.voice().is_there:
        raise NotVisible
    try:
        said = voice.voice().say(spoken.text, "zh")
    except voice.VoiceError as error:
        raise Busy from error
    return HttpResponse(said, content_type=voice.MEDIA_TYPE)


def _page(
    request: ActorRequest, *, problems: tuple[Any, ...] = (), refused: str = "", status: int = 200
) -> HttpResponse:
    keeps = request.actor.may(Permission.READING_KEEP)
    page = facts.readings(request.actor, before=request.GET.get("before", ""))
    done = request.GET.get("done", "")
    context = seat.frame(
        request,
        here=HERE if keeps else HERE_FOR_WRITERS,
        may_keep=keeps,
        rows=[(one, facts.written(one.pinyin)) for one in page.rows],
        next=here(request, before=page.before) if page.before else None,
        shipped=[(one, facts.written(one.syllables)) for one in lists.shipped()],
        tried=_tried(_typed(request, "try")),
        has_voice=voice.voice().is_there,
        language=language(),
        typed=request.POST,
        problems=problems,
        refused=refused,
        done=done if done in DONE else "",
        new_act_id=new_act_id,
    )
    return render(request, "notices/desk_readings.html", context, status=status)


def _typed(request: ActorRequest, name: str) -> str:
    return request.GET.get(name, "").strip()[:LONGEST_TRY]


def _tried(text: str) -> dict[str, Any] | None:
    """Return how a text sounds: its pinyin, the words that a list says, and what nobody can say."""
    if not text:
        return None
    spoken = read(text)
    syllables, unknown = voice.pinyin(spoken.text)
    return {
        "text": text,
        "pinyin": written(syllables),
        "heard": facts.heard_in(spoken.text),
        "wrong": spoken.problems("try"),
        "unknown": unknown,
    }


def written(said: list[str]) -> str:
    """Write what a voice is given as people read it: marks on the syllables, signs behind their word."""
    text = ""
    for part in said:
        text += f" {facts.written(part)}" if part[-1:].isdigit() and part[:1].isalpha() else part
    return text.strip()
