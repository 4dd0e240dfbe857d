"""Takes private items away for good: a lawful act of its own, after which every proof still holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import Q, QuerySet

from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.audit import vocabulary
from linli.kernel.audit.act import Acting, HasKey, act
from linli.kernel.audit.acting import OUTCOME
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem, Stream
from linli.kernel.audit.outcomes import Refused

ERASE = vocabulary.register("audit.erase", {"rule", "authority", "commitments"})
ERASED = "audit.erased"
MOST = 500  # items of one act: their commitments must fit into an entry


def erase(
    *,
    subject: str = "",
    items: Sequence[int] = (),
    names: Sequence[str] = (),
    rule: str,
    authority: str,
    actor: HasKey,
    act_id: str,
    at: datetime,
) -> dict[str, int]:
    """Erase everything about ``subject``, or single items by id; answers how much, and how much is left.

    ``names`` narrows it to items of these names.

    Each touched stream gets an entry that names the rule, the authority and the commitments that can no
    longer be opened. What an application keeps in tables of its own, it erases on the event ``audit.erased``.
    What a sealed entry stands for is about nobody and stays, or the case could not be replayed.

    Raises:
        Refused: there is nothing to erase.
    """
    wanted = PrivateItem.objects.filter(value__isnull=False).exclude(name=OUTCOME)
    wanted = wanted.filter(Q(subject=subject) if subject else Q(id__in=items))
    wanted = wanted.filter(name__in=names) if names else wanted
    said: dict[str, JsonValue] = {"subject": subject, "items": [*items], "rule": rule, "authority": authority}
    said = {**said, "names": [*names]} if names else said
    answer = act(
        ERASE,
        lambda acting: _erase(acting, wanted, said, rule, authority),
        said=said,
        actor=actor,
        act_id=act_id,
        at=at,
    )
    return cast("dict[str, int]", answer)


def _erase(
    acting: Acting, wanted: QuerySet[PrivateItem], said: Mapping[str, JsonValue], rule: str, authority: str
) -> JsonValue:
    found = list(wanted.select_related("entry__stream").order_by("entry__stream_id", "id")[:MOST])
    if not found:
        raise Refused(Refusal("audit.nothing_to_erase"))
    commitments: dict[int, list[JsonValue]] = defaultdict(list)
    streams: dict[int, Stream] = {}
    for item in found:
        stream = item.entry.stream
        streams[stream.id] = stream
        commitments[stream.id].append(json.loads(item.entry.body)["commitments"][item.position])
    for key, stream in streams.items():
        public: dict[str, JsonValue] = {
            "rule": rule,
            "authority": authority,
            "commitments": commitments[key],
        }
        acting.enter(stream, ERASE, public)
    _forget(found)
    acting.announce(ERASED, {**said, "items": [item.id for item in found]})
    return {"erased": len(found), "streams": len(streams), "left": wanted.count()}


def _forget(found: Sequence[PrivateItem]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")  # overwrite what is freed
    PrivateItem.objects.filter(id__in=[item.id for item in found]).update(value=None, salt=None)
    # The hash of what was said would let somebody try out what a short text might have been.
    acts = Entry.objects.filter(id__in={item.entry_id for item in found}).values_list("actor_key", "act_id")
    for actor_key, act_id in acts:
        ActRecord.objects.filter(actor_key=actor_key, act_id=act_id).update(input_hash="")
