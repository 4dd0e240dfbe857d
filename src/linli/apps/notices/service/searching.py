"""Somebody is missed or found, something is lost or found: put up, looked at, shown for a time, over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from linli.apps.grid import facts as grid
from linli.apps.notices import events
from linli.apps.notices.facts.searches import is_own, may_review, search
from linli.apps.notices.models import RelayedMessage, SearchNotice
from linli.apps.notices.models.search import (
    ENDED,
    MISSING_PERSON,
    OF_PEOPLE,
    OUTCOMES,
    REFUSED,
    SHOWN,
    WAITING,
)
from linli.apps.notices.policy.searching import LOOKED_AT, MOST_RENEWED, SHOWN_FOR, Sought, wrong
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.files import service as files
from linli.kernel.identity import personal

MESSAGE = 500


def report(sought: Sought, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Put a search notice up for staff to look at, people before things; returns its ref.

    Raises:
        Refused: nobody is signed in.
        Invalid: what is missing or must not be shown, by field: no police report of somebody found, a minor's
            picture without authority, a telephone number for everybody to read.
    """
    if actor.account_id is None:
        raise Refused(Refusal("notices.search_sign_in"))
    clean = _clean(sought)
    area = grid.area(clean.area) if clean.area else None
    problems = [*wrong(clean, at.date())]
    if area is None:
        problems.append(Problem("area", "notices.no_such_area"))
    if problems or area is None:
        raise Invalid(*problems)
    urgent = clean.kind == MISSING_PERSON

    def work(acting: Acting) -> JsonValue:
        row = SearchNotice(
            account_id=actor.account_id, reporter_key=actor.key, area_id=area.id, area_path=area.path,
            urgent=urgent, reported_at=at, due_at=at + LOOKED_AT[clean.kind],
        )  # fmt: skip
        _fill(row, clean)
        public: dict[str, JsonValue] = {"kind": clean.kind, "urgent": urgent}
        row.stream = acting.open_stream(
            "search", events.SEARCH_REPORTED, public, [_who(actor)], sealed=clean.kind in OF_PEOPLE
        )
        row.save(force_insert=True)
        if clean.photo:
            files.hand_over(
                [clean.photo], sender_key=f"form:{acting.act_id}", owner_key=f"search:{row.ref}",
                retained_until=None, at=at,
            )  # fmt: skip
        return str(row.ref)

    said = personal.index("\n".join(str(getattr(clean, name)) for name in Sought.__slots__), "said")
    return str(act("notices.report", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def show(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> None:
    """Let everybody see a notice from now on.

    Raises:
        NotVisible: not the actor's to look at.
        Refused: one's own.
        Stale: looked at already.
    """
    _to_review(ref, actor, at)

    def work(acting: Acting) -> JsonValue:
        row = _to_review(ref, actor, at)
        until = at + SHOWN_FOR
        public: dict[str, JsonValue] = {"kind": row.kind, "until": until.date().isoformat()}
        acting.enter(row.stream, events.SEARCH_SHOWN, public, [_who(actor)])
        SearchNotice.objects.filter(pk=row.pk).update(
            state=SHOWN, shown_at=at, until=until, reviewed_key=actor.key, refused=""
        )
        return None

    act("notices.show", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)


def refuse(ref: UUID | str, why: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Do not show a notice, and tell its reporter why.

    Raises:
        NotVisible, Refused, Stale: as in `show`.
        Invalid: no reason.
    """
    _to_review(ref, actor, at)
    reason = clean_text(why).strip()[:200]
    if not reason:
        raise Invalid(Problem("why", "notices.why_missing"))

    def work(acting: Acting) -> JsonValue:
        row = _to_review(ref, actor, at)
        acting.enter(row.stream, events.SEARCH_REFUSED, {"kind": row.kind}, [_who(actor)])
        SearchNotice.objects.filter(pk=row.pk).update(state=REFUSED, refused=reason, reviewed_key=actor.key)
        return None

    said = [str(ref), personal.index(reason, "said")]
    act("notices.refuse", work, said=[*said], actor=actor, act_id=act_id, at=at)


def renew(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Show one's own notice for another month.

    Raises:
        NotVisible: not one's own.
        Stale: it is not shown.
        Refused: renewed often enough.
    """
    _own(ref, actor, at)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor, at)
        if row.state != SHOWN:
            raise Stale("notices.search_not_shown")
        if row.renewed >= MOST_RENEWED:
            raise Refused(Refusal("notices.renewed_enough"))
        until = at + SHOWN_FOR
        public: dict[str, JsonValue] = {"kind": row.kind, "until": until.date().isoformat()}
        acting.enter(row.stream, events.SEARCH_RENEWED, public, [_who(actor)])
        SearchNotice.objects.filter(pk=row.pk).update(until=until, renewed=row.renewed + 1)
        return None

    act("notices.renew", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def end(
    ref: UUID | str, outcome: str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> None:
    """End a notice: found, returned, given up, a mistake. Everything that was said in it is wiped.

    Raises:
        NotVisible: neither one's own nor the actor's to look at.
        Invalid: no such outcome.
        Stale: over already.
    """
    if outcome not in OUTCOMES:
        raise Invalid(Problem("outcome", "notices.outcome_missing"))
    row = search(ref, actor, at)
    if not (is_own(row, actor) or may_review(row, actor)):
        raise NotVisible
    _end(row.ref, outcome, actor=actor, act_id=act_id, at=at, source=source)


def end_run_out(at: datetime) -> int:
    """End what was shown long enough; a job calls this."""
    due = SearchNotice.objects.filter(state=SHOWN, until__lte=at).order_by("until")
    refs = list(due.values_list("ref", flat=True)[:200])
    actor = system_actor("notices")
    for ref in refs:
        _end(ref, "expired", actor=actor, act_id=str(uuid5(ref, f"run out/{at.date()}")), at=at)
    return len(refs)


def end_of_account(account: str, *, key: str, at: datetime) -> None:
    """End what a forgotten person put up, and let go of what they left for others."""
    if not account:
        return
    rows = SearchNotice.objects.filter(account__ref=account).exclude(state=ENDED)
    for ref in list(rows.values_list("ref", flat=True)):
        _end(ref, "erased", actor=system_actor("erasure"), act_id=str(uuid5(UUID(key), str(ref))), at=at)
    RelayedMessage.objects.filter(sender__ref=account).delete()


def leave_message(
    ref: UUID | str, text: str, phone: str = "", *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Leave word for whoever put a notice up; ``phone`` goes along because its owner wants it to.

    Raises:
        NotVisible: it is not shown.
        Invalid: no words, too many, or no number.
    """
    row = search(ref, actor, at)
    words = clean_text(text).strip()
    number = personal.read_phone(phone) if phone.strip() else ""
    problems = (
        [] if 0 < len(words) <= MESSAGE else [Problem("message", "notices.message_length", {"most": MESSAGE})]
    )
    if isinstance(number, Problem):
        problems.append(number)
    if problems or isinstance(number, Problem):
        raise Invalid(*problems)
    if row.state != SHOWN:
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        fresh = search(ref, actor, at)
        acting.enter(fresh.stream, events.MESSAGE_RELAYED, {"kind": fresh.kind})
        one = RelayedMessage(search=fresh, sender_id=actor.account_id, left_at=at)
        one.text_sealed = personal.seal(words, "relayed")
        one.phone_sealed = personal.seal(number, "phone") if number else None
        one.save(force_insert=True)
        acting.announce(events.LEFT_WORD, {"search": str(fresh.ref)})
        return None

    said = [str(ref), personal.index(f"{words}\n{number}", "said")]
    act("notices.leave_message", work, said=[*said], actor=actor, act_id=act_id, at=at)


def note_read(ref: UUID | str, *, actor: Actor, at: datetime) -> int:
    """Note that whoever put the notice up has seen what was left; no act, for nothing follows from it."""
    row = _own(ref, actor, at)
    return RelayedMessage.objects.filter(search=row, read_at=None).update(read_at=at)


def _end(
    ref: UUID, outcome: str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> None:
    photos: list[str] = []

    def work(acting: Acting) -> JsonValue:
        row = SearchNotice.objects.select_related("stream").get(ref=ref)
        if row.state == ENDED:
            raise Stale("notices.search_over")
        acting.enter(row.stream, events.SEARCH_ENDED, {"kind": row.kind, "outcome": outcome}, [_who(actor)])
        photos.extend([row.photo] if row.photo else [])
        empty: dict[str, Any] = dict.fromkeys(
            ("title", "text", "place", "shown_name", "photo", "refused"), ""
        )
        SearchNotice.objects.filter(pk=row.pk).update(
            **empty, police_sealed=None, authority_by_sealed=None, account=None, seen_on=None,
            state=ENDED, ended_at=at, outcome=outcome,
        )  # fmt: skip
        RelayedMessage.objects.filter(search=row).delete()
        return None

    act("notices.end", work, said=[str(ref), outcome], actor=actor, act_id=act_id, at=at, source=source)
    files.delete(photos, at)


def _fill(row: SearchNotice, one: Sought) -> None:
    for name in ("kind", "thing", "title", "text", "place", "seen_on", "minor", "shown_name", "photo"):
        setattr(row, name, getattr(one, name))
    row.authority = one.authority
    row.authority_by_sealed = personal.seal(one.authority_by, "authority") if one.authority_by else None
    row.police_sealed = personal.seal(one.police, "police") if one.police else None
    row.has_police = bool(one.police)


def _clean(one: Sought) -> Sought:
    given: dict[str, Any] = {name: getattr(one, name) for name in Sought.__slots__}
    for name in ("title", "place", "shown_name", "authority_by", "police"):
        given[name] = " ".join(clean_text(given[name]).split())
    given["text"] = clean_text(one.text).strip()
    if one.kind in OF_PEOPLE:
        given["thing"] = ""
    else:
        given |= {"minor": False, "shown_name": "", "authority": "", "authority_by": ""}
    return Sought(**given)


def _to_review(ref: UUID | str, actor: Actor, at: datetime) -> SearchNotice:
    row = search(ref, actor, at)
    if not may_review(row, actor):
        raise NotVisible
    if row.reporter_key == actor.key:
        raise Refused(Refusal("notices.second_person"))
    if row.state != WAITING:
        raise Stale("notices.search_looked_at")
    return row


def _own(ref: UUID | str, actor: Actor, at: datetime) -> SearchNotice:
    row = search(ref, actor, at)
    if not is_own(row, actor):
        raise NotVisible
    return row


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "actor")
