"""Writes to people whose place is waiting or whose activity is called off; lets go of who is forgotten."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.conf import settings

from linli.apps.activities import events
from linli.apps.activities.models import LIVE, OFFERED, ChildcareApplication, SignUp
from linli.apps.activities.service import forget_account
from linli.apps.people import facts as agents
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.PLACE_OFFERED, "activities.offers", write_of_offer)
    subscribe(events.SIGNED_UP_FOR, "activities.signed_up_for", write_of_sign_up)
    subscribe(events.CALLED_OFF, "activities.called_off", write_of_call_off)
    subscribe(events.CHILDCARE_OFFERED, "activities.childcare", write_of_childcare)
    subscribe(PERSON_FORGOTTEN, "activities.erasing", forget)


def forget(happening: Happening) -> None:
    """Let go of a person."""
    forget_account(str(happening.payload.get("account", "")), key=happening.key, at=happening.at)


def write_of_offer(happening: Happening) -> None:
    """Tell somebody that a place waits for them and until when; the letter names no child."""
    rows = SignUp.objects.filter(ref=str(happening.payload["sign_up"]), standing=OFFERED)
    row = rows.select_related("account", "agent", "activity").first()
    for person in _written_to(row) if row is not None else ():
        _write(row, person, "offer", happening)  # type: ignore[arg-type]


def write_of_sign_up(happening: Happening) -> None:
    """Tell somebody that their agent signed them up; the agent knows."""
    rows = SignUp.objects.filter(ref=str(happening.payload["sign_up"]), standing__in=LIVE)
    row = rows.select_related("account", "activity").first()
    if row is not None and row.account is not None:
        _write(row, row.account, "signed_up_for", happening)


def write_of_call_off(happening: Happening) -> None:
    """Tell everybody who signed up that it does not take place."""
    rows = SignUp.objects.filter(activity__ref=str(happening.payload["activity"]), standing__in=LIVE)
    for row in rows.select_related("account", "agent", "activity"):
        for person in _written_to(row):
            _write(row, person, "called_off", happening)


def _written_to(row: SignUp) -> list[Account]:
    """Return whose sign-up it is, and the agent who made it while they may still act."""
    people = [row.account] if row.account else []
    if (
        row.account
        and row.agent
        and agents.agent_accounts(str(row.agent.ref)).filter(account=row.account).exists()
    ):
        people.append(row.agent)
    return people


def write_of_childcare(happening: Happening) -> None:
    """Tell a guardian that a childcare place waits; the letter names no child."""
    rows = ChildcareApplication.objects.filter(ref=str(happening.payload["application"]), standing=OFFERED)
    row = rows.select_related("account", "group").first()
    if row is None or row.account is None or not (phone := phone_of(row.account)):
        return
    spoken = row.account.language
    name = row.group.name_zh if spoken == "zh" else row.group.name_en or row.group.name_zh
    send(
        phone, "sms", t("activities.letter.offer_subject", lang=spoken),
        t("activities.letter.childcare", lang=spoken, name=name, until=row.offered_until,
          link=f"{settings.ADDRESS}/near/childcare/mine"),
        happening.at, ref=uuid5(UUID(happening.key), "childcare"),
    )  # fmt: skip


def _write(row: SignUp, account: Account, what: str, happening: Happening) -> None:
    phone, spoken = phone_of(account), account.language
    if not phone:
        return
    title = row.activity.title_zh if spoken == "zh" else row.activity.title_en or row.activity.title_zh
    said = {"title": title, "until": row.offered_until, "day": row.activity.starts,
            "link": f"{settings.ADDRESS}/near/activities/mine"}  # fmt: skip
    send(
        phone, "sms", t(f"activities.letter.{what}_subject", lang=spoken),
        t(f"activities.letter.{what}", lang=spoken, **said),
        happening.at, ref=uuid5(UUID(happening.key), f"{what}/{row.ref}/{account.ref}"),
    )  # fmt: skip
