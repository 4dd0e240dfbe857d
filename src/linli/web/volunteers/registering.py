"""Confirmed hours reach the register that certificates rest on, where a second person still has to confirm them.

The register's rule stands: the entry is the organising body's, written down as by the one who confirmed the hours, so
that this person cannot be the second one. A certificate counts hours in steps of three minutes, rounded down.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from uuid import UUID, uuid5

from linli.apps.certificates import service as certificates
from linli.apps.grid import facts as grid
from linli.apps.volunteers import facts, service
from linli.kernel.access.actors import Actor, Grant, system_actor
from linli.kernel.access.permissions import Role
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.outbox.registry import Happening

REGISTER = "volunteers"
STEP = 3
"""Minutes; a twentieth of an hour."""


def enter(happening: Happening) -> None:
    """Write confirmed hours into the register, or what corrects them."""
    ref = str(happening.payload["hours"])
    told = facts.certifiable(ref)
    if told is None or told.entered_as:
        return
    actor = _hand(told, happening)
    minutes = told.minutes // STEP * STEP
    raw = {
        "phone": told.phone, "name": told.name, "on": told.on.isoformat(), "title": told.title,
        "amount": str(Decimal(minutes) / 60),
    }  # fmt: skip
    if told.corrected_entry:
        entry = _correct(told.corrected_entry, raw, actor, happening)
    elif minutes:
        entry = certificates.record(REGISTER, raw, actor=actor, act_id=happening.key, at=happening.at)
    else:
        return
    if entry:
        service.note_entry(ref, entry)


def _correct(old: str, raw: dict[str, str], actor: Actor, happening: Happening) -> str:
    """Correct an entry that stands; one that nobody has decided on is refused and written anew."""
    said = {"act_id": happening.key, "at": happening.at}
    why = "更正 / corrected"
    with suppress(Stale):
        return certificates.correct(old, raw, why, actor=actor, **said)
    with suppress(NotVisible, Refused, Stale):
        act_id = str(uuid5(UUID(happening.key), "refused"))
        hand = system_actor("volunteer-hours")
        certificates.decide(old, confirm=False, why=why, actor=hand, act_id=act_id, at=happening.at)
    if raw["amount"] == "0":
        return ""
    act_id = str(uuid5(UUID(happening.key), "anew"))
    return certificates.record(REGISTER, raw, actor=actor, act_id=act_id, at=happening.at)


def _hand(told: facts.Certifiable, happening: Happening) -> Actor:
    """Return the organising body's hand: a clerk of that body, and the person who confirmed the hours."""
    body = grid.bodies_by_id([told.body_id])[told.body_id]
    grant = Grant(Role.CLERK, body.id, body.ref, body.area_path, happening.at)
    return Actor(key="system:volunteer-hours", account_id=told.confirmed_by, grants=(grant,))
