"""Somebody signs up, for themselves or for a child they answer for; at the counter staff do it on their word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.apps.activities import events
from linli.apps.activities.facts.counting import line_of
from linli.apps.activities.facts.finding import keeps, shown_row
from linli.apps.activities.models import LIVE, TAKEN, WAITING, Activity, SignUp
from linli.apps.activities.models.activities import REMOTE
from linli.apps.activities.policy import signing
from linli.apps.activities.policy.guardians import RELATIVE, stands
from linli.apps.activities.policy.signing import Wish
from linli.apps.activities.service.lists import give_seats, refuse_clash, who
from linli.apps.people import facts as people
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots import waiting
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import personal
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import open_resident

RETENTION = "activity"


def sign_up(ref: UUID | str, wish: Wish, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Sign somebody up and return the ref: with a place, or waiting where all are taken.

    Raises:
        NotVisible: no such activity, or the actor may not sign others up at the counter.
        Invalid: a name, birthday, telephone number or way of coming that cannot be.
        Refused: the window, the guardian's consent, the same person twice, or somewhere else at that time.
    """
    row, at_counter = shown_row(ref), bool(wish.phone) and not wish.person
    if at_counter and not keeps(row, actor):
        raise NotVisible
    if actor.account_id is None and not at_counter:
        raise Refused(Refusal("activities.sign_in"))
    represented = _represented(wish, actor, at)
    wish = replace(wish, name="" if represented else " ".join(wish.name.split()))
    found = signing.problems(wish, row, at)
    own = represented or (None if at_counter else Account.objects.get(pk=actor.account_id))
    if own is not None:
        found += _unsaid(wish, row, own)
    if found:
        raise Invalid(*found)
    child = signing.is_child(wish, row)
    if at_counter and child and isinstance(no := signing.consent(wish, "", at_counter=True), Refusal):
        raise Refused(no)
    account = own or _at_counter(wish, at, wish.consent_by if child else wish.name)
    new = _draft(row, wish, account, at, at_counter=at_counter)
    new.agent_id = actor.account_id if represented else None

    def work(acting: Acting) -> JsonValue:
        fresh = shown_row(ref)
        if no := signing.refusal(fresh, at):
            raise Refused(no)
        made = _turned(new, fresh, at)
        public: dict[str, JsonValue] = {
            "standing": made.standing, "mode": made.mode, "consent": made.consent or None,
            "by": "staff" if at_counter else "agent" if represented else "resident",
        }  # fmt: skip
        acting.enter(fresh.stream, events.SIGNED_UP, public, _items(made, account, actor))
        _save(made, fresh)
        _tell(acting, made)
        return str(made.ref)

    said: JsonValue = [str(ref), str(account.ref), personal.index(repr(wish), "said")]
    return str(act("activities.sign_up", work, said=said, actor=actor, act_id=act_id, at=at))


def _unsaid(wish: Wish, row: Activity, account: Account) -> list[Problem]:
    """Return what else whoever signs up has to say: a name, and a guardian's yes; a relative hears why theirs is none."""
    if not signing.is_for_child(wish, row):
        return [] if wish.name or account.name else [Problem("name", "activities.name_missing")]
    if wish.agrees or stands(people.kin(account.pk, wish.name)) == RELATIVE:
        return []
    return [Problem("agrees", "activities.consent_missing")]


def _represented(wish: Wish, actor: Actor, at: datetime) -> Account | None:
    """Return whose agent the actor is; None where the actor speaks for themselves.

    Raises:
        Refused: nobody let the actor act for this person, or has no account to do it for.
    """
    if not wish.person:
        return None
    behind = people.account_behind(wish.person) if people.agent_for(actor, wish.person, at) else None
    if behind is None:
        raise Refused(Refusal("activities.no_agent"))
    return Account.objects.get(pk=behind)


def _at_counter(wish: Wish, at: datetime, name: str) -> Account:
    """Return whose sign-up it is at the counter: that of the number said."""
    number = personal.read_phone(wish.phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    return open_resident(number, name=name, at=at)


def _draft(row: Activity, wish: Wish, account: Account, at: datetime, *, at_counter: bool) -> SignUp:
    new = SignUp(
        activity=row, account=account, born=wish.born, mode=wish.mode, made_at=at, at_counter=at_counter
    )
    new.child = signing.is_child(wish, row)
    name = wish.name or account.name
    if not name:
        raise Invalid(Problem("name", "activities.name_missing"))
    if new.child:
        pairs = people.kin(account.pk, name)
        agreed = signing.consent(wish, stands(pairs), at_counter=at_counter)
        if isinstance(agreed, Refusal):
            raise Refused(agreed)
        new.consent = agreed
        if wish.consent_by:
            new.consent_by_sealed = personal.seal(wish.consent_by.strip()[:40], "name")
    own = not new.child and (at_counter or not wish.name or wish.name == account.name)
    said = f"account:{account.ref}" if own else f"{name}/{wish.born}"
    new.person = int(personal.index(said, "activities.person")[:15], 16)
    new.name_sealed, new.name_masked = personal.seal(name, "name"), personal.mask_name(name)
    return new


def _turned(new: SignUp, row: Activity, at: datetime) -> SignUp:
    """Return the sign-up with its place in the list as the list is now."""
    if SignUp.objects.filter(activity=row, person=new.person, standing__in=LIVE).exists():
        raise Refused(Refusal("activities.signed_up_already"))
    refuse_clash(new, row)
    free = new.mode == REMOTE or waiting.free_places(row.places, line_of(row), at) > 0
    new.turn, new.standing = row.last_turn + 1, TAKEN if free else WAITING
    return new


def _save(made: SignUp, row: Activity) -> None:
    Activity.objects.filter(pk=row.pk).update(last_turn=F("last_turn") + 1)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(Refusal("activities.signed_up_already")) from clash
    if made.standing == TAKEN:
        give_seats(made, row)


def _tell(acting: Acting, made: SignUp) -> None:
    """Have a letter written to whom an agent signed up."""
    if made.agent_id is not None:
        acting.announce(events.SIGNED_UP_FOR, {"sign_up": str(made.ref)})


def _items(made: SignUp, account: Account, actor: Actor) -> list[Item]:
    subject = f"account:{account.ref}"
    name = personal.index(bytes(made.name_sealed or b"").hex(), "name")
    return [
        Item("account", str(account.ref), subject, RETENTION),
        Item("name", name, subject, RETENTION),
        who(actor),
    ]
