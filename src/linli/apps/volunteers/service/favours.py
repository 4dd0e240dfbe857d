"""Favours between neighbours: put up, looked at, answered, talked about, done, ended, reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.apps.grid import facts as grid
from linli.apps.volunteers import events
from linli.apps.volunteers.models import AbuseReport, Favour, FavourMatch, FavourMessage
from linli.apps.volunteers.models.favours import (
    ABUSE,
    AGREED,
    ASK,
    BROKEN,
    CONSENTS,
    DONE,
    ENDED,
    FAVOURS,
    OFFER,
    REFUSED,
    REVIEW,
    SHOWN,
    TAKEN,
    TALKING,
)
from linli.apps.volunteers.policy.hours import A_DAY
from linli.apps.volunteers.policy.terms import terms
from linli.apps.volunteers.policy.wording import read_words
from linli.apps.volunteers.service import banking
from linli.apps.volunteers.service.rows import area_said, coarse, signed_in, who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal
from linli.kernel.identity.service import open_resident

WRITTEN = "volunteers.written"
REVIEWED = "volunteers.favour_reviewed"
WHY_NOT = ("contact", "medical", "money", "childcare", "unclear", "other")
LONGEST, MOST_OPEN, MOST_MESSAGES = 200, 5, 100
SEALED = "favour_message"
FINER = frozenset({"building", "entrance", "household"})
"""Nobody's door is shown: the estate is as fine as it gets."""


@dataclass(frozen=True, slots=True)
class NewFavour:
    """What somebody asks or offers; ``knows``: read what is not allowed. ``phone`` and ``name``: taken down for them.

    Without a telephone, ``name`` and ``consent`` (spoken, paper) are for somebody for whom the actor goes between.
    """

    side: str
    kind: str
    words: str
    area: str
    days: int = 7
    knows: bool = False
    phone: str = ""
    name: str = ""
    consent: str = ""


