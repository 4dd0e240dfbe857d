"""What this app does when something happened: send, work off what was heard, tell the other city."""

from __future__ import annotations

from linli.apps.cases.events import CASE_MOVED
from linli.apps.exchange import events
from linli.apps.exchange.service import post_due, tell_of, work_off
from linli.kernel.outbox.registry import Happening, subscribe


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.MESSAGE_WRITTEN, "exchange.posting", post)
    subscribe(events.MESSAGE_HEARD, "exchange.working", work)
    subscribe(CASE_MOVED, "exchange.telling", tell)


def post(happening: Happening) -> None:
    """Send at once; what does not go through waits for its next time."""
    post_due(happening.at)


def work(happening: Happening) -> None:
    """Do what a message asks."""
    work_off(str(happening.payload["message"]), at=happening.at)


def tell(happening: Happening) -> None:
    """Tell the other city of a move."""
    said = happening.payload
    tell_of(str(said["case"]), str(said["move"]), act_id=happening.key, at=happening.at)
