"""`/exchange/keys`: the keys by which cities believe each other; ours is changed, a lost one of theirs ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.exchange import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.ui.text import LANGUAGES
from linli.web.api.access import opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import Code
from linli.web.api.sent_exchange import KeyChangeIn
from linli.web.api.told_exchange import CityKeys, NewestKey
from linli.web.exchange.standing import why

router = Router(tags=["cities"])
KEEPERS = (Permission.PEER_KEY,)


@router.get("/exchange/keys", response={200: CityKeys, **READ_SAYS_NO}, **opens((Permission.PEER_READ,)))
def list_keys(request: HttpRequest) -> HttpResponse:
    """List our keys, which city has the newest one, and the keys of the other cities."""
    return answer(_keys(request))


@router.post("/exchange/keys", response={201: NewestKey, **SAYS_NO}, **opens(KEEPERS, Scope.MOVE))
def change_key(request: HttpRequest, sent: KeyChangeIn, act_id: ActId) -> HttpResponse:
    """Make this city's next key and tell every city of it, signed by the old one."""
    asked = asking(request)
    wish = service.NewKey(sent.days, sent.lost)
    key = service.change_key(wish, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"key": key}, status=CREATED)


@router.post(
    "/exchange/cities/{city}/key-entered", response={200: CityKeys, **SAYS_NO}, **opens(KEEPERS, Scope.MOVE)
)
def note_key_entered(request: HttpRequest, city: Code, act_id: ActId) -> HttpResponse:
    """Take down that a city entered our newest key by hand: from now on only that one signs for it."""
    asked = asking(request)
    service.note_key_entered(city, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_keys(request))


@router.post(
    "/exchange/cities/{city}/distrust", response={200: CityKeys, **SAYS_NO}, **opens(KEEPERS, Scope.MOVE)
)
def distrust_city(request: HttpRequest, city: Code, act_id: ActId) -> HttpResponse:
    """Believe no key of a city any more, at once: one is lost or stolen."""
    asked = asking(request)
    service.distrust_peer(city, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_keys(request))


def _keys(request: HttpRequest) -> dict[str, Json]:
    actor = asking(request).actor
    return {
        "ours": [
            {"key": one.key, "since": instant(one.since), "ends_at": instant(one.until)}
            for one in facts.our_keys(actor)
        ],
        "told": [
            {
                "city": one.peer,
                "state": one.state,
                "code": one.code,
                "why": {lang: why(one.code, lang=lang) for lang in LANGUAGES} if one.code else None,
                "old_key_until": instant(one.until),
            }
            for one in facts.told(actor)
        ],
        "theirs": [
            {
                "city": one.peer,
                "key": one.key,
                "since": instant(one.since),
                "ends_at": instant(one.until),
                "distrusted": one.distrusted,
                "by_hand": one.by_hand,
                "refused": one.refused,
            }
            for one in facts.their_keys(actor)
        ],
    }
