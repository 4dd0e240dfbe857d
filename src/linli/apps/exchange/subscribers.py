"""What this app does when something happened: send, do and fetch what was heard, tell the other city, forget."""

from __future__ import annotations

from linli.apps.cases.events import CASE_MOVED, CASE_NOTED
from linli.apps.cases.service import CONTACT
from linli.apps.exchange import events
from linli.apps.exchange.service import (
    announce_due,
    fetch_of,
    forget_case,
    forget_person,
    post_due,
    tell_of,
    tell_of_note,
    work_off,
)
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.kernel.audit.erasure import ERASED
from linli.kernel.outbox.registry import Happening, subscribe


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.MESSAGE_WRITTEN, "exchange.posting", post)
    subscribe(events.KEY_CHANGED, "exchange.announcing", announce)
    subscribe(events.MESSAGE_HEARD, "exchange.working", work)
    subscribe(CASE_MOVED, "exchange.telling", tell)
    subscribe(CASE_NOTED, "exchange.telling", pass_on)
    subscribe(ERASED, "exchange.words", forget)
    subscribe(PERSON_FORGOTTEN, "exchange.people", let_go)


def post(happening: Happening) -> None:
    """Send at once; what does not go through waits for its next time."""
    post_due(happening.at)


def announce(happening: Happening) -> None:
    """Tell the other cities of our new key; who does not answer is told at its next time."""
    announce_due(happening.at)


def work(happening: Happening) -> None:
    """Do what a message asks, then fetch the files that it names; what does not come waits for its next time."""
    message = str(happening.payload["message"])
    work_off(message, at=happening.at)
    fetch_of(message, happening.at)


def tell(happening: Happening) -> None:
    """Tell the other city of a move."""
    said = happening.payload
    tell_of(str(said["case"]), str(said["move"]), act_id=happening.key, at=happening.at)


def pass_on(happening: Happening) -> None:
    """Pass a remark on to the other city, with the papers that came with it."""
    case = str(happening.payload["case"])
    tell_of_note(case, str(happening.act_id), act_id=happening.key, at=happening.at)


def forget(happening: Happening) -> None:
    """Empty the messages of a case whose words, or whose person, the log was made to forget."""
    said = happening.payload
    names = said.get("names")
    if not names or (isinstance(names, list) and set(names) & set(CONTACT)):
        subject, rule, authority = (str(said.get(name, "")) for name in ("subject", "rule", "authority"))
        forget_case(subject, rule, authority, at=happening.at, whole=not names)


def let_go(happening: Happening) -> None:
    """Empty the messages about what a person raised."""
    account, rule, authority = (
        str(happening.payload.get(name, "")) for name in ("account", "rule", "authority")
    )
    forget_person(account, rule, authority, at=happening.at)
