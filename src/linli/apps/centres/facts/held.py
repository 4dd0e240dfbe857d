"""What this app holds of a person, for the page anybody may ask for."""

from __future__ import annotations

from datetime import datetime

from linli.apps.centres.facts import advising, bookings, drawing, lending
from linli.kernel.identity.held import Held


def what_is_held(account_id: int, ref: str, at: datetime) -> list[Held]:
    """Tell a person which bookings and applications of theirs are stored."""
    parts = (bookings, drawing, lending, advising)
    return [one for part in parts for one in part.what_is_held(account_id, ref, at)]
