"""Fetches the files that messages named: again and again, not for ever; and tells the other city how each ended."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from uuid import uuid5

from django.conf import settings
from django.db.models import F, QuerySet

from linli.apps.cases import service as cases
from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import ASK, ASK_RECEIPT, our_code
from linli.apps.exchange.facts.trust import is_signed_by
from linli.apps.exchange.models import Enclosure, Peer
from linli.apps.exchange.service import line, parts
from linli.apps.exchange.service.line import Heard
from linli.apps.exchange.service.serving import shown
from linli.apps.exchange.service.signing import ask_signed
from linli.apps.exchange.service.writing import ACTOR
from linli.core.exchange import fetching
from linli.core.exchange.fetching import Ask, Does, Stand, verdict
from linli.core.exchange.named import Named
from linli.core.exchange.protocol import Side, wait_seconds
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.files import facts as stored
from linli.kernel.files import service as files
from linli.kernel.files.kinds import KINDS, sniff

PATH = "/exchange/v1/files"
SECONDS, BYTES_A_SECOND = 20, 500_000
"""How long a fetch may last: this long, and longer for a large file."""
LEASE = timedelta(minutes=10)
AT_ONCE = 20
OK = 200
FAULT = "fault"
BROKEN = frozenset({fetching.SHORT, fetching.SLOW, line.SILENT})
"""After these a fetch goes on where it stopped."""
OPEN = {"exchange__peer__closed_at": None, "exchange__peer__distrusted_at": None}
ENDED = (Stand.TAKEN.value, Stand.REFUSED.value)
DOES = {Stand.TAKEN.value: Does.TAKEN, Stand.REFUSED.value: Does.REFUSED}


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Why a file did not come, or may not be kept."""

    code: str
    because: Mapping[str, JsonValue] = field(default_factory=dict)


def fetch_due(at: datetime) -> int:
    """Fetch what is due and report what ended; returns how many files came. A job calls this."""
    due = _waiting().filter(next_at__lte=at).order_by("message_id", "place")
    came = sum(_fetch(list(some[:AT_ONCE]), at) for some in _by_peer(due))
    report_due(at)
    return came


def _by_peer(due: QuerySet[Enclosure]) -> list[QuerySet[Enclosure]]:
    """Part what is due by cities: what waits for one that is silent does not hold up the others."""
    known = Peer.objects.filter(closed_at=None, distrusted_at=None)
    peers = known.filter(pk__in=due.order_by().values("exchange__peer"))
    return [due.filter(exchange__peer=one) for one in peers.order_by("id")]


def fetch_of(message: str, at: datetime) -> int:
    """Fetch the files of one message now, if they are due."""
    came = _fetch(_waiting().filter(message__ref=message, next_at__lte=at).order_by("place"), at)
    report_due(at)
    return came


def fetch_again(at: datetime) -> int:
    """Let everything on its way be tried at once, and every ending be told."""
    return Enclosure.objects.filter(ours=False).exclude(next_at=None).update(next_at=at)


def _waiting() -> QuerySet[Enclosure]:
    """Return the files for which there is a case to give them to, of cities that are open."""
    known = Enclosure.objects.filter(ours=False, state=Stand.WAITING.value, message__state="done")
    open_ = known.filter(**OPEN, exchange__case__isnull=False)
    return open_.select_related("exchange__peer", "exchange__case", "message")


def _fetch(rows: Iterable[Enclosure], at: datetime) -> int:
    """Fetch message by message; a city that does not answer is asked once a round."""
    silent, came = set[int](), 0
    for _message, group in groupby(rows, key=lambda one: one.message_id):
        came += _fetch_together([*group], silent, at)
    return came


def _fetch_together(rows: Sequence[Enclosure], silent: set[int], at: datetime) -> int:
    """Fetch the files of one message and give those that came to the case, as one remark."""
    mine = [one for one in rows if one.exchange.peer_id not in silent and _claim(one, at)]
    if not mine:
        return 0
    case = mine[0].exchange.case
    there = stored.digests([str(one.stored) for one in mine], owner_key=f"case:{case.ref}")
    missing = [one for one in mine if str(one.stored) not in there]
    note = str(uuid5(mine[0].message.ref, "files/" + ",".join(str(one.pk) for one in missing)))
    kept = []
    for one in missing:
        wrong = _Wrong(line.SILENT) if one.exchange.peer_id in silent else _come(one, note, at)
        if wrong is None:
            kept.append(one)
            continue
        if wrong.code in {line.SILENT, fetching.SLOW}:
            silent.add(one.exchange.peer_id)
        _went_wrong(one, wrong, at)
    if kept:
        refs = [str(one.stored) for one in kept]
        cases.add_note(
            case.ref, "", audience="resident", actor=_giver(mine[0]), act_id=note, at=at, files=refs
        )
    came = [one for one in mine if one not in missing or one in kept]
    for one in came:
        _settle(one, Stand.TAKEN, _Wrong(""), at)
    return len(came)


def _giver(row: Enclosure) -> Actor:
    """Return by whom the files come into the case: there it is the person, here the other city."""
    if row.exchange.side == Side.ACCEPTING.value:
        return ACTOR
    peer = row.exchange.peer
    return Actor(
        key=f"peer:{peer.code}", name=peer.name_zh, case_refs=frozenset({str(row.exchange.case.ref)})
    )


def _claim(row: Enclosure, at: datetime) -> bool:
    """Take a file for this worker; of two one gets it."""
    mine = Enclosure.objects.filter(pk=row.pk, state=row.state, next_at__lte=at)
    taken = mine.update(next_at=at + LEASE, tries=F("tries") + 1)
    row.tries += taken
    return bool(taken)


