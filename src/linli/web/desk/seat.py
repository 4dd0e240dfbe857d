"""Who sits here: which queues are theirs, what they may open beside them."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import QUEUES
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission, Role, Scope, scope_of
from linli.kernel.ui.jinja import url
from linli.kernel.ui.text import t
from linli.web.desk import neighbourhood
from linli.web.desk.names import joined, role_name

Link = tuple[str, str, bool, int | None]

QUEUES_OF: dict[str, tuple[str, ...]] = {
    Role.CLERK: ("intake", "pre_check", "waiting"),
    Role.DISPATCHER: ("intake", "pre_check", "dispatch", "returned", "offered", "handling", "parked"),
    Role.OFFICER: ("offered", "handling", "waiting", "parked", "post_check"),
    Role.MEDIATOR: ("offered", "handling", "waiting", "parked"),
    Role.CHECKER: ("pre_check", "post_check", "contested"),
    Role.FIELD_INSPECTOR: ("pre_check", "post_check"),
    Role.GRID_WORKER: ("pre_check",),
    Role.CALLER: ("call_back",),
    Role.SUPERVISOR: ("returned", "contested", "offered", "handling", "parked", "post_check", "call_back"),
}
"""What each role works off; who holds several roles has them all."""

FIRST: dict[str, str] = {
    Role.DISPATCHER: "dispatch",
    Role.OFFICER: "offered",
    Role.CHECKER: "post_check",
    Role.CALLER: "call_back",
    Role.CLERK: "intake",
}
"""Where a role starts its day."""

REGISTERS = (Permission.REGISTER_RECORD, Permission.REGISTER_CONFIRM)
DECIDERS = frozenset({Role.DISPATCHER, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Seat:
    """The reader's place at the desk."""

    actor: Actor
    queues: tuple[str, ...]
    first: str

    @property
    def title(self) -> str:
        """Say who sits here."""
        roles = joined(role_name(role) for role in sorted(self.actor.roles))
        return t("desk.seat", roles=roles, name=self.actor.name)


def seat_of(actor: Actor) -> Seat:
    """Return the seat of somebody; roles without work of their own (auditor) look at every queue."""
    wanted = {name for role in actor.roles for name in QUEUES_OF.get(role, ())}
    queues = tuple(name for name in QUEUES if name in wanted) or tuple(QUEUES)
    starts = (name for role, name in FIRST.items() if role in actor.roles)
    return Seat(actor, queues, next(starts, queues[0]))


def walks(actor: Actor) -> bool:
    """Say whether somebody works outside and not at a desk besides."""
    return Role.GRID_WORKER in actor.roles and not any(role in actor.roles for role in FIRST)


def frame(request: ActorRequest, *, here: str = "", **more: object) -> dict[str, object]:
    """Return what every page of the desk shows: seat and navigation with counts. Four statements."""
    seat = seat_of(request.actor)
    counts: dict[str, int] = {}
    if request.actor.may(Permission.CASE_READ):
        counts = {**cases.queue_counts(request.actor, request.at), **cases.beside_counts(request.actor)}
    return {"seat": seat, "counts": counts, "groups": groups(seat, counts, here), **more}


def groups(seat: Seat, counts: dict[str, int], here: str) -> list[tuple[str, list[Link]]]:
    """Return the navigation: queues, what to look out for, and the rest of the work."""
    found = [
        (t("desk.nav.queues"), _queues(seat, counts, here) if counts else []),
        (t("desk.nav.watch"), _watch(seat, counts, here) if counts else []),
        (t("desk.nav.beside"), _beside(seat.actor, counts, here)),
        (t("desk.nav.neighbourhood"), neighbourhood.links(seat.actor, here)),
    ]
    return [(title, links) for title, links in found if links]


def _queues(seat: Seat, counts: dict[str, int], here: str) -> list[Link]:
    return [
        (url("desk:queue", what=name), t(f"desk.queue.{name}"), here == name, counts[name])
        for name in seat.queues
    ]


def _watch(seat: Seat, counts: dict[str, int], here: str) -> list[Link]:
    decides = bool(DECIDERS & seat.actor.roles)
    return [
        (f"{url('desk:all')}?late={name}", t(f"desk.late.{name}"), here == f"late:{name}", counts[name])
        for name in cases.LATE
        if name != "wishes" or decides
    ]


def _beside(actor: Actor, counts: dict[str, int], here: str) -> list[Link]:
    """Return the links beside the queues, each only for whom the page opens."""
    own = any(scope_of(grant.role) is Scope.BODY for grant in actor.grants)
    supervises = actor.may(Permission.CASE_SUPERVISE)
    wanted: list[tuple[str, bool, int | None]] = [
        ("supporting", own, counts.get("supporting")),
        ("orders", own or supervises, counts.get("orders") if own else None),
        ("intake", actor.may(Permission.CASE_SUBMIT_FOR), None),
        ("agents", actor.may(Permission.CONSENT_RECORD), None),
        ("visits", bool(counts), None),
        ("bundles", bool(counts), None),
        ("sheet", actor.may(Permission.ASSIGNMENT_REPORT), None),
        ("certificates", actor.may(Permission.CERTIFICATE_READ), None),
        ("kiosk", actor.may(Permission.CERTIFICATE_ISSUE), None),
        ("registers", any(actor.may(one) for one in REGISTERS), None),
        ("programmes", actor.may(Permission.PROGRAMME_READ), None),
        ("shift", any(grant.body_id for grant in actor.grants), None),
        ("duty", actor.may(Permission.ROSTER_READ) or actor.may(Permission.SHIFT_SWAP), None),
    ]
    links: list[Link] = [
        (url(f"desk:{name}"), t(f"desk.nav.{name}"), here == f"page:{name}", count)
        for name, open_, count in wanted
        if open_
    ]
    board: Link = (url("board:board"), t("desk.nav.board"), here == "page:board", None)
    return [board, *links] if actor.may(Permission.BOARD_READ) else links
