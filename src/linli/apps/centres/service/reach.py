"""Brings in street networks, measures shares over them, and answers where one more would help most."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings

from linli.apps.centres import events
from linli.apps.centres.facts import measuring
from linli.apps.centres.facts.streets import in_force, pack
from linli.apps.centres.models import ReachArea, ReachResult, SiteStudy, StreetNetwork
from linli.apps.centres.policy.kinds import ALL
from linli.apps.grid import facts as grid
from linli.core.clock.instants import BEIJING
from linli.core.reach.measure import MINUTES
from linli.core.reach.network import Network
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

SPACE = UUID("5f0a7e62-2b1c-4f36-8a5e-6d1f0c9b7a13")
PIECES_TOLD = 100
MOST_SITES = 10
KEPT = 30
"""Measurements that are kept with their shares; older ones keep what they rested on."""
STUDIES_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class NewStreets:
    """A network with where it comes from: its licence is printed wherever it is used."""

    network: Network
    digest: str
    left_out: int
    source: str
    licence: str
    day: date


def bring_streets(
    new: NewStreets, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Keep a network as the one that is walked from now on; the same file twice is one network. Returns its ref.

    Raises:
        NotVisible: the actor does not bring in street networks.
        Invalid: source or licence is missing, the day lies ahead, or there is nothing to walk.
        Refused: this file was brought in before.
    """
    if not actor.may(Permission.STREETS_IMPORT):
        raise NotVisible
    if problems := _wrong_streets(new, at):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        if StreetNetwork.objects.filter(digest=new.digest).exists():
            raise Refused(Refusal("centres.streets_twice"))
        pieces = new.network.pieces
        row = StreetNetwork(
            source=new.source.strip()[:120], licence=new.licence.strip()[:80], day=new.day, digest=new.digest,
            nodes=new.network.nodes, edges=new.network.edges, left_out=new.left_out,
            pieces=[*pieces[:PIECES_TOLD]], pieces_count=len(pieces), packed=pack(new.network), imported_at=at,
            used_from=at,
        )  # fmt: skip
        public: dict[str, JsonValue] = {"digest": new.digest, "nodes": row.nodes, "edges": row.edges}
        row.stream = acting.open_stream("streets", events.STREETS_BROUGHT, public)
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [new.digest, new.source, new.licence, new.day.isoformat()]
    return str(act("centres.streets", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def use_streets(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Walk a network that was brought in before, for example because the next one turned out to be worse.

    Raises:
        NotVisible: the actor does not bring in street networks, or there is none of this ref.
        Refused: it is the one that is walked.
    """
    if not actor.may(Permission.STREETS_IMPORT):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = StreetNetwork.objects.defer("packed").select_related("stream").filter(ref=ref).first()
        if row is None:
            raise NotVisible
        if (now := in_force()) is not None and now.id == row.pk:
            raise Refused(Refusal("centres.streets_in_force"))
        acting.enter(row.stream, events.STREETS_USED_AGAIN, {"digest": row.digest})
        StreetNetwork.objects.filter(pk=row.pk).update(used_from=at)
        return None

    act("centres.use_streets", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def digest_of(content: bytes) -> str:
    """Return the name of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _wrong_streets(new: NewStreets, at: datetime) -> list[Problem]:
    found = []
    if not new.source.strip():
        found.append(Problem("source", "centres.streets_source_missing"))
    if not new.licence.strip():
        found.append(Problem("licence", "centres.streets_licence_missing"))
    if new.day > at.astimezone(BEIJING).date():
        found.append(Problem("day", "centres.streets_day_ahead"))
    if not new.network.edges:
        found.append(Problem("file", "centres.streets_none_good", {"n": new.left_out}))
    return found


def measure_reach(*, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Measure the shares of today and keep them as the result that pages show; returns its ref.

    Raises:
        NotVisible: the actor may not.
    """
    if not actor.may(Permission.REACH_STUDY):
        raise NotVisible
    day = at.astimezone(BEIJING).date()
    found = measuring.measured(day)

    def work(acting: Acting) -> JsonValue:
        speeds: dict[str, JsonValue] = dict(settings.WALK_SPEEDS)
        row = ReachResult(
            day=day, measured_at=at, network_id=found.network.id if found.network else None,
            rests_on=found.rests_on, speeds=speeds, facilities=found.facilities, off_network=found.off_network,
            without_point={"homes": found.homes_without_point, "facilities": found.facilities_without_point},
            seconds=round(found.seconds, 3),
        )  # fmt: skip
        public: dict[str, JsonValue] = {
            "day": day.isoformat(), "network": found.network.digest if found.network else None,
            "rests_on": found.rests_on, "speeds": speeds,
        }  # fmt: skip
        row.stream = acting.open_stream("reach", events.REACH_MEASURED, public)
        row.save(force_insert=True)
        ReachArea.objects.bulk_create(
            ReachArea(result=row, path=path, households=households, shares=shares)
            for path, (households, shares) in found.areas.items()
        )
        keep = ReachResult.objects.order_by("-measured_at", "-id").values_list("id", flat=True)[:KEPT]
        ReachArea.objects.exclude(result_id__in=[*keep]).delete()
        return str(row.ref)

    said: JsonValue = found.rests_on
    return str(act("centres.measure", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def renew_reach(at: datetime) -> int:
    """Measure anew if anything that the shares rest on has changed; a round of the worker."""
    last = ReachResult.objects.order_by("-measured_at", "-id").values_list("rests_on", flat=True).first()
    now = measuring.rests_on(at.astimezone(BEIJING).date())
    if last == now:
        return 0
    measure_reach(actor=system_actor("reach"), act_id=str(uuid5(SPACE, f"{now}{at.isoformat()}")), at=at)
    return 1


@dataclass(frozen=True, slots=True)
class NewStudy:
    """Where would ``count`` more of a kind help most, in an area, within so many minutes of a walker?"""

    kind: str
    area: str
    count: int = 1
    minutes: int = 15
    walker: str = "old"


def ask_study(new: NewStudy, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Ask where more of a kind would help most; the worker answers within a minute or so. Returns the ref.

    Raises:
        NotVisible: the area is not one that the actor plans for.
        Invalid: what cannot be asked, by field.
    """
    area = grid.area(new.area)
    problems = [*_wrong_study(new)]
    if area is None:
        problems.append(Problem("area", "centres.no_such_area"))
    if problems or area is None:
        raise Invalid(*problems)
    if not actor.may(Permission.REACH_STUDY, area_path=area.path):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = SiteStudy(
            kind=new.kind, count=new.count, minutes=new.minutes, walker=new.walker, area_id=area.id,
            area_path=area.path, asked_at=at,
        )  # fmt: skip
        public: dict[str, JsonValue] = {
            "area": area.code, "kind": new.kind, "count": new.count, "minutes": new.minutes, "walker": new.walker,
        }  # fmt: skip
        row.stream = acting.open_stream("study", events.STUDY_ASKED, public)
        row.save(force_insert=True)
        return str(row.ref)

    said: JsonValue = [new.kind, new.area, new.count, new.minutes, new.walker]
    return str(act("centres.study", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def _wrong_study(new: NewStudy) -> list[Problem]:
    found = []
    if new.kind not in ALL:
        found.append(Problem("kind", "centres.no_such_facility_kind", {"kind": new.kind[:24]}))
    if not 1 <= new.count <= MOST_SITES:
        found.append(Problem("count", "centres.study_count", {"most": MOST_SITES}))
    if new.minutes not in MINUTES:
        found.append(Problem("minutes", "centres.study_minutes"))
    if new.walker not in settings.WALK_SPEEDS:
        found.append(Problem("walker", "centres.study_walker"))
    return found


def answer_studies(at: datetime) -> int:
    """Answer the studies that wait, a few at a time; a round of the worker. Returns how many."""
    waiting = SiteStudy.objects.filter(answered_at=None).order_by("asked_at", "id")
    refs = [str(ref) for ref in waiting.values_list("ref", flat=True)[:STUDIES_AT_ONCE]]
    for ref in refs:
        answer_study(ref, at=at)
    return len(refs)


def answer_study(ref: str, *, at: datetime, source: Source = Source.LIVE) -> None:
    """Work one study out and keep its answer."""
    row = SiteStudy.objects.get(ref=ref)
    asked = measuring.Asked(row.kind, row.count, row.minutes, row.walker, row.area_path)
    answer = measuring.best_sites(asked, at.astimezone(BEIJING).date())

    def work(acting: Acting) -> JsonValue:
        fresh = SiteStudy.objects.select_related("stream", "area").defer("area__boundary").get(ref=ref)
        if fresh.answered_at is not None:
            raise Stale("centres.study_answered")
        public: dict[str, JsonValue] = {
            "area": fresh.area.code, "kind": fresh.kind, "proven": answer["proven"], "gain": answer["gain"],
        }  # fmt: skip
        acting.enter(fresh.stream, events.STUDY_ANSWERED, public)
        fresh.answered_at, fresh.answer = at, answer
        fresh.save(update_fields=["answered_at", "answer"])
        return None

    actor, name = system_actor("reach"), str(uuid5(SPACE, ref))
    try:
        act("centres.answer", work, said=ref, actor=actor, act_id=name, at=at, source=source)
    except Stale:
        return  # another worker was quicker
