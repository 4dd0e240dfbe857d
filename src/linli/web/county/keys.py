"""The keys by which cities believe each other: ours is changed here, and a lost one of theirs ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.exchange import facts, service
from linli.apps.exchange.facts import KeyTold, TheirKey
from linli.core.exchange.keys import LONGEST, SHORTEST
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.text import language, t
from linli.web.county.frame import Wrong, asked, attempt, done, page, said
from linli.web.exchange.standing import why

CHIPS = {
    "told": "ok",
    "entered": "ok",
    "waiting": "soon",
    "unknown": "late",
    "refused": "late",
    "hand": "late",
}
BY_HAND = frozenset({"unknown", "refused", "hand", "waiting"})


@requires(Permission.PEER_READ)
@never_cache
@require_safe
def keys(request: ActorRequest) -> HttpResponse:
    """Show our key, who has it, and the keys of the other cities."""
    return _page(request, None)


@requires(Permission.PEER_KEY)
@require_POST
def key_change(request: HttpRequest) -> HttpResponseBase:
    """Make the next key of this city and tell the others."""
    _, wrong = attempt(lambda: service.change_key(_wish(request), **said(request)))
    return _page(request, wrong) if wrong else done("key_changed", "keys")


@requires(Permission.PEER_KEY)
@require_POST
def key_entered(request: HttpRequest, city: str) -> HttpResponseBase:
    """Take down that a city entered our new key by hand."""
    _, wrong = attempt(lambda: service.note_key_entered(city, **said(request)))
    return _page(request, wrong) if wrong else done("key_entered", "keys")


@requires(Permission.PEER_KEY)
@require_POST
def key_distrust(request: HttpRequest, city: str) -> HttpResponseBase:
    """Believe no key of a city any more."""
    _, wrong = attempt(lambda: service.distrust_peer(city, **said(request)))
    return _page(request, wrong) if wrong else done("key_distrusted", "keys")


def _wish(request: HttpRequest) -> service.NewKey:
    text = request.POST.get("days", "").strip()[:10]
    if request.POST.get("lost"):
        return service.NewKey(lost=True)
    if not (text.isascii() and text.isdigit() and SHORTEST <= int(text) <= LONGEST):
        raise Invalid(Problem("days", "exchange.key_days", {"days": LONGEST}))
    return service.NewKey(int(text))


def _page(request: HttpRequest, wrong: Wrong | None) -> HttpResponse:
    actor = asked(request).actor
    ours = facts.our_keys(actor)
    told = facts.told(actor)
    context = {
        "on": bool(facts.our_code()),
        "ours": ours[0],
        "ending": next((one for one in ours[1:] if not one.erased), None),
        "told": [_told(one) for one in told],
        "have": sum(one.state in {"told", "entered"} for one in told),
        "cities": _cities(facts.their_keys(actor), asked(request).at),
        "days": request.POST.get("days", "") or settings.EXCHANGE_OVERLAP_DAYS,
        "lost": bool(request.POST.get("lost")),
        "longest": LONGEST,
    }
    return page(request, "keys", context, wrong=wrong)


def _told(one: KeyTold) -> dict[str, Any]:
    name = one.name_zh if language() == "zh" else one.name_en
    return {
        "code": one.peer,
        "name": name,
        "chip": t(f"county.keys.told.{one.state}"),
        "kind": CHIPS[one.state],
        "say": t(f"county.keys.say.{one.state}"),
        "why": why(one.code) if one.state in {"waiting", "refused"} else "",
        "by_hand": one.state in BY_HAND,
        "at": one.settled_at,
        "until": one.until,
    }


def _stands(one: TheirKey, at: datetime) -> tuple[TheirKey, str, str]:
    """Say how a key stands, and by which chip."""
    if one.distrusted:
        return one, "distrusted", "late"
    if one.until is None:
        return one, "newest", "ok"
    return (one, "beside", "soon") if at < one.until else (one, "ended", "plain")


def _cities(rows: Sequence[TheirKey], at: datetime) -> list[dict[str, Any]]:
    """Put the keys under their cities, those that nothing is exchanged with any more last."""
    held = {code: list(group) for code, group in groupby(rows, key=lambda one: one.peer)}
    spoken = language()
    cities = sorted(facts.peers(), key=lambda one: (one.closed, one.code))
    return [
        {
            "code": one.code,
            "name": one.name_zh if spoken == "zh" else one.name_en or one.name_zh,
            "state": "closed" if one.closed else "distrusted" if one.distrusted else "open",
            "keys": [_stands(each, at) for each in held.get(one.code, [])],
        }
        for one in cities
    ]
