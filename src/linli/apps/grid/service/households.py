"""Contact households: they serve because they agreed, and stop when they like."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.db import IntegrityError

from linli.apps.grid.events import HOUSEHOLD_CONSENTED, HOUSEHOLD_WITHDREW
from linli.apps.grid.models import Area, ContactHousehold
from linli.apps.grid.models.kinds import COMMUNITY_TIER
from linli.apps.grid.policy.household_tasks import RETENTION, read_ref, subject_of
from linli.apps.grid.policy.table import clean
from linli.apps.grid.policy.visibility import may_keep_household
from linli.apps.grid.service.household_tasks import end_all
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.erasure import erase
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.vocabulary import register
from linli.kernel.identity.personal import seal

_CONSENT = register("grid.household_consent", ("area", "basis"))
_LETTERS = register("grid.household_letters", ("area",))
_CARD = register("grid.household_card", ("area", "shows"))
CARD_SHOWS = ("", "name", "phone")
"""What a household lets the service card show: nothing, its name, its name and number."""
_WITHDRAW = register("grid.household_withdraw", ("area", "by"))


def give_consent(  # noqa: PLR0913 - a consent names everything it rests on
    area_ref: str,
    *,
    name: str,
    phone: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    account_ref: str | None = None,
    wants_letters: bool = False,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Record that a household serves as its neighbours' contact; returns its ref.

    Residents give their own consent; staff of the area record one that was signed on paper, for an
    account or for somebody without.

    Raises:
        Invalid: name or telephone is missing, or the place is above an estate or natural village.
        NotVisible: the area is not there, or the actor may do neither.
        Refused: this household serves there already.
    """
    name, phone = clean(name)[:60], clean(phone)[:30]
    if not name or not phone:
        raise Invalid(Problem("name" if not name else "phone", "grid.household_incomplete"))

    def work(acting: Acting) -> JsonValue:
        area = Area.objects.filter(ref=area_ref).defer("boundary").first()
        if area is None:
            raise NotVisible
        basis, account = _basis(actor, area, account_ref)
        if len(area.code) <= COMMUNITY_TIER:
            raise Invalid(Problem("area", "grid.household_area_too_wide"))
        if (
            account
            and ContactHousehold.objects.filter(area=area, account=account, withdrawn_at=None).exists()
        ):
            raise Refused(Refusal("grid.household_twice"))
        row = ContactHousehold(
            area=area,
            account_id=account,
            name=name,
            phone_sealed=seal(phone, "phone"),
            consented_at=acting.at,
            wants_letters=wants_letters,
        )
        subject = subject_of(str(row.ref))
        items = [Item(*pair, subject, RETENTION) for pair in (("name", name), ("phone", phone))]
        place = area.code[:COMMUNITY_TIER]
        row.stream = acting.open_stream("household", _CONSENT, {"area": place, "basis": basis}, items)
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Stale("grid.household_twice") from error
        acting.announce(HOUSEHOLD_CONSENTED, {"household": str(row.ref), "area": place})
        return {"household": str(row.ref)}

    said: dict[str, JsonValue] = {"area": area_ref, "name": name, "phone": phone, "account": account_ref}
    said = {**said, "letters": True} if wants_letters else said
    return act(_CONSENT, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def withdraw_consent(
    household_ref: str, *, actor: Actor, act_id: str, at: datetime, own_only: bool = False
) -> JsonValue:
    """Take a consent back, at once and without a reason.

    Name, number, account and the words of its tasks are forgotten, in the tables and in what the log
    kept sealed; what it was still asked to do ends. ``own_only`` keeps staff to their own household.

    Raises:
        NotVisible: it is not there, or neither the actor's own nor in the actor's area.
        Refused: it was taken back already.
    """

    def work(acting: Acting) -> JsonValue:
        rows = ContactHousehold.objects.select_related("area", "stream").defer("area__boundary")
        row = rows.filter(ref=read_ref(household_ref)).first()
        if row is None:
            raise NotVisible
        own = actor.account_id is not None and row.account_id == actor.account_id
        if not own and (own_only or not may_keep_household(actor, row.area)):
            raise NotVisible
        if row.withdrawn_at is not None:
            raise Refused(Refusal("grid.household_withdrawn"))
        place = row.area.code[:COMMUNITY_TIER]
        acting.enter(row.stream, _WITHDRAW, {"area": place, "by": "own" if own else "paper"})
        row.name, row.phone_sealed, row.account, row.withdrawn_at = "", None, None, acting.at
        row.wants_letters, row.on_card = False, ""
        row.save(
            update_fields=["name", "phone_sealed", "account", "withdrawn_at", "wants_letters", "on_card"]
        )
        end_all(acting, row)  # after the household's row is held: nobody asks it in between
        acting.announce(HOUSEHOLD_WITHDREW, {"household": str(row.ref), "area": place})
        return {"withdrawn": True}

    answer = act(_WITHDRAW, work, said={"household": household_ref}, actor=actor, act_id=act_id, at=at)
    _forget(household_ref, actor, act_id, at)
    return answer


def want_letters(household_ref: str, *, wants: bool, actor: Actor, act_id: str, at: datetime) -> JsonValue:
    """Let one's household be written to, or not any more.

    Raises:
        NotVisible: it is not there, or not the actor's own.
    """

    def work(acting: Acting) -> JsonValue:
        rows = ContactHousehold.objects.select_related("area", "stream").defer("area__boundary")
        row = rows.filter(ref=read_ref(household_ref), withdrawn_at=None).first()
        if row is None or actor.account_id is None or row.account_id != actor.account_id:
            raise NotVisible
        acting.enter(row.stream, _LETTERS, {"area": row.area.code[:COMMUNITY_TIER]})
        row.wants_letters = wants
        row.save(update_fields=["wants_letters"])
        return {"letters": wants}

    said: JsonValue = {"household": household_ref, "letters": wants}
    return act(_LETTERS, work, said=said, actor=actor, act_id=act_id, at=at)


def show_on_card(household_ref: str, shows: str, *, actor: Actor, act_id: str, at: datetime) -> JsonValue:
    """Let the service card show one's household, name or name and number, or not any more; at once.

    Staff of the area record what a household said on paper.

    Raises:
        Invalid: something else than nothing, name or phone.
        NotVisible: it is not there, left, or is neither the actor's own nor in the actor's area.
    """
    if shows not in CARD_SHOWS:
        raise Invalid(Problem("shows", "grid.household_card_shows"))

    def work(acting: Acting) -> JsonValue:
        rows = ContactHousehold.objects.select_related("area", "stream").defer("area__boundary")
        row = rows.filter(ref=read_ref(household_ref), withdrawn_at=None).first()
        if row is None:
            raise NotVisible
        own = actor.account_id is not None and row.account_id == actor.account_id
        if not own and not may_keep_household(actor, row.area):
            raise NotVisible
        acting.enter(row.stream, _CARD, {"area": row.area.code[:COMMUNITY_TIER], "shows": shows or "nothing"})
        row.on_card = shows
        row.save(update_fields=["on_card"])
        return {"shows": shows}

    said: JsonValue = {"household": household_ref, "shows": shows}
    return act(_CARD, work, said=said, actor=actor, act_id=act_id, at=at)


def _forget(household_ref: str, actor: Actor, act_id: str, at: datetime) -> None:
    """Erase what the log kept sealed about a household; acts of their own, done once like the withdrawal."""
    left, part = 1, 0
    while left:
        left = erase(
            subject=subject_of(household_ref),
            rule="grid.consent_withdrawn",
            authority="resident",
            actor=actor,
            act_id=str(uuid5(UUID(act_id), f"forget/{part}" if part else "forget")),
            at=at,
        )["left"]
        part += 1


def _basis(actor: Actor, area: Area, account_ref: str | None) -> tuple[str, int | None]:
    """Return on what ground the consent rests, and whose account it is."""
    if actor.own_roles and account_ref in {None, actor.account_ref}:
        return "own", actor.account_id
    if not may_keep_household(actor, area):
        raise NotVisible
    if account_ref is None:
        return "paper", None
    account = (
        get_user_model().objects.filter(ref=account_ref, is_active=True).values_list("id", flat=True).first()
    )
    if account is None:
        raise Invalid(Problem("account", "grid.account_unknown"))
    return "paper", int(account)
