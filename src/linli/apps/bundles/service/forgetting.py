"""What becomes of the bundles of a person who is forgotten: who and what go, which parts there were stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from linli.apps.bundles.models import Bundle, BundlePart
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.outcomes import Refused


def forget_person(
    account: str, rule: str, authority: str, *, resident: str = "", key: str, at: datetime
) -> None:
    """Let go of what a person answered in their bundles that are done; ``key`` names the erasure.

    One that is under way keeps its answers until it is done, or its parts could not begin.
    """
    theirs = Bundle.objects.filter(
        (Q(account__ref=account) if account else Q(pk__in=[]))
        | (Q(on_behalf_of=resident) if resident else Q(pk__in=[]))
    )
    if account:
        Bundle.objects.filter(agent__ref=account).update(agent=None)
    for row in theirs.filter(done_at__isnull=False):
        _forget(row, rule, authority, key=key, at=at)
    theirs.filter(done_at=None).update(forget_rule=rule, forget_authority=authority)


def forget_done(at: datetime, limit: int = 200) -> int:
    """Let go of bundles that were done since their person was forgotten, and of their cases; a job calls this."""
    due = Bundle.objects.filter(~Q(forget_rule=""), done_at__isnull=False, erased_at=None).order_by("id")
    rows = list(due[:limit])
    for row in rows:
        key = str(uuid5(row.ref, "done"))
        parts = BundlePart.objects.filter(bundle=row, case__isnull=False)
        for case in parts.values_list(
            "case__ref", flat=True
        ):  # those that began later are nobody else's to forget
            _erase(str(case), row.forget_rule, row.forget_authority, key=key, at=at)
        _forget(row, row.forget_rule, row.forget_authority, key=key, at=at)
    return len(rows)


def _forget(row: Bundle, rule: str, authority: str, *, key: str, at: datetime) -> None:
    _erase(str(row.ref), rule, authority, key=key, at=at)
    Bundle.objects.filter(pk=row.pk).update(
        answers={}, place="", lon=None, lat=None, contact_name="", contact_phone=b"", account=None, agent=None,
        on_behalf_of=None, erased_at=at,
    )  # fmt: skip


def _erase(subject: str, rule: str, authority: str, *, key: str, at: datetime) -> None:
    try:
        erasure.erase(
            subject=subject, rule=rule, authority=authority, actor=system_actor("erasure"),
            act_id=str(uuid5(UUID(key), subject)), at=at,
        )  # fmt: skip
    except Refused:  # nothing is held any more
        return
