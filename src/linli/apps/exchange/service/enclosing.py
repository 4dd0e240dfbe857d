"""Which files of a case a message names: each once, those that were meant for the other side, as they lie here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import Attached, CaseView
from linli.apps.exchange.models import Enclosure, Exchange, Message
from linli.core.exchange.fetching import Stand
from linli.core.exchange.named import LONGEST_NAME, MOST, Named
from linli.core.exchange.protocol import Side
from linli.kernel.files import facts as stored

PERSONS = frozenset({"resident", "agent"})
OF_PERSON = PERSONS | {"clerk"}
"""Who answers for the person: a clerk does when the answer came by telephone."""


def named_of(case: str, refs: Collection[str]) -> list[Named]:
    """Return files of a case as a message names them, in the order they came."""
    return [
        Named(one.ref, one.name[-LONGEST_NAME:], one.media_type, one.size, one.sha256)
        for one in stored.files_of(f"case:{case}")
        if one.ref in refs
    ][:MOST]


def to_name(row: Exchange, view: CaseView) -> list[Named]:
    """Return the files of a case that the other side was meant to have and no message has named yet.

    From where it was accepted goes what the person, or somebody for them, sent; from where it is handled goes
    what the person was meant to read. What came from the other side does not go back.
    """
    meant = [ref for one in cases.attached(view) if is_for_other_side(row.side, one) for ref in one.refs]
    known = Enclosure.objects.filter(exchange=row).values_list("stored", flat=True)
    return named_of(str(view.case.ref), {*meant} - {str(ref) for ref in known})


def is_for_other_side(side: str, one: Attached) -> bool:
    """Say whether what came with an act was meant for whoever has the other side of the matter."""
    if side == Side.ACCEPTING.value:
        return one.role in (PERSONS if one.is_note else OF_PERSON)
    return one.told and one.role not in PERSONS | {"system"}


def enclose(message: Message, files: Sequence[Named], *, at: datetime) -> list[Enclosure]:
    """Write down the files of a message of ours, or of one that was heard; within the act of the message."""
    row, ours = message.exchange, message.ours
    return Enclosure.objects.bulk_create(
        Enclosure(
            exchange=row, message=message, ref=UUID(one.ref),
            stored=UUID(one.ref) if ours else uuid5(row.ref, one.ref), ours=ours, place=place, name=one.name,
            media_type=one.media_type, size=one.size, sha256=one.sha256,
            state=(Stand.OFFERED if ours else Stand.WAITING).value, next_at=None if ours else at, at=at,
        )
        for place, one in enumerate(files, start=1)
    )  # fmt: skip


def let_go_of(rows: Iterable[Exchange], code: str, *, at: datetime) -> int:
    """Wait no longer for files of these matters; the other city is told."""
    waiting = Enclosure.objects.filter(exchange__in=[*rows], ours=False, state=Stand.WAITING.value)
    return waiting.update(
        state=Stand.REFUSED.value, code=code, because={}, tries=0, next_at=at, settled_at=at
    )
