"""With which act each file of a case came, by whom and for whom: what a page shows together is told apart here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.apps.cases import events
from linli.apps.cases.facts import definitions
from linli.apps.cases.facts.rows import CaseView
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.audit import facts as audit
from linli.kernel.audit.facts import Past


@dataclass(frozen=True, slots=True)
class Attached:
    """Files of one act, and the words of a remark; ``told`` says that the person was meant to get them.

    ``role`` is what whoever did it is to the case: "resident", "officer", "system".
    """

    act_id: str
    role: str
    is_note: bool
    told: bool
    words: str
    refs: tuple[str, ...]


def attached(view: CaseView) -> list[Attached]:
    """Return what came with the moves and remarks of a case, oldest first; for whoever may see all of it."""
    past = audit.history(view.case.stream)
    items = audit.private_items(one.id for one in past)
    return [found for one in past for found in _of(one, items.get(one.id, {}), view.definition)]


def _of(past: Past, items: Mapping[str, JsonValue], definition: ServiceDefinition) -> Iterator[Attached]:
    role = str(past.public.get("role", ""))
    if past.act == events.CASE_NOTED:
        told, words = past.public.get("audience") == "resident", str(items.get("note") or "")
        yield Attached(past.act_id, role, True, told, words, _refs(items.get("files")))
    if past.act != events.CASE_MOVED:
        return
    declared = definitions.of_step(str(past.public.get("pack") or ""), definition)
    move = declared.lifecycle.moves.get(str(past.public.get("move", "")))
    for one in move.inputs if move else ():
        refs = _refs(items.get(f"input.{one.name}"))
        if refs:
            yield Attached(past.act_id, role, False, one.told, "", refs)


def _refs(value: JsonValue) -> tuple[str, ...]:
    """Return the refs of what an entry committed to by hash."""
    listed = value if isinstance(value, list) else []
    return tuple(str(one["ref"]) for one in listed if isinstance(one, dict) and "sha256" in one)
