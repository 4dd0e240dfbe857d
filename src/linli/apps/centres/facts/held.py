"""What this app holds of a person, for the page anybody may ask for."""

from __future__ import annotations

from datetime import datetime

from linli.apps.centres.facts import bookings, drawing
from linli.kernel.identity.held import Held


def what_is_held(account_id: int, ref: str, at: datetime) -> list[Held]:
    """Tell a person which bookings and applications of theirs are stored."""
    return [*bookings.what_is_held(account_id, ref, at), *drawing.what_is_held(account_id, ref, at)]
