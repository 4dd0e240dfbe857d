"""What becomes of the bundles of a person who is forgotten: who and what go, which parts there were stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.bundles.models import Bundle
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.outcomes import Refused


def forget_person(account: str, rule: str, authority: str, *, key: str, at: datetime) -> None:
    """Let go of what an account answered in its bundles that are done; ``key`` names the erasure.

    One that is under way keeps its answers, or its parts could not begin.
    """
    if not account:
        return
    theirs = Bundle.objects.filter(account__ref=account, done_at__isnull=False)
    for ref in theirs.values_list("ref", flat=True):
        try:
            erasure.erase(
                subject=str(ref), rule=rule, authority=authority, actor=system_actor("erasure"),
                act_id=str(uuid5(UUID(key), str(ref))), at=at,
            )  # fmt: skip
        except Refused:  # nothing is held any more
            continue
    theirs.update(
        answers={},
        place="",
        lon=None,
        lat=None,
        contact_name="",
        contact_phone=b"",
        account=None,
        erased_at=at,
    )
