"""What this app does when a person was forgotten, and when something was proposed to somebody."""

from __future__ import annotations

from uuid import UUID, uuid5

from linli.apps.benefits import events
from linli.apps.benefits.models import OPEN, Proposal
from linli.apps.benefits.service import forget_account
from linli.apps.cases import service as cases
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.access.actors import system_actor
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "benefits.erasing", forget)
    subscribe(events.PROPOSED, "benefits.letters", write_of_proposal)
    subscribe(events.PROPOSAL_ACCEPTED, "benefits.sending", send_on)


def forget(happening: Happening) -> None:
    """Delete what the person let us keep."""
    forget_account(str(happening.payload.get("account", "")), key=happening.key, at=happening.at)


def send_on(happening: Happening) -> None:
    """Send what a yes opened to the body whose programme asked, where its service lets the software do that."""
    case, body = str(happening.payload["case"]), str(happening.payload["body"])
    act_id = str(uuid5(UUID(happening.key), "send"))
    cases.send_by_itself(case, lead=body, actor=system_actor("benefits"), act_id=act_id, at=happening.at)


def write_of_proposal(happening: Happening) -> None:
    """Tell the person that something waits; the letter names no benefit, for somebody else may read the telephone."""
    rows = Proposal.objects.filter(ref=str(happening.payload["proposal"]), state=OPEN)
    row = rows.select_related("account").first()
    phone = phone_of(row.account) if row is not None and row.account is not None else ""
    if row is None or row.account is None or not phone:
        return
    spoken = row.account.language
    send(
        phone, "sms", t("benefits.letter_subject", lang=spoken), t("benefits.letter", lang=spoken),
        happening.at, ref=uuid5(UUID(happening.key), "benefits.letter"),
    )  # fmt: skip