def put_up(new: NewFavour, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Ask or offer a favour, for oneself, or as staff or contact household for somebody; staff look at it first.

    Raises:
        Invalid: no such kind, no words, a telephone number in them, rules not read, no such area or days.
        Refused: nobody is signed in, the actor may not take it down for others, or too many are open.
    """
    signed_in(actor)
    area = area_said(new.area)
    words, phone = _read(new, actor, area)

    def work(acting: Acting) -> JsonValue:
        account = open_resident(phone, name=new.name[:30], at=at).pk if phone else actor.account_id
        open_now = Favour.objects.filter(account_id=account, state__in=[REVIEW, SHOWN, TAKEN], until__gt=at)
        if open_now.count() >= MOST_OPEN:
            raise Refused(Refusal("volunteers.too_many_favours", {"n": MOST_OPEN}))
        row = Favour(
            account_id=account, taken_down=bool(phone or new.name), side=new.side, kind=new.kind, words=words,
            area_id=area.id, area_path=area.path, made_at=at, until=at + timedelta(days=new.days),
            consent=new.consent if new.name else "",
            name_sealed=personal.seal(new.name.strip()[:30], "name") if new.name and not phone else None,
        )  # fmt: skip
        public: dict[str, JsonValue] = {
            "side": new.side, "kind": new.kind, "area": coarse(area.path), "by": "staff" if phone or new.name else "resident",
            "consent": row.consent or None,
        }  # fmt: skip
        row.stream = acting.open_stream("favour", events.FAVOUR_MADE, public, [who(actor)], sealed=True)
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [
        new.side,
        new.kind,
        new.area,
        new.days,
        personal.index(f"{new.words}\n{new.phone}\n{new.name}", "said"),
        new.consent,
    ]
    return str(act("volunteers.put_up", work, said=said, actor=actor, act_id=act_id, at=at))


def review(ref: UUID | str, *, show: bool, why: str = "", actor: Actor, act_id: str, at: datetime) -> None:
    """Let a favour be shown, or not with a reason by code; reports of abuse about it are decided with that.

    Raises:
        NotVisible: absent, or not in the actor's area.
        Invalid: a no without a reason.
        Refused: one's own.
        Stale: it does not wait any more.
    """
    row = _reviewed(ref, actor)
    if not show and why not in WHY_NOT:
        raise Invalid(Problem("why", "volunteers.reason_missing"))
    if row.account_id is not None and row.account_id == actor.account_id and not row.taken_down:
        raise Refused(Refusal("volunteers.not_oneself"))

    def work(acting: Acting) -> JsonValue:
        fresh = _reviewed(ref, actor)
        if fresh.state != REVIEW:
            raise Stale("volunteers.decided_already")
        acting.enter(
            fresh.stream, events.FAVOUR_DECIDED, {"shown": show, "reason": why or None}, [who(actor)]
        )
        Favour.objects.filter(pk=fresh.pk).update(state=SHOWN if show else REFUSED, why=why)
        AbuseReport.objects.filter(favour=fresh, decided_at=None).update(decided_at=at)
        acting.announce(REVIEWED, {"favour": str(fresh.ref)})
        return None

    act("volunteers.review", work, said=[str(ref), show, why], actor=actor, act_id=act_id, at=at)


def end_favour(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take one's own ask or offer back; staff do it for whom they took it down."""
    _mine(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _mine(ref, actor)
        if row.state not in {REVIEW, SHOWN}:
            raise Stale("volunteers.favour_not_open")
        acting.enter(row.stream, events.FAVOUR_ENDED, {"by": "resident"}, [who(actor)])
        Favour.objects.filter(pk=row.pk).update(state=ENDED, name_sealed=None)
        return None

    act("volunteers.end_favour", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def answer(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Say "I will" to an ask, or "I need that" to an offer; returns the match's ref.

    Raises:
        NotVisible: it is not shown.
        Refused: one's own.
        Stale: a neighbour was quicker, or it has run out.
    """
    account = signed_in(actor)
    if Favour.objects.filter(ref=ref, account_id=account).exists():
        raise Refused(Refusal("volunteers.your_own_favour"))
    _shown(ref, at)

    def work(acting: Acting) -> JsonValue:
        row = _shown(ref, at)
        asker, helper = (row.account_id, account) if row.side == ASK else (account, row.account_id)
        match = FavourMatch(ref=uuid4(), favour=row, asker_id=asker, helper_id=helper, made_at=at)
        match.stream = acting.open_stream(
            "match", events.MATCHED, {"kind": row.kind}, [who(actor)], sealed=True
        )
        if not Favour.objects.filter(pk=row.pk, state=SHOWN).update(state=TAKEN):
            raise Stale("volunteers.neighbour_was_quicker")
        try:
            with transaction.atomic():
                match.save(force_insert=True)
        except IntegrityError as clash:
            raise Stale("volunteers.neighbour_was_quicker") from clash
        acting.announce(WRITTEN, {"match": str(match.ref), "by_asker": row.side == OFFER})
        return str(match.ref)

    return str(act("volunteers.answer", work, said=str(ref), actor=actor, act_id=act_id, at=at))


def write(match: UUID | str, text: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write a line to the other; numbers are not written but shown when both agree.

    Raises:
        NotVisible: not one's own match.
        Invalid: nothing, too much, or a way around the relay.
        Refused: it is over, or too much was written.
    """
    running(match, actor)
    words = read_words("text", text, LONGEST, least=1)
    if isinstance(words, Problem):
        between = words.code == "volunteers.words_contact"
        raise Invalid(Problem("text", "volunteers.no_numbers_between") if between else words)

    def work(acting: Acting) -> JsonValue:
        row, by_asker = running(match, actor)
        if FavourMessage.objects.filter(match=row).count() >= MOST_MESSAGES:
            raise Refused(Refusal("volunteers.too_many_messages", {"n": MOST_MESSAGES}))
        acting.enter(row.stream, events.MATCH_SAID, {"what": "message"}, [who(actor)])
        FavourMessage.objects.create(
            match=row, by_asker=by_asker, text_sealed=personal.seal(words, SEALED), at=at
        )
        acting.announce(WRITTEN, {"match": str(row.ref), "by_asker": by_asker})
        return None

    said: JsonValue = [str(match), personal.index(words, "said")]
    act("volunteers.write", work, said=said, actor=actor, act_id=act_id, at=at)


def show_number(match: UUID | str, *, wants: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Agree that the other sees one's number once both agree, or take that back."""
    running(match, actor)

    def work(acting: Acting) -> JsonValue:
        row, by_asker = running(match, actor)
        acting.enter(
            row.stream, events.MATCH_SAID, {"what": "number" if wants else "no_number"}, [who(actor)]
        )
        setattr(row, "asker_shows" if by_asker else "helper_shows", wants)
        row.state = AGREED if row.asker_shows and row.helper_shows else TALKING
        row.save(update_fields=["asker_shows", "helper_shows", "state"])
        return None

    act("volunteers.show_number", work, said=[str(match), wants], actor=actor, act_id=act_id, at=at)


def say_done(match: UUID | str, minutes: int, *, bank: bool, actor: Actor, act_id: str, at: datetime) -> bool:
    """Say that it is done; when both did, it ends, and where both wish the minutes are booked. Returns whether it ended.

    Raises:
        NotVisible: not one's own match.
        Invalid: no minutes, or others than the neighbour said.
        Refused: not enough time saved.
    """
    running(match, actor)
    if not 0 < minutes <= A_DAY:
        raise Invalid(Problem("minutes", "volunteers.minutes_range"))

    def work(acting: Acting) -> JsonValue:
        row, by_asker = running(match, actor)
        return _said(row, minutes, acting, actor, by_asker=by_asker, bank=bank)

    said: JsonValue = [str(match), minutes, bank]
    return bool(act("volunteers.say_done", work, said=said, actor=actor, act_id=act_id, at=at))


def break_off(match: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a match without its being done; no reason is asked, and what was asked is shown again."""
    running(match, actor)

    def work(acting: Acting) -> JsonValue:
        row, _ = running(match, actor)
        acting.enter(row.stream, events.MATCH_ENDED, {"done": False}, [who(actor)])
        FavourMatch.objects.filter(pk=row.pk).update(
            state=BROKEN, ended_at=at, asker_shows=False, helper_shows=False
        )
        open_still = row.favour.until > at
        Favour.objects.filter(pk=row.favour_id).update(
            state=SHOWN if open_still else ENDED, **({} if open_still else {"name_sealed": None})
        )
        return None

    act("volunteers.break_off", work, said=str(match), actor=actor, act_id=act_id, at=at)


def report_abuse(ref: UUID | str, why: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Report a favour: it is hidden until staff have looked; who reported is told to nobody else.

    Raises:
        NotVisible: no such favour that one can see.
        Invalid: no such reason.
        Stale: reported already.
    """
    account = signed_in(actor)
    if why not in ABUSE:
        raise Invalid(Problem("why", "volunteers.reason_missing"))
    _known(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _known(ref, actor)
        if AbuseReport.objects.filter(favour=row, account_id=account).exists():
            raise Stale("volunteers.reported_already")
        acting.enter(row.stream, events.FAVOUR_REPORTED, {"reason": why}, [who(actor)])
        AbuseReport.objects.create(favour=row, account_id=account, why=why, made_at=at)
        Favour.objects.filter(pk=row.pk, state=SHOWN).update(state=REVIEW)
        return None

    act("volunteers.report_abuse", work, said=[str(ref), why], actor=actor, act_id=act_id, at=at)


def sweep_favours(at: datetime) -> int:
    """End what has run out, and let what was written go; the worker does it once a day."""
    old = at - timedelta(days=terms().message_days)
    FavourMessage.objects.filter(match__ended_at__lte=old).delete()
    rows = Favour.objects.select_related("stream").filter(state__in=[REVIEW, SHOWN], until__lte=at)
    found = list(rows.order_by("id")[:500])
    for row in found:
        end_by_time(row, at)
    return len(found)


def end_by_time(row: Favour, at: datetime) -> None:
    """End one favour whose time is over."""
    from uuid import uuid5

    def work(acting: Acting) -> JsonValue:
        fresh = Favour.objects.select_related("stream").get(pk=row.pk)
        acting.enter(fresh.stream, events.FAVOUR_ENDED, {"by": "time"})
        Favour.objects.filter(pk=row.pk, state__in=[REVIEW, SHOWN]).update(state=ENDED, name_sealed=None)
        return None

    act_id = str(uuid5(row.ref, "run out"))
    act("volunteers.run_out", work, said=str(row.ref), actor=system_actor("volunteers"), act_id=act_id, at=at)


def running(ref: UUID | str, actor: Actor) -> tuple[FavourMatch, bool]:
    """Return a running match of the actor, and whether they are the one who asks."""
    rows = FavourMatch.objects.select_related("stream", "favour").filter(ref=ref)
    mine = Q(asker_id=actor.account_id) | Q(helper_id=actor.account_id)
    row = rows.filter(mine).first() if actor.account_id is not None else None
    if row is None:
        raise NotVisible
    if row.ended_at is not None:
        raise Stale("volunteers.match_over")
    return row, row.asker_id == actor.account_id


def _said(
    row: FavourMatch, minutes: int, acting: Acting, actor: Actor, *, by_asker: bool, bank: bool
) -> bool:
    mine, theirs = ("asker", "helper") if by_asker else ("helper", "asker")
    if bank and row.favour.name_sealed is not None:
        raise Invalid(Problem("bank", "volunteers.no_bank_between"))
    said, wishes = getattr(row, f"{theirs}_minutes"), getattr(row, f"{theirs}_banks")
    if said is not None and said != minutes:
        raise Invalid(Problem("minutes", "volunteers.minutes_differ", {"n": said}))
    booked = said is not None and wishes and bank
    if bank and (booked or by_asker) and row.asker_id is not None:
        banking.refuse_overdraft(row.asker_id, minutes)
    ends = said is not None
    event, public = (events.MATCH_ENDED, {"done": True}) if ends else (events.MATCH_SAID, {"what": "done"})
    acting.enter(row.stream, event, public, [who(actor)])
    setattr(row, f"{mine}_minutes", minutes)
    setattr(row, f"{mine}_banks", bank)
    if ends:
        row.state, row.ended_at, row.asker_shows, row.helper_shows = DONE, acting.at, False, False
        Favour.objects.filter(pk=row.favour_id).update(state=ENDED, name_sealed=None)
    row.save()
    if booked:
        banking.pay_help(row, minutes, acting)
    return ends


def _read(new: NewFavour, actor: Actor, area: grid.AreaFact) -> tuple[str, str]:
    problems = [*_wrong(new, area)]
    words = read_words("words", new.words, LONGEST, least=4)
    phone = personal.read_phone(new.phone) if new.phone else ""
    problems += [one for one in (words, phone) if isinstance(one, Problem)]
    if problems or isinstance(words, Problem) or isinstance(phone, Problem):
        raise Invalid(*problems)
    if (phone or new.name) and not may_take_down(actor, area.path):
        raise Refused(Refusal("volunteers.not_for_others"))
    return words, phone


def _wrong(new: NewFavour, area: grid.AreaFact) -> Iterator[Problem]:
    for name, said, known in (("side", new.side, (ASK, OFFER)), ("kind", new.kind, FAVOURS)):
        if said not in known:
            yield Problem(name, "volunteers.unknown_choice")
    if new.days not in terms().favour_days:
        yield Problem("days", "volunteers.favour_days")
    if area.kind in FINER:
        yield Problem("area", "volunteers.area_too_fine")
    if new.name and not new.phone and new.consent not in CONSENTS:
        yield Problem("consent", "volunteers.favour_consent")
    if not new.knows:
        yield Problem("knows", "volunteers.know_first")


def may_take_down(actor: Actor, area_path: str) -> bool:
    """Say whether somebody may ask for a neighbour who has no telephone for it: staff, or the contact household there."""
    if actor.may(Permission.VOLUNTEER_FAVOUR, area_path=area_path):
        return True
    homes = grid.own_households(actor)
    return any(area_path.startswith(one.area_path) or one.area_path.startswith(area_path) for one in homes)


def _reviewed(ref: UUID | str, actor: Actor) -> Favour:
    row = Favour.objects.select_related("stream").filter(ref=ref).first()
    if row is None or not actor.may(Permission.VOLUNTEER_FAVOUR, area_path=row.area_path):
        raise NotVisible
    return row


def _mine(ref: UUID | str, actor: Actor) -> Favour:
    row = Favour.objects.select_related("stream").filter(ref=ref).first()
    own = row is not None and actor.account_id is not None and row.account_id == actor.account_id
    staff = (
        row is not None and row.taken_down and actor.may(Permission.VOLUNTEER_FAVOUR, area_path=row.area_path)
    )
    if row is None or not (own or staff):
        raise NotVisible
    return row


def _shown(ref: UUID | str, at: datetime) -> Favour:
    row = Favour.objects.select_related("stream").filter(ref=ref, account__isnull=False).first()
    if row is None or row.state in {REVIEW, REFUSED}:
        raise NotVisible
    if row.state != SHOWN or row.until <= at:
        raise Stale(
            "volunteers.neighbour_was_quicker" if row.state == TAKEN else "volunteers.favour_not_open"
        )
    return row


def _known(ref: UUID | str, actor: Actor) -> Favour:
    mine = Q(matches__asker_id=actor.account_id) | Q(matches__helper_id=actor.account_id)
    rows = Favour.objects.select_related("stream").filter(Q(state=SHOWN) | mine, ref=ref)
    row = rows.distinct().first()
    if row is None:
        raise NotVisible
    return row
