"""What becomes of messages and files of a case that is forgotten: what they say goes, their hashes and order stay."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from linli.apps.exchange.models import Enclosure, Exchange, Message
from linli.apps.exchange.service.enclosing import let_go_of
from linli.apps.exchange.service.parts import drop_left
from linli.core.exchange.fetching import Stand
from linli.kernel.access.actors import system_actor
from linli.kernel.audit import erasure
from linli.kernel.audit.outcomes import Refused

NEEDED = ("waiting", "heard")
"""States in which what a message says is still needed: to send it, or to do what it asks."""


def forget_case(case: str, rule: str, authority: str, *, at: datetime, whole: bool = False) -> None:
    """Empty the messages about a case of ours; of a case that was not exchanged there are none.

    ``whole``: the case itself was erased, its files with it. Then those that the other city has not fetched are
    gone, and those that have not come are not waited for.
    """
    row = Exchange.objects.filter(case__ref=case).first() if _is_uuid(case) else None
    if row is not None:
        row.forget_rule, row.forget_authority = rule, authority
        row.save(update_fields=["forget_rule", "forget_authority"])
        if whole:
            let_go_of([row], "exchange.file_forgotten", at=at)
            offered = Enclosure.objects.filter(exchange=row, ours=True, state=Stand.OFFERED.value)
            offered.update(state=Stand.GONE.value, settled_at=at)
            drop_left()
        _empty(row, at)


def forget_person(account: str, rule: str, authority: str, *, at: datetime) -> None:
    """Empty the messages about the cases that an account raised here, open or ended."""
    theirs = Q(case__participants__account__ref=account, case__participants__relation="reporter")
    found = Exchange.objects.filter(theirs) if account else Exchange.objects.none()
    for case in found.values_list("case__ref", flat=True).distinct():
        forget_case(str(case), rule, authority, at=at)


def forget_settled(at: datetime, limit: int = 200) -> int:
    """Empty what has been sent or done since its person was forgotten; a job calls this."""
    drop_left()
    settled = Message.objects.exclude(body="").exclude(state__in=NEEDED)
    due = Exchange.objects.filter(~Q(forget_rule=""), pk__in=settled.values("exchange_id")).order_by("id")
    rows = list(due[:limit])
    for row in rows:
        _empty(row, at)
    return len(rows)


def _empty(row: Exchange, at: datetime) -> None:
    """Erase what the log holds of a matter, then what the table does; what is still needed stays in the table."""
    held = Message.objects.filter(exchange=row).exclude(body="")
    newest = held.order_by("-id").values_list("ref", flat=True).first()
    if newest is None:
        return
    with suppress(Refused):  # nothing is held any more
        erasure.erase(
            subject=str(row.ref), rule=row.forget_rule, authority=row.forget_authority,
            actor=system_actor("erasure"), act_id=str(uuid5(newest, "forget")), at=at,
        )  # fmt: skip
    held.exclude(state__in=NEEDED).update(body="")
    Enclosure.objects.filter(exchange=row, message__body="").update(name="")


def _is_uuid(text: str) -> bool:
    """Say whether an erasure can be about a case: some are about a person."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
