"""What holds for sittings: from when one may join, and the digest that counts a person once."""

from __future__ import annotations

from datetime import timedelta

from linli.apps.council.models import Sitting
from linli.kernel.access.actors import Actor
from linli.kernel.identity.personal import index

EARLY = timedelta(hours=1)
"""Before its beginning a room is open for so long, and questions are taken."""


def person_of(row: Sitting, actor: Actor) -> str:
    """Return the keyed digest of a person in one sitting; in another it is another."""
    return index(f"{row.ref}/{actor.account_id}", "council.joined")
