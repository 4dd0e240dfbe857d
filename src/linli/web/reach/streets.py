"""Street networks for who keeps them: brought in from a file, with what was left out and the pieces it falls into."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.reach.network import Network
from linli.core.shared.geodesy import Datum, read_datum
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.importing.streets import Streets, read_streets
from linli.web.public.naming import name_of

HERE = "page:reach"
LARGEST = 20 * 1024 * 1024
DATUMS = ("wgs84", "gcj02", "cgcs2000")
FAULTS_SHOWN, PIECES_SHOWN = 30, 6


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a file: where it comes from, the licence, the day it is of, what its degrees are in."""

    source: str
    licence: str
    day: str = ""
    datum: str = "wgs84"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a network that no street joins to the largest: its crossings, and near which place it lies."""

    nodes: int
    lon: float
    lat: float
    near: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A network that was brought in, with what was left out of it."""

    ref: str
    read: int
    faults: tuple[tuple[int, Problem], ...]


@requires(Permission.STREETS_IMPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest) -> HttpResponse:
    """Show the networks, the one in force first with its pieces; bring another in."""
    problems: tuple[Problem, ...] = ()
    refused, made = "", None
    if request.method == "POST":
        post = request.POST
        told = Said(
            post.get("source", ""), post.get("licence", ""), post.get("day", ""), post.get("datum", "")
        )
        try:
            if again := post.get("use"):
                service.use_streets(again, actor=request.actor, act_id=_act(request), at=request.at)
                return HttpResponseRedirect(f"{url('reach:streets')}?done=used")
            made = bring(
                request.FILES.get("file"), told, actor=request.actor, act_id=_act(request), at=request.at
            )
            if not made.faults:
                return HttpResponseRedirect(f"{url('reach:streets')}?done=brought")
        except Invalid as wrong:
            problems = wrong.problems
        except Refused as no:
            refused = reason(no.refusal)
    found = facts.networks()
    context = seat.frame(
        request, here=HERE, rows=found, pieces=pieces() if found and found[0].pieces_count > 1 else (),
        datums=[(one, one.upper()) for one in DATUMS], said=request.POST, problems=problems, refused=refused, made=made,
        faults=[(n, reason(one)) for n, one in made.faults[:FAULTS_SHOWN]] if made else [],
        mb=LARGEST // 1024 // 1024, done=request.GET.get("done", ""), new_act_id=lambda: str(uuid.uuid4()),
    )  # fmt: skip
    return render(request, "reach/streets.html", context, status=422 if problems else 409 if refused else 200)


def _act(request: ActorRequest) -> str:
    return request.POST.get("act_id", "")


def bring(file: UploadedFile | None, said: Said, *, actor: Actor, act_id: str, at: datetime) -> Brought:
    """Read a file and bring its network in.

    Raises:
        NotVisible: the actor brings in no networks.
        Invalid: no file, one that is too large or cannot be read, a day or degrees that are none, no source or licence.
        Refused: this file was brought in before.
    """
    if not actor.may(Permission.STREETS_IMPORT):
        raise NotVisible
    content = _content(file)
    datum = read_datum(said.datum or "wgs84")
    found = (
        read_streets(content, file.name or "" if file else "", datum) if isinstance(datum, Datum) else datum
    )
    day = _day(said.day, at)
    problems = [one for one in (found, day) if isinstance(one, Problem)]
    if problems or not isinstance(found, Streets) or isinstance(day, Problem):
        raise Invalid(*problems)
    new = service.NewStreets(
        found.network, service.digest_of(content), len(found.faults), said.source, said.licence, day
    )
    ref = service.bring_streets(new, actor=actor, act_id=act_id, at=at)
    return Brought(ref, found.read, tuple((one.number, one.problem) for one in found.faults))


def _content(file: UploadedFile | None) -> bytes:
    if file is None:
        raise Invalid(Problem("file", "reach.streets_choose"))
    if (file.size or 0) > LARGEST:
        raise Invalid(Problem("file", "reach.streets_large", {"mb": LARGEST // 1024 // 1024}))
    return bytes(file.read())


def _day(text: str, at: datetime) -> date | Problem:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else show.local(at).date()
    except ValueError:
        return Problem("day", "centres.day_unreadable", {"day": text[:20]})


def pieces() -> tuple[Piece, ...]:
    """Return the largest pieces of the network in force that its main part does not reach, and where they lie."""
    walked = facts.walkable()
    if walked is None:
        return ()
    network: Network = walked.streets.network
    found = []
    for which, nodes in list(enumerate(network.pieces))[1 : PIECES_SHOWN + 1]:
        here = network.piece == which
        lon, lat = float(network.lon[here].mean()), float(network.lat[here].mean())
        found.append(Piece(nodes, round(lon, 5), round(lat, 5), _near(lon, lat)))
    return tuple(found)


def _near(lon: float, lat: float) -> str:
    """Return the name of the community that a place lies in; outside of all, nothing."""
    found = grid.locate(lon, lat)
    area = None if isinstance(found, Refusal) else grid.area_at(found.area_path)
    return name_of(area) if area else ""
