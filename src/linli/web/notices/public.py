"""Announcements for everybody: a list by place, one in large type and aloud, on paper, on a hall's screen, as a feed."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.notices import facts, service
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.messaging import voice
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, t
from linli.web.notices.places import chosen, named
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

SECONDS = 15
"""How long a hall's screen shows one announcement."""
ON_SCREEN = 8
PAPERS = ("a4", "a3")


@public_page
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """List what holds now, for a place and a topic if wanted."""
    place, topic = chosen(request.GET.get("area", "")), request.GET.get("topic", "")
    page = facts.current(at_of(request), place.path, topic, before=request.GET.get("before", ""))
    context = {
        "place": place,
        "topic": topic if topic in facts.TOPICS else "",
        "topics": facts.TOPICS,
        "rows": [told(one) for one in page.rows],
        "next": here(request, before=page.before) if page.before else None,
        "here": lambda **changes: here(request, before="", **changes),
    }
    return render(request, "notices/list.html", context)


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def announcement(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one announcement: large, with its voice, its counts, and what followed it; a subscriber says "heard" here."""
    row, actor = facts.announcement(ref), actor_of(request)
    tellings = facts.told_oneself(row, actor)
    if request.method == "POST":
        if not tellings:
            raise NotVisible
        first = [_hear(request, token) for token, _ in tellings]
        return HttpResponseRedirect(
            f"{url('notices-one', ref=ref)}?done={'heard' if any(first) else 'again'}"
        )
    context = {
        **whole(request, row),
        "tellings": tellings,
        "heard_at": max((at for _, at in tellings if at), default=None),
        "waits": any(at is None for _, at in tellings),
        "done": request.GET.get("done", "") if tellings else "",
        "act_id": new_act_id(),
    }
    answer = render(request, "notices/one.html", context)
    if actor.account_id is not None:
        add_never_cache_headers(answer)
    return answer


def _hear(request: HttpRequest, token: str) -> bool:
    """Take the tap for one telling; each is an act of its own, the same when the form is sent again."""
    act_id = str(uuid5(NAMESPACE_URL, f"{act_id_of(request)}/{token}"))
    return service.hear(token, actor=actor_of(request), act_id=act_id, at=at_of(request))


def whole(request: HttpRequest, row: Any) -> dict[str, Any]:
    """Return what the page of an announcement shows."""
    return {
        **told(row),
        "counts": facts.channel_counts(row),
        "followers": [told(one) for one in facts.followers(row)],
        "first": told(row.of) if row.of else None,
        "over": row.expires_at <= at_of(request),
        "has_voice": sound_of(row, language()) is not None,
    }


def told(row: Any) -> dict[str, Any]:
    """Return the words of an announcement in the language of the page."""
    words = facts.words_of(row, language())
    return {
        "row": row,
        "words": words,
        "headline": facts.headline(row, language()),
        "area": named(row.area),
        "body": named(row.body) if row.body else "",
        "foreign": words.language != language(),
    }


def sound_of(row: Any, spoken: str) -> Any:
    """Return the recording of an announcement, if the worker has made it."""
    words = facts.words_of(row, spoken)
    return voice.recording(facts.said(row, words.language), words.language)


@public_page
@require_safe
def sound(_request: HttpRequest, ref: UUID) -> HttpResponseBase:
    """Hand out the recording."""
    path = sound_of(facts.announcement(ref), language())
    if path is None:
        raise NotVisible
    answer = FileResponse(path.open("rb"), content_type=voice.MEDIA_TYPE)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@public_page
@require_safe
def poster(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show an announcement as it goes on the notice board: A4 or A3, black, with a QR code to its page."""
    row, size = facts.announcement(ref), request.GET.get("paper", "a4")
    context = {
        **told(row),
        "paper": size if size in PAPERS else "a4",
        "address": request.build_absolute_uri(url("notices-one", ref=ref)),
    }
    return render(request, "notices/poster.html", context)


@public_page
@require_safe
def screen(request: HttpRequest) -> HttpResponse:
    """Show one announcement after the other for a television in a hall, without script."""
    place = chosen(request.GET.get("area", ""))
    rows = facts.current(at_of(request), place.path, limit=ON_SCREEN).rows
    said = request.GET.get("i", "0")
    turn = int(said) % max(len(rows), 1) if said.isascii() and said.isdigit() and len(said) < 4 else 0  # noqa: PLR2004 - a turn
    held = "hold" in request.GET
    following = here(request, i=str((turn + 1) % max(len(rows), 1)), hold="")
    context = {
        "place": place,
        "shown": told(rows[turn]) if rows else None,
        "turn": turn + 1,
        "turns": len(rows),
        "address": request.build_absolute_uri(url("notices-one", ref=rows[turn].ref)) if rows else "",
        "held": held,
        "other_way": following if held else here(request, i=str(turn), hold="1"),
    }
    answer = render(request, "notices/screen.html", context)
    if not held:
        answer.headers["Refresh"] = f"{SECONDS}; url={following}"
    return answer


@public_page
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the announcements of a place as an Atom feed."""
    place = chosen(request.GET.get("area", ""))
    listed = request.build_absolute_uri(url("notices-list"))
    made = Atom1Feed(
        title=t("near.notices.feed", place=named(place.area) if place.area else t("near.notices.everywhere")),
        link=listed,
        description="",
        feed_url=request.build_absolute_uri(),
        language={"zh": "zh-Hans", "en": "en"}[language()],
    )
    for row in facts.current(at_of(request), place.path, limit=50).rows:
        one = told(row)
        made.add_item(
            title=one["headline"],
            link=request.build_absolute_uri(url("notices-one", ref=row.ref)),
            description=one["words"].text,
            pubdate=row.published_at,
            updateddate=row.published_at,
            unique_id=f"urn:uuid:{row.ref}",
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
