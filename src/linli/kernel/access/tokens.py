"""Keys of programs: made and revoked by acts, kept as a digest, narrowed to scopes, bodies and areas."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import new as keyed
from typing import Any
from uuid import UUID

from django.db import connection

from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor, Grant
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Permission
from linli.kernel.access.service import CLOSED, grant_problems, public_grant
from linli.kernel.audit import vocabulary
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import keys, personal
from linli.kernel.identity.models import Account, AccountKind, ApiToken

MADE = vocabulary.register("account.token_made", {"kind", "scopes", "roles"})
PREFIX = "linli_"
NAME_LIMIT = 60
NOTED_EVERY = timedelta(hours=1)
"""How exactly the last use is kept: enough to find keys that nobody uses, too little to follow anybody."""

# Asked with every request of a program; building it anew through the ORM cost more than running it.
_FIND = """
    SELECT token.id, token.used_at, token.scopes, account.id, account.ref, account.name,
        held.role, held.body_id, held.body_ref, held.area_path, held.valid_from, held.valid_to
    FROM identity_api_token token
    JOIN identity_account account ON account.id = token.account_id
    LEFT JOIN access_grant held ON held.account_id = account.id
    WHERE token.digest = %s AND token.revoked_at IS NULL AND account.is_active
        AND (token.expires_at IS NULL OR token.expires_at > %s)
"""
_MOMENTS = (1, 10, 11)


class Scope(StrEnum):
    """What a program may ask for; where it may do so is told by its roles."""

    READ = "read"
    """Look up what its roles may see."""
    OPEN = "open"
    """Open cases, join them, send files along."""
    MOVE = "move"
    """Make the moves that its roles may make."""
    NOTE = "note"
    """Write notes."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that showed a good key."""

    actor: Actor
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenCard:
    """What is shown of a key; the key itself is shown once, when it is made."""

    ref: str
    name: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new key shall be good for."""

    name: str
    scopes: tuple[str, ...]
    grants: tuple[Grant, ...] = ()
    expires_at: datetime | None = None

    def as_said(self) -> dict[str, JsonValue]:
        """Return the wish as hashed for ``act_id``."""
        return {
            "name": self.name,
            "scopes": [*sorted(self.scopes)],
            "grants": [[one.role, one.body_ref, one.area_path] for one in self.grants],
            "expires": self.expires_at.isoformat() if self.expires_at else None,
        }


def new_token(wanted: Wanted, *, actor: Actor, act_id: str, at: datetime) -> tuple[str, str]:
    """Make a key with an account and roles of its own; returns its ref and the key, shown only now.

    Raises:
        Invalid: no name, no such scope or role, an end in the past.
        NotVisible: the actor may not open accounts, or not give roles there.
    """
    _demand(actor, Permission.ACCOUNT_CREATE, None)
    for grant in wanted.grants:
        _demand(actor, Permission.GRANT_GIVE, grant.area_path)
    if problems := [
        *_problems(wanted, at),
        *(one for grant in wanted.grants for one in grant_problems(grant)),
    ]:
        raise Invalid(*problems)
    secret = _secret(actor.key, act_id)

    def work(acting: Acting) -> JsonValue:
        return str(_store(acting, wanted, secret).ref)

    answer = act("access.new_token", work, said=wanted.as_said(), actor=actor, act_id=act_id, at=at)
    return str(answer), secret


def revoke_token(ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a key at once; its account is closed with it.

    Raises:
        NotVisible: no such key, or the actor may not.
        Refused: it was revoked before.
    """
    _demand(actor, Permission.ACCOUNT_DISABLE, None)

    def work(acting: Acting) -> JsonValue:
        token = ApiToken.objects.select_related("account__stream").filter(ref=_uuid(ref)).first()
        if token is None or token.account.stream is None:
            raise NotVisible
        if token.revoked_at is not None:
            raise Refused(Refusal("access.token_revoked_before"))
        acting.enter(token.account.stream, CLOSED, {})
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=at)
        Account.objects.filter(pk=token.account_id).update(is_active=False)
        return None

    act("access.revoke_token", work, said={"token": ref}, actor=actor, act_id=act_id, at=at)


def machine_of(secret: str, at: datetime) -> Machine | None:
    """Return who shows this key, read in one statement; None when it is good for nothing (any more)."""
    if not secret.startswith(PREFIX):
        return None
    rows = _find(_digest(secret), at)
    if not rows:
        return None
    token_id, used_at, scopes, *_ = rows[0]
    if used_at is None or used_at <= at - NOTED_EVERY:
        ApiToken.objects.filter(pk=token_id).update(used_at=at)
    kept = json.loads(scopes) if isinstance(scopes, str) else scopes
    return Machine(_actor(rows, at), frozenset(kept))


