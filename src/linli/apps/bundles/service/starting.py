"""Begins the parts of a bundle that may begin: each a case of its own, opened once however often this is tried."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.bundles import events
from linli.apps.bundles.facts.published import definition
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.cases import facts as case_facts
from linli.apps.cases import service as cases
from linli.apps.people import facts as people
from linli.core.packs import fan_out
from linli.core.packs.fan_out import Part, Stand
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.identity import personal

ACTOR = system_actor("bundles")


def carry_on(ref: str | UUID, *, at: datetime) -> int:
    """Begin every part that may begin now; returns how many.

    Tried again after a fault, it goes on where it stopped: each case and each entry has its own fixed act.
    """
    row = Bundle.objects.select_related("account", "agent").get(ref=ref)
    if row.erased_at is not None:
        return 0
    parts, begun = definition(row.pack).parts, 0
    for name in fan_out.ready(parts, stands_of(row)):
        part = next(one for one in parts if one.name == name)
        _start(row, part, at)
        begun += 1
    return begun


def stands_of(row: Bundle) -> dict[str, Stand]:
    """Return how the parts of a bundle stand, in their order."""
    rows = BundlePart.objects.filter(bundle=row).order_by("position").values_list("name", "stand")
    return {name: Stand(stand) for name, stand in rows}


def _start(row: Bundle, part: Part, at: datetime) -> None:
    source = Source(row.source)
    happened = at if source is Source.DEMO else None
    opened = cases.open_case(
        told_of(row, part, at), actor=ACTOR, act_id=_own_id(row, "open", part), at=at, source=source,
        occurred_at=happened,
    )  # fmt: skip
    case = str(opened["ref"])
    cases.send_by_itself(case, actor=ACTOR, act_id=_own_id(row, "send", part), at=at, source=source)
    act(
        "bundles.start",
        lambda acting: _started(acting, row, part, case),
        said=[str(row.ref), part.name, case],
        actor=ACTOR,
        act_id=_own_id(row, "start", part),
        at=at,
        source=source,
        occurred_at=happened,
    )


def _own_id(row: Bundle, what: str, part: Part) -> str:
    return str(uuid5(row.ref, f"{what}/{part.name}"))


def _started(acting: Acting, row: Bundle, part: Part, case: str) -> JsonValue:
    fresh = Bundle.objects.select_related("stream").get(pk=row.pk)
    public: dict[str, JsonValue] = {"part": part.name, "case": case, "parts": {part.name: Stand.OPEN.value}}
    acting.enter(fresh.stream, events.PART_STARTED, public)
    BundlePart.objects.filter(bundle=fresh, name=part.name).update(
        stand=Stand.OPEN.value, since=acting.occurred_at, case_id=case_facts.key_of(case)
    )
    return None


def told_of(row: Bundle, part: Part, at: datetime) -> cases.Told:
    """Return the case of a part as it is told: the answers it needs, for the person who asked for all of it.

    An agent follows it as long as the consent holds; a part that begins later is the person's alone.
    """
    phone = personal.unseal(bytes(row.contact_phone), "phone") if row.contact_phone else ""
    agent = _agent(row, at)
    own = str(row.account.ref) if row.account_id and row.account else ""
    return cases.Told(
        body="",
        service=part.service,
        kind="help",
        channel="web" if row.channel == "agent" and not agent else row.channel,
        place=row.place,
        lon=row.lon,
        lat=row.lat,
        area="" if row.lon is not None else row.area_path.strip("/").rpartition("/")[2],
        answers=fan_out.filled(part, row.answers),
        contact=cases.Contact(row.contact_name, phone),
        letters=row.wants_letters,
        language=row.language,
        consent=row.consent,
        teller=agent or own,
        on_behalf_of=str(row.on_behalf_of) if agent else "",
    )


def _agent(row: Bundle, at: datetime) -> str:
    ref = str(row.agent.ref) if row.agent_id and row.agent else ""
    return ref if ref and people.has_consent(str(row.on_behalf_of), "agent", ref, at) else ""
