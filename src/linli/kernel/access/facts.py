"""Who stands behind a session or an account, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from linli.kernel.access.actors import STRANGER, Actor, Grant
from linli.kernel.access.capabilities import on_behalf_of, open_cases
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Role
from linli.kernel.audit.prepared import Select
from linli.kernel.identity.models import Account, AccountKind


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works for a body. ``id`` is for foreign keys and never leaves the server."""

    id: int
    ref: str
    name: str
    roles: tuple[str, ...]


_GRANT = ("role", "body_id", "body_ref", "area_path", "valid_from", "valid_to")
_COLUMNS = ("id", "ref", "kind", "name", "is_active", "password", *(f"grant__{name}" for name in _GRANT))
_by_id = Select(lambda: Account.objects.filter(is_active=True).values_list(*_COLUMNS), "id")


def actor_of_session(session: SessionBase, at: datetime) -> Actor:
    """Return who is signed in with the cases opened by query code, or a stranger with these.

    A session made before the password changed signs nobody in.
    """
    cases = open_cases(session, at)
    account_id = session.get(SESSION_KEY)
    found = _load(at, int(account_id)) if account_id else None
    if found is None:
        return replace(STRANGER, case_refs=cases) if cases else STRANGER
    actor, proof = found
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), proof):
        return replace(STRANGER, case_refs=cases)
    return replace(actor, case_refs=cases, on_behalf_of=on_behalf_of(session))


def actor_of_account(account_id: int, at: datetime) -> Actor | None:
    """Return the actor of an account that is in use, with the grants in force at ``at``."""
    found = _load(at, account_id)
    return found[0] if found else None


def _load(at: datetime, account_id: int) -> tuple[Actor, str] | None:
    """Read account and grants by one LEFT JOIN; also what the session must prove."""
    rows = _by_id(account_id)
    if not rows:
        return None
    _, ref, kind, name, is_active, password, *_ = rows[0]
    grants = (Grant(row[6], row[7], row[8] or None, *row[9:]) for row in rows if row[6])
    account = Account(id=account_id, ref=ref, is_active=is_active, password=password)
    actor = Actor(
        key=f"account:{ref}",
        account_id=account_id,
        account_ref=str(ref),
        name=name,
        grants=tuple(grant for grant in grants if grant.holds(at)),
        own_roles=frozenset({Role.RESIDENT}) if kind == AccountKind.RESIDENT else frozenset(),
    )
    return actor, account.get_session_auth_hash()


def staff_of(body_id: int, at: datetime) -> list[Colleague]:
    """Return the people in use who hold a role for a body at ``at``, by name; names only, for colleagues."""
    rows = GrantRow.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at), body_id=body_id, valid_from__lte=at, account__is_active=True
    )
    found: dict[int, Colleague] = {}
    columns = ("account_id", "account__ref", "account__name", "role")
    for key, ref, name, role in rows.order_by("account__name", "account_id", "role").values_list(*columns):
        roles = found[key].roles if key in found else ()
        found[key] = Colleague(key, str(ref), name, (*roles, role))
    return list(found.values())