def _find(digest: str, at: datetime) -> list[list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [digest, connection.ops.adapt_datetimefield_value(at)])
        rows = [[*row] for row in cursor.fetchall()]
    for row in rows:
        for place in _MOMENTS:
            row[place] = _moment(row[place])
        row[4] = UUID(str(row[4]))
    return rows


def _moment(stored: datetime | str | None) -> datetime | None:
    """Read a column as the ORM does: SQLite keeps a text without a zone, PostgreSQL answers with one."""
    read = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return read.replace(tzinfo=UTC) if read is not None and read.tzinfo is None else read


def tokens(*, actor: Actor) -> list[TokenCard]:
    """Return all keys, those made last first.

    Raises:
        NotVisible: the actor may not see who holds which role.
    """
    _demand(actor, Permission.GRANT_READ, None)
    rows = ApiToken.objects.select_related("account").order_by("-id")
    held = GrantRow.objects.filter(account_id__in=[row.account_id for row in rows]).order_by("id")
    roles: dict[int, list[str]] = {}
    for account_id, role, body, area in held.values_list("account_id", "role", "body_ref", "area_path"):
        roles.setdefault(account_id, []).append(" ".join(filter(None, (role, body, area))))
    return [_card(row, roles.get(row.account_id, [])) for row in rows]


def _card(row: ApiToken, roles: Sequence[str]) -> TokenCard:
    return TokenCard(
        ref=str(row.ref),
        name=row.account.name,
        scopes=tuple(row.scopes),
        roles=tuple(roles),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )


def _store(acting: Acting, wanted: Wanted, secret: str) -> ApiToken:
    account = Account(kind=AccountKind.SYSTEM, name=wanted.name, created_at=acting.at)
    account.set_unusable_password()
    scopes: list[JsonValue] = [*sorted(set(wanted.scopes))]
    roles: list[JsonValue] = [public_grant(grant) for grant in wanted.grants]
    public: dict[str, JsonValue] = {"kind": "system", "scopes": scopes, "roles": roles}
    item = Item("name", wanted.name, f"account:{account.ref}", "account")
    account.stream = acting.open_stream("account", MADE, public, (item,))
    account.save(force_insert=True)
    GrantRow.objects.bulk_create(_row(account, grant) for grant in wanted.grants)
    token = ApiToken(
        account=account,
        digest=_digest(secret),
        scopes=scopes,
        created_at=acting.at,
        expires_at=wanted.expires_at,
    )
    token.save(force_insert=True)
    return token


def _row(account: Account, grant: Grant) -> GrantRow:
    return GrantRow(
        account=account,
        role=grant.role,
        body_id=grant.body_id,
        body_ref=grant.body_ref or "",
        area_path=grant.area_path,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
    )


def _problems(wanted: Wanted, at: datetime) -> Iterable[Problem]:
    name = clean_text(wanted.name).strip()
    if not name or len(name) > NAME_LIMIT:
        yield Problem("name", "access.token_name", {"limit": NAME_LIMIT})
    if not wanted.scopes:
        yield Problem("scope", "access.token_scope_missing")
    for scope in wanted.scopes:
        if scope not in tuple(Scope):
            yield Problem("scope", "access.no_such_scope", {"scope": scope[:40]})
    if wanted.expires_at is not None and wanted.expires_at <= at:
        yield Problem("expires", "access.token_ends_before_now")


def _actor(rows: Sequence[Sequence[Any]], at: datetime) -> Actor:
    account_id, ref, name = rows[0][3:6]
    grants = (_grant(row[6:]) for row in rows if row[6])
    return Actor(
        key=f"account:{ref}",
        account_id=int(str(account_id)),
        account_ref=str(ref),
        name=str(name),
        grants=tuple(grant for grant in grants if grant.holds(at)),
    )


def _grant(row: Sequence[Any]) -> Grant:
    role, body_id, body_ref, area_path, valid_from, valid_to = row
    return Grant(role, body_id, body_ref or None, area_path, valid_from, valid_to)


def _secret(actor_key: str, act_id: str) -> str:
    """Derive the key from the act, so that an act said again gives the same one, and nobody else can."""
    digest = keyed(keys.derived("api-token"), f"{actor_key}/{act_id}".encode(), sha256).digest()
    return PREFIX + urlsafe_b64encode(digest).decode().rstrip("=")


def _digest(secret: str) -> str:
    return personal.index(secret, "api-token")


def _demand(actor: Actor, permission: Permission, area_path: str | None) -> None:
    if not actor.may(permission, area_path=area_path):
        raise NotVisible


def _uuid(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise NotVisible from None
