"""Somebody says where and how they want to hear; staff write it down for who says so at the counter; it ends by a tap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from linli.apps.grid import facts as grid
from linli.apps.notices import events
from linli.apps.notices.facts.subscriptions import mine
from linli.apps.notices.models import Subscription
from linli.apps.notices.models.codes import AGES, CHANNELS, LANGUAGES, TOPICS, topic_bits
from linli.apps.notices.policy.links import read_own_token
from linli.apps.people import facts as people
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal

MAIL = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LANDLINE = re.compile(r"0\d{9,11}")
NAME, DOOR = 30, 80
PERSONAL = ("name", "phone", "email", "door")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants: the place, the channels in their order, the topics, the language, larger letters.

    ``for_resident`` is the ref of somebody whose agent one is by consent, and who hears through one.
    """

    area: str
    channels: tuple[str, ...]
    topics: tuple[str, ...] = TOPICS
    age: str = ""
    language: str = "zh"
    large: bool = False
    name: str = ""
    phone: str = ""
    email: str = ""
    door: str = ""
    neighbour: bool = False
    for_resident: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """By whom it was written down: the person, staff on the person's word, or a list with its day of consent."""

    source: str
    on: date
    email_confirmed: bool = False


def subscribe(wish: Wish, phone: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Subscribe oneself with the number one signed in with; an address of mail is asked to confirm first.

    Raises:
        Refused: nobody is signed in, no longer that person's agent, or subscribed there already.
        Invalid: by field.
    """
    if actor.account_id is None:
        raise Refused(Refusal("notices.sign_in"))
    if wish.for_resident and people.agent_for(actor, wish.for_resident, at) is None:
        raise Refused(Refusal("notices.no_agent"))
    given = _with(wish, phone=phone)
    word = Word("self", at.date())
    return _subscribe(given, word, actor.account_id, actor=actor, act_id=act_id, at=at)


def write_down(
    wish: Wish,
    consented_on: date,
    *,
    source: str = "staff",
    actor: Actor,
    act_id: str,
    at: datetime,
    origin: Source = Source.LIVE,
) -> str:
    """Subscribe somebody who said so to staff; the day of their word is kept with it.

    Raises:
        NotVisible: the actor does not record for this area.
        Invalid: by field; a day of consent that is to come.
        Refused: subscribed there already.
    """
    area = grid.area(wish.area)
    if area is not None and not actor.may(Permission.SUBSCRIPTION_RECORD, area_path=area.path):
        raise NotVisible
    if area is None and not actor.may(Permission.SUBSCRIPTION_RECORD):
        raise NotVisible
    if consented_on > at.date():
        raise Invalid(Problem("consented_on", "notices.consent_to_come"))
    word = Word(source, consented_on, email_confirmed=True)
    return _subscribe(_with(wish), word, None, actor=actor, act_id=act_id, at=at, source=origin)


def change(ref: UUID | str, wish: Wish, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Change one's own subscription: channels and their order, topics, language; the number stays.

    Raises:
        NotVisible: not one's own.
        Invalid: by field.
    """
    before = mine(ref, actor)
    given = _with(
        wish, phone=personal.unseal(bytes(before.phone_sealed), "phone") if before.phone_sealed else ""
    )
    area = _area(given)

    def work(acting: Acting) -> JsonValue:
        row = mine(ref, actor)
        acting.enter(
            row.stream, events.SUBSCRIPTION_CHANGED, {"area": area.code, "by": "self"}, [_who(actor)]
        )
        known = _open(row.email_sealed, "email")
        if known != given.email:
            row.email_confirmed_at = None
        _fill(row, given, area)
        _save(row)
        _ask_mail(acting, row)
        return None

    said: JsonValue = [str(ref), _digest(given)]
    act("notices.change_subscription", work, said=said, actor=actor, act_id=act_id, at=at)


def confirm_mail(token: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let letters go to an address of mail from now on: whoever opened the link can read what is sent there.

    Raises:
        NotVisible: no link of ours.
        Stale: confirmed already, or the address was changed or taken back.
    """
    row = _by_token("mail", token)

    def work(acting: Acting) -> JsonValue:
        fresh = _by_token("mail", token)
        if fresh.email_sealed is None or fresh.email_confirmed_at is not None:
            raise Stale("notices.mail_confirmed_already")
        acting.enter(fresh.stream, events.EMAIL_CONFIRMED, {"area": fresh.area.code})
        fresh.email_confirmed_at = at
        fresh.channels = _usable(fresh)
        fresh.save(update_fields=["email_confirmed_at", "channels"])
        return None

    act("notices.confirm_mail", work, said=str(row.ref), actor=actor, act_id=act_id, at=at)


def leave(ref: UUID | str, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a subscription and wipe its addresses; the caller has seen that the actor may.

    Raises:
        Stale: it ended already.
    """

    def work(acting: Acting) -> JsonValue:
        row = Subscription.objects.select_related("stream", "area").filter(ref=ref, ended_at=None).first()
        if row is None:
            raise Stale("notices.left_already")
        acting.enter(row.stream, events.SUBSCRIPTION_ENDED, {"area": row.area.code, "by": by})
        _wipe(row, at)
        return None

    act("notices.leave", work, said=[str(ref), by], actor=actor, act_id=act_id, at=at)


def leave_own(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End one's own subscription; NotVisible for anybody else's."""
    leave(mine(ref, actor).ref, "self", actor=actor, act_id=act_id, at=at)


def leave_for(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End the subscription of somebody who said so to staff of the area; NotVisible elsewhere."""
    row = Subscription.objects.filter(ref=ref, ended_at=None).first()
    if row is None or not actor.may(Permission.SUBSCRIPTION_RECORD, area_path=row.area_path):
        raise NotVisible
    leave(row.ref, "staff", actor=actor, act_id=act_id, at=at)


def end_unconsented(at: datetime, key: str) -> int:
    """End the subscriptions of agents whose consent was taken back; ``key`` names what made us look."""
    rows = Subscription.objects.filter(ended_at=None).exclude(for_resident="").select_related("account")
    gone = [
        one
        for one in rows
        if one.account is None or not people.has_consent(one.for_resident, "agent", str(one.account.ref), at)
    ]
    for one in gone:
        leave(one.ref, "consent", actor=system_actor("notices"), act_id=_named(key, one.ref), at=at)
    return len(gone)


def forget_account(account: str, resident: str, *, key: str, at: datetime) -> None:
    """End what a forgotten person subscribed to, and what somebody else hears for them."""
    rows = Subscription.objects.filter(ended_at=None)
    found = [*rows.filter(account__ref=account)] if account else []
    found += [*rows.filter(for_resident=resident)] if resident else []
    for one in {row.pk: row for row in found}.values():
        leave(one.ref, "erasure", actor=system_actor("erasure"), act_id=_named(key, one.ref), at=at)


def _named(key: str, ref: UUID) -> str:
    return str(uuid5(UUID(key), str(ref)))


def _subscribe(
    wish: Wish,
    word: Word,
    account: int | None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> str:
    area = _area(wish)

    def work(acting: Acting) -> JsonValue:
        row = Subscription(
            account_id=account, source=word.source, recorded_key=actor.key, consented_on=word.on, began_at=at,
            for_resident=wish.for_resident, email_confirmed_at=at if word.email_confirmed else None,
        )  # fmt: skip
        _fill(row, wish, area)
        public: dict[str, JsonValue] = {"area": area.code, "by": word.source}
        row.stream = acting.open_stream("subscription", events.SUBSCRIBED, public, [_who(actor)], sealed=True)
        _save(row)
        _ask_mail(acting, row)
        return str(row.ref)

    said: JsonValue = [_digest(wish), word.source, word.on.isoformat()]
    return str(act("notices.subscribe", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def _with(wish: Wish, **more: str) -> Wish:
    """Return a wish in one form."""
    given = {name: getattr(wish, name) for name in Wish.__slots__} | more
    tidy = {name: " ".join(clean_text(given[name]).split()) for name in ("name", "door", "email", "phone")}
    tidy["phone"] = re.sub(r"[\s\-()（）]", "", tidy["phone"])
    channels = tuple(dict.fromkeys(one for one in given["channels"] if one))
    return Wish(**{**given, **tidy, "channels": channels})


def _area(wish: Wish) -> grid.AreaFact:
    area = grid.area(wish.area) if wish.area else None
    problems = [*_wrong(wish)]
    if area is None:
        problems.insert(0, Problem("area", "notices.no_such_area"))
    if problems or area is None:
        raise Invalid(*problems)
    return area


def _wrong(wish: Wish) -> Iterator[Problem]:
    if not wish.channels or {*wish.channels} - {*CHANNELS}:
        yield Problem("channels", "notices.channels_missing")
    if not wish.topics or {*wish.topics} - {*TOPICS}:
        yield Problem("topics", "notices.topics_missing")
    if (wish.age and wish.age not in AGES) or wish.language not in LANGUAGES:
        yield Problem("age", "notices.no_such_age")
    yield from _wrong_addresses(wish)
    for name, most in (("name", NAME), ("door", DOOR)):
        if len(getattr(wish, name)) > most:
            yield Problem(name, "notices.too_long", {"most": most, "n": len(getattr(wish, name))})


def _wrong_addresses(wish: Wish) -> Iterator[Problem]:
    mobile = bool(personal.MOBILE.fullmatch(wish.phone))
    if "sms" in wish.channels and not mobile:
        yield Problem("phone", "notices.mobile_missing")
    elif "voice" in wish.channels and not (mobile or LANDLINE.fullmatch(wish.phone)):
        yield Problem("phone", "notices.phone_missing")
    if ("email" in wish.channels or wish.email) and not MAIL.fullmatch(wish.email):
        yield Problem("email", "notices.email_missing")
    if ("visit" in wish.channels or wish.neighbour) and not (wish.name and wish.door):
        yield Problem("door", "notices.door_missing")


def _fill(row: Subscription, wish: Wish, area: grid.AreaFact) -> None:
    row.area_id, row.area_path = area.id, area.path
    for name in PERSONAL:
        value = getattr(wish, name)
        setattr(row, f"{name}_sealed", personal.seal(value, name) if value else None)
    row.name_masked = personal.mask_name(wish.name)
    row.phone_masked = personal.mask_phone(wish.phone) if wish.phone else ""
    row.phone_index = personal.index(wish.phone, "phone") if wish.phone else ""
    row.email_masked = personal.mask_email(wish.email) if wish.email else ""
    row.neighbour, row.age, row.language, row.large = wish.neighbour, wish.age, wish.language, wish.large
    row.wanted, row.topics = ",".join(wish.channels), topic_bits(wish.topics)
    row.channels = _usable(row)


def _usable(row: Subscription) -> str:
    """Return the channels that work, in the order that was chosen."""
    return ",".join(
        one for one in row.wanted.split(",") if one != "email" or row.email_confirmed_at is not None
    )


def _wipe(row: Subscription, at: datetime) -> None:
    empty: dict[str, Any] = {f"{name}_sealed": None for name in PERSONAL}
    Subscription.objects.filter(pk=row.pk).update(
        **empty, name_masked="", phone_masked="", phone_index="", email_masked="", account=None,
        for_resident="", neighbour=False, channels="", ended_at=at,
    )  # fmt: skip


def _save(row: Subscription) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as clash:
        raise Refused(Refusal("notices.subscribed_already")) from clash


def _ask_mail(acting: Acting, row: Subscription) -> None:
    if row.email_sealed is not None and row.email_confirmed_at is None:
        acting.announce(events.MAIL_ASKED, {"subscription": str(row.ref)})


def _by_token(purpose: str, token: str) -> Subscription:
    ref = read_own_token(purpose, token)
    rows = Subscription.objects.select_related("stream", "area").filter(ended_at=None)
    row = rows.filter(ref=ref).first() if ref else None
    if row is None:
        raise NotVisible
    return row


def _digest(wish: Wish) -> JsonValue:
    told = [str(getattr(wish, name)) for name in Wish.__slots__]
    return personal.index("\n".join(told), "said")


def _open(sealed: bytes | None, purpose: str) -> str:
    return personal.unseal(bytes(sealed), purpose) if sealed else ""


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "actor")
