"""What this app does when something was announced: roles follow, people are told, who is forgotten is let go of."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.people.events import PERSON_FORGOTTEN
from linli.apps.volunteers.models import Engagement, FavourMatch, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.service import forget_account
from linli.apps.volunteers.service.favours import WRITTEN
from linli.apps.volunteers.service.giving_back import BACK, MOVED
from linli.apps.volunteers.service.joining import GONE, GUARDIAN_ASKED, TAKEN_IN
from linli.apps.volunteers.service.roles import end_role, give_role
from linli.apps.volunteers.service.tasks import ASKED, CALLED_OFF
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import unseal
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "volunteers.erasing", forget)
    subscribe(TAKEN_IN, "volunteers.role", take_in)
    subscribe(GONE, "volunteers.role", let_go)
    subscribe(GUARDIAN_ASKED, "volunteers.letters", ask_guardian)
    subscribe(MOVED, "volunteers.letters", tell_moved_up)
    subscribe(BACK, "volunteers.letters", tell_given_back)
    subscribe(ASKED, "volunteers.letters", tell_asked)
    subscribe(CALLED_OFF, "volunteers.letters", tell_called_off)
    subscribe(WRITTEN, "volunteers.letters", tell_written)


def forget(happening: Happening) -> None:
    """Let go of a person who is forgotten."""
    forget_account(str(happening.payload.get("account", "")), key=happening.key, at=happening.at)


def take_in(happening: Happening) -> None:
    """Give the role, and tell the person."""
    ref = str(happening.payload["volunteer"])
    give_role(ref, key=happening.key, at=happening.at)
    row = Volunteer.objects.select_related("account").filter(ref=ref).first()
    if row is not None:
        _write(row.account, "volunteers.letter_taken_in", happening, "taken in")


def let_go(happening: Happening) -> None:
    """End the role."""
    end_role(str(happening.payload["volunteer"]), key=happening.key, at=happening.at)


def ask_guardian(happening: Happening) -> None:
    """Write to the guardian that a young person named."""
    row = Volunteer.objects.filter(
        ref=str(happening.payload["volunteer"]), guardian_sealed__isnull=False
    ).first()
    if row is None or row.guardian_sealed is None:
        return
    phone = unseal(bytes(row.guardian_sealed), "phone")
    text = t("volunteers.letter_guardian", lang="zh")
    send(
        phone,
        "sms",
        t("volunteers.letter_subject", lang="zh"),
        text,
        happening.at,
        ref=_ref(happening, "guardian"),
    )


def tell_moved_up(happening: Happening) -> None:
    """Tell somebody who waited that the place is theirs."""
    _about(happening, [str(happening.payload["engagement"])], "volunteers.letter_moved_up")


def tell_given_back(happening: Happening) -> None:
    """Tell whoever put the task up that somebody cannot come; staff without a number see it on the task's page."""
    rows = Engagement.objects.select_related("task__made_by").filter(ref=str(happening.payload["engagement"]))
    row = rows.first()
    if row is not None and happening.payload["held"]:
        _write(row.task.made_by, "volunteers.letter_given_back", happening, "given back")


def tell_asked(happening: Happening) -> None:
    """Write to a volunteer that a task may be theirs; no answer is needed."""
    row = Volunteer.objects.select_related("account").filter(ref=str(happening.payload["volunteer"])).first()
    if row is not None and row.state == ACTIVE:
        _write(row.account, "volunteers.letter_asked", happening, "asked")


def tell_called_off(happening: Happening) -> None:
    """Tell everybody who took a task that it was called off."""
    told = happening.payload["engagements"]
    _about(
        happening,
        [str(one) for one in told] if isinstance(told, list) else [],
        "volunteers.letter_called_off",
    )


def tell_written(happening: Happening) -> None:
    """Tell a neighbour that there is a line to read; the letter says nothing of it."""
    row = (
        FavourMatch.objects.select_related("asker", "helper")
        .filter(ref=str(happening.payload["match"]))
        .first()
    )
    if row is not None:
        _write(
            row.helper if happening.payload["by_asker"] else row.asker,
            "volunteers.letter_written",
            happening,
            "written",
        )


def _about(happening: Happening, refs: list[str], code: str) -> None:
    for row in Engagement.objects.select_related("volunteer__account").filter(ref__in=refs):
        _write(row.volunteer.account, code, happening, str(row.ref))


def _write(account: Account | None, code: str, happening: Happening, what: str) -> None:
    phone = phone_of(account) if account is not None and account.is_active else ""
    if account is None or not phone:
        return
    spoken = account.language
    subject = t("volunteers.letter_subject", lang=spoken)
    send(phone, "sms", subject, t(code, lang=spoken), happening.at, ref=_ref(happening, what))


def _ref(happening: Happening, what: str) -> UUID:
    return uuid5(UUID(happening.key), what)
