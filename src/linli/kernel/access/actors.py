"""Who acts, as a plain value: what a service function is told about the person behind a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from linli.kernel.access.permissions import ROLES, Permission, Role, Scope, scope_of


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, where it holds and for how long. ``area_path`` is a subtree: "/1401/140105/"."""

    role: str
    body_id: int | None
    body_ref: str | None
    area_path: str
    valid_from: datetime
    valid_to: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether the grant is in force at ``at``."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    def reaches(self, *, area_path: str | None, body_id: int | None) -> bool:
        """Say whether the grant covers a thing that lies in an area and is held by a body.

        A role of a body reaches what its body holds, wherever that lies; a role of an area what lies
        there, whoever holds it. What is not said is not asked.
        """
        match scope_of(self.role):
            case Scope.AREA:
                return area_path is None or area_path.startswith(self.area_path)
            case Scope.BODY:
                return body_id is None or body_id == self.body_id
            case Scope.OWN:
                return True


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or some part of the system, who does things.

    ``key`` names the actor for repeated acts and is never public. ``own_roles`` are held towards one's
    own matters only. ``case_refs`` are cases opened by number and query code in this session.
    ``on_behalf_of`` is the resident for whom an agent wishes to act; each act asks `people` for the consent.
    """

    key: str
    account_id: int | None = None
    account_ref: str | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    own_roles: frozenset[str] = frozenset()
    case_refs: frozenset[str] = frozenset()
    on_behalf_of: str | None = None
    is_system: bool = False

    @property
    def is_stranger(self) -> bool:
        """Nobody is signed in; there may still be cases opened by query code."""
        return self.account_id is None and not self.is_system

    @property
    def roles(self) -> frozenset[str]:
        """Every role held anywhere."""
        return self.own_roles | {grant.role for grant in self.grants}

    @property
    def body_ids(self) -> frozenset[int]:
        """The bodies this person works for: what they handled, this person may not check."""
        return frozenset(grant.body_id for grant in self.grants if grant.body_id is not None)

    def may(
        self, permission: Permission, *, area_path: str | None = None, body_id: int | None = None
    ) -> bool:
        """Say whether some role allows it there. For one's own matters the app adds whose they are."""
        if self.is_system or any(permission in ROLES.get(role, ()) for role in self.own_roles):
            return True
        return any(
            grant.reaches(area_path=area_path, body_id=body_id) for grant in self.grants_for(permission)
        )

    def grants_for(self, permission: Permission) -> tuple[Grant, ...]:
        """Return the grants whose role allows ``permission``."""
        return tuple(grant for grant in self.grants if permission in ROLES.get(grant.role, ()))

    def acting_for(self, resident_ref: str) -> Actor:
        """Return the same person as the agent of a resident; the caller has checked the consent."""
        return replace(self, on_behalf_of=resident_ref)


STRANGER = Actor(key="stranger")


def system_actor(name: str) -> Actor:
    """Return the actor of a job: "worker", "import:hotline", "demo". It may everything; it is code."""
    return Actor(key=f"system:{name}", name=name, is_system=True)


def resident_actor(*, account_id: int, account_ref: str, name: str = "") -> Actor:
    """Return a signed-in resident, without anything opened by query code."""
    return Actor(
        key=f"account:{account_ref}",
        account_id=account_id,
        account_ref=account_ref,
        name=name,
        own_roles=frozenset({Role.RESIDENT}),
    )