def _come(row: Enclosure, note: str, at: datetime) -> _Wrong | None:
    """Fetch one file and keep it under the key of the remark that will bring it; None when that went well."""
    limit = int(settings.UPLOAD_LIMIT_BYTES)
    if row.size > limit:
        return _Wrong("files.too_large", {"mb": limit // files.MEGABYTE})
    named = Named(str(row.ref), row.name, row.media_type, row.size, row.sha256)
    seconds = SECONDS + row.size / BYTES_A_SECOND
    data = _said(row, Does.FETCH, at).written()
    before = parts.begun(row)
    heard = ask_signed(
        row.exchange.peer, PATH, data, ASK, at, seconds=seconds, limit=row.size, start=len(before)
    )
    whole = before + heard.data if before and heard.begins == len(before) else heard.data
    code = _fault(heard) or named.differs(whole)
    if code in BROKEN and heard.data:
        _keep(row, before, whole)
    if code:
        return _Wrong(code)
    kind = sniff(whole)
    if kind is not None and KINDS[kind].media_type != row.media_type:
        return _Wrong(fetching.OTHER_TYPE)
    try:
        files.store_as_signed(
            whole, ref=row.stored, name=row.name, owner_key=cases.form_key(note), purpose="case", at=at
        )
    except Invalid as no:
        params = {name: one for name, one in no.problems[0].params.items() if isinstance(one, str | int)}
        return _Wrong(no.problems[0].code, params)
    except Refused as no:
        return _Wrong(no.refusal.code)
    return None


def _keep(row: Enclosure, before: bytes, whole: bytes) -> None:
    """Keep what came, to go on there; a good piece more is no failed try."""
    if len(whole) <= len(before):
        return
    parts.keep(row, whole)
    if fetching.is_progress(len(before), len(whole), row.size):
        row.tries = 0
        Enclosure.objects.filter(pk=row.pk).update(tries=0)


def _fault(heard: Heard) -> str:
    """Say by code what kept a file from coming; "" when bytes came."""
    if heard.fault:
        return fetching.SLOW if heard.fault == line.SLOW else heard.fault
    if heard.is_redirect:
        return fetching.ELSEWHERE
    if heard.status == OK:
        return ""
    code = heard.field("code")
    return code[:60] if code.startswith("exchange.") else FAULT


def _said(row: Enclosure, does: Does, at: datetime, wrong: _Wrong | None = None) -> Ask:
    matter, why = row.exchange, wrong or _Wrong("")
    named = (our_code(), matter.peer.code, str(matter.ref), str(row.ref))
    return Ask(*named, does, at, why.code, dict(why.because))


def _went_wrong(row: Enclosure, wrong: _Wrong, at: datetime) -> None:
    """Try again later, or leave it at that and say why."""
    final = verdict(wrong.code, tries=row.tries, waited=at - row.at)
    if final:
        _settle(row, Stand.REFUSED, _Wrong(final, wrong.because if final == wrong.code else {}), at)
        return
    later = at + timedelta(seconds=wait_seconds(row.tries))
    Enclosure.objects.filter(pk=row.pk).update(code=wrong.code, because=dict(wrong.because), next_at=later)


def _settle(row: Enclosure, stand: Stand, wrong: _Wrong, at: datetime) -> None:
    """Write down how a file ended; the other city is told next."""
    parts.drop(row.stored)

    def work(acting: Acting) -> JsonValue:
        fresh = Enclosure.objects.select_related("exchange__stream", "message").get(pk=row.pk)
        refused: dict[str, JsonValue] = {"code": wrong.code} if stand is Stand.REFUSED else {}
        event = events.FILE_REFUSED if refused else events.FILE_TAKEN
        acting.enter(fresh.exchange.stream, event, {**shown(fresh), **refused})
        Enclosure.objects.filter(pk=row.pk).update(
            state=stand.value,
            code=wrong.code,
            because=dict(wrong.because),
            tries=0,
            next_at=at,
            settled_at=at,
        )
        return None

    said = [str(row.exchange.ref), str(row.ref), stand.value]
    act_id = str(uuid5(row.stored, f"{stand.value}/{wrong.code}"))
    act("exchange.settle_file", work, said=[*said], actor=ACTOR, act_id=act_id, at=at)


def report_due(at: datetime) -> int:
    """Tell the cities that named files how these ended; returns how many signed that they heard it."""
    due = Enclosure.objects.filter(ours=False, state__in=ENDED, next_at__lte=at).order_by("id")
    return sum(_report_to(some.select_related("exchange__peer"), at) for some in _by_peer(due))


def _report_to(due: QuerySet[Enclosure], at: datetime) -> int:
    told = 0
    for one in list(due[:AT_ONCE]):
        heard = _report(one, at)
        if heard is None:
            break
        told += heard
    return told


def _report(row: Enclosure, at: datetime) -> int | None:
    """Tell one ending: 1 when they signed for it, None when they do not answer."""
    if not _claim(row, at):
        return 0
    does, wrong = DOES[row.state], _Wrong(row.code, row.because)
    data = _said(row, does, at, wrong).written()
    heard = ask_signed(row.exchange.peer, PATH, data, ASK, at, seconds=SECONDS)
    digest = hashlib.sha256(data).hexdigest().encode()
    signed = is_signed_by(row.exchange.peer, heard.field("receipt"), ASK_RECEIPT, digest, at)
    told = Enclosure.objects.filter(pk=row.pk)
    if signed or heard.field("code") == fetching.UNKNOWN or at - row.at > 2 * fetching.GIVEN_UP_AFTER:
        told.update(next_at=None)
        return int(signed)
    told.update(next_at=at + timedelta(seconds=wait_seconds(row.tries)))
    return None if heard.fault in line.UNHEARD else 0
