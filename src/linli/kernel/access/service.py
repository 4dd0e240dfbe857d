"""Opens staff accounts, gives and ends roles, shows a hidden number: each recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Q, QuerySet

from linli.core.ledger.entry import write_instant
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, Grant
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import ROLES, Permission
from linli.kernel.access.staff import Hashed, read_staff
from linli.kernel.audit import vocabulary
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.models import Account, AccountKind
from linli.kernel.identity.service import password_problem, phone_of
from linli.kernel.identity.signing_in import end_everywhere

OPENED = vocabulary.register("account.opened", {"kind"})
CLOSED = vocabulary.register("account.closed")
PASSWORD_RESET = vocabulary.register("account.password_reset")
GIVEN = vocabulary.register("account.role_given", {"role", "body", "area", "from", "to"})
ENDED = vocabulary.register("account.role_ended", {"role", "body", "area", "to"})
UNMASKED = vocabulary.register("account.unmasked", {"role"})
COMMUNITY_DEPTH = 4


def open_staff(
    login: str,
    name: str,
    password: str | Hashed,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> str:
    """Open an account for a member of staff and return its ref; roles are given apart.

    Raises:
        Invalid: name, sign-in name or password will not do.
        NotVisible: the actor may not open accounts.
    """
    _demand(actor, Permission.ACCOUNT_CREATE)
    wanted = read_staff(login, name, password)
    kept = password.value if isinstance(password, Hashed) else make_password(password)

    def work(acting: Acting) -> JsonValue:
        if Account.objects.filter(login=wanted.login).exists():
            raise Invalid(Problem("login", "identity.login_taken"))
        account = Account(kind=AccountKind.STAFF, login=wanted.login, name=wanted.name, created_at=at)
        account.password = kept
        item = Item(
            "staff", {"login": wanted.login, "name": wanted.name}, f"account:{account.ref}", "account"
        )
        account.stream = acting.open_stream("account", OPENED, {"kind": "staff"}, (item,))
        account.save(force_insert=True)
        return str(account.ref)

    said: JsonValue = {"login": wanted.login, "name": wanted.name}
    return str(act("access.open_staff", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def close_account(account_ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Close an account: it signs nobody in any more, its sessions and roles end.

    Raises:
        NotVisible: no such account, or the actor may not.
        Refused: one's own account.
    """

    def work(acting: Acting) -> JsonValue:
        account = _account_under(actor, Permission.ACCOUNT_DISABLE, account_ref, at)
        _enter(acting, account, CLOSED, {})
        Account.objects.filter(pk=account.pk).update(is_active=False)
        _in_force(account.pk, at).filter(valid_from__gte=at).delete()
        _in_force(account.pk, at).update(valid_to=at)
        end_everywhere(account.pk)
        return None

    act("access.close_account", work, said={"account": account_ref}, actor=actor, act_id=act_id, at=at)


def reset_password(account_ref: str, password: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a member of staff a new password; every session of the account ends.

    Raises:
        Invalid: too weak.
        NotVisible: no such account, or the actor may not.
        Refused: one's own account.
    """
    if problem := password_problem(password):
        raise Invalid(problem)

    def work(acting: Acting) -> JsonValue:
        account = _account_under(actor, Permission.ACCOUNT_CREATE, account_ref, at)
        _enter(acting, account, PASSWORD_RESET, {})
        account.set_password(password)
        account.save(update_fields=["password"])
        end_everywhere(account.pk)
        return None

    act("access.reset_password", work, said={"account": account_ref}, actor=actor, act_id=act_id, at=at)


def give_role(
    account_ref: str,
    grant: Grant,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> int:
    """Give a role in an area (and a body) for a time and return the grant's number.

    Raises:
        NotVisible: no such account, or the area is not the actor's.
        Invalid: no such role, an area that is no path, an end before the start.
        Refused: to oneself.
    """
    if problems := grant_problems(grant):
        raise Invalid(*problems)
    _demand(actor, Permission.GRANT_GIVE, grant.area_path)
    _not_oneself(actor, account_ref)
    public = public_grant(grant)

    def work(acting: Acting) -> JsonValue:
        account = _account(account_ref)
        _enter(acting, account, GIVEN, public)
        row = GrantRow(
            account=account,
            role=grant.role,
            body_id=grant.body_id,
            body_ref=grant.body_ref or "",
            area_path=grant.area_path,
            valid_from=grant.valid_from,
            valid_to=grant.valid_to,
        )
        row.save(force_insert=True)
        return row.pk

    said: JsonValue = {"account": account_ref, "body_id": grant.body_id, **public, "path": grant.area_path}
    answer = act("access.give_role", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    return int(str(answer))


def end_role(grant_id: int, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End a role now.

    Raises:
        NotVisible: no such grant in the actor's area.
        Refused: it has ended already.
    """

    def work(acting: Acting) -> JsonValue:
        row = GrantRow.objects.select_related("account__stream").filter(pk=grant_id).first()
        if row is None:
            raise NotVisible
        _demand(actor, Permission.GRANT_GIVE, row.area_path)
        if row.valid_to is not None and row.valid_to <= at:
            raise Refused(Refusal("access.role_ended"))
        _enter(acting, row.account, ENDED, _public_end(row, at))
        if row.valid_from < at:
            GrantRow.objects.filter(pk=grant_id).update(valid_to=at)
        else:
            row.delete()
        return None

    act("access.end_role", work, said={"grant": grant_id}, actor=actor, act_id=act_id, at=at)


def unmask_phone(account_ref: str, *, why: str, actor: Actor, act_id: str, at: datetime) -> str:
    """Return the whole telephone number behind an account; that it was shown, to whom and why is recorded.

    Raises:
        NotVisible: no such account, or the actor may not.
        Invalid: no reason given.
    """
    _demand(actor, Permission.ACCOUNT_UNMASK)
    reason = " ".join(why.split())[:200]
    if not reason:
        raise Invalid(Problem("why", "access.why_missing"))
    role = min((grant.role for grant in actor.grants_for(Permission.ACCOUNT_UNMASK)), default="system")

    def work(acting: Acting) -> JsonValue:
        account = _account(account_ref)
        seen = Item("unmasked", {"by": actor.key, "why": reason}, f"account:{account.ref}", "account")
        _enter(acting, account, UNMASKED, {"role": role}, (seen,))
        return None  # never the number: answers are kept

    said: JsonValue = {"account": account_ref, "why": reason}
    act("access.unmask_phone", work, said=said, actor=actor, act_id=act_id, at=at)
    return phone_of(_account(account_ref))


def grant_problems(grant: Grant) -> tuple[Problem, ...]:
    """Return what is wrong with a role that is about to be given."""
    problems = []
    if grant.role not in ROLES:
        problems.append(Problem("role", "access.no_such_role", {"role": grant.role[:40]}))
    if not (grant.area_path.startswith("/") and grant.area_path.endswith("/")):
        problems.append(Problem("area", "access.no_such_area"))
    if grant.valid_to is not None and grant.valid_to <= grant.valid_from:
        problems.append(Problem("valid_to", "access.ends_before_start"))
    return tuple(problems)


def public_grant(grant: Grant) -> dict[str, JsonValue]:
    """Return what the log shows of a role: never whose it is, nothing finer than a community."""
    shown: dict[str, JsonValue] = {"role": grant.role, "area": _coarse(grant.area_path)}
    shown["from"] = write_instant(grant.valid_from)
    if grant.body_ref:
        shown["body"] = grant.body_ref
    if grant.valid_to:
        shown["to"] = write_instant(grant.valid_to)
    return shown


def _public_end(row: GrantRow, at: datetime) -> dict[str, JsonValue]:
    shown: dict[str, JsonValue] = {"role": row.role, "area": _coarse(row.area_path), "to": write_instant(at)}
    if row.body_ref:
        shown["body"] = row.body_ref
    return shown


def _coarse(area_path: str) -> str:
    steps = [step for step in area_path.split("/") if step][:COMMUNITY_DEPTH]
    return "".join(f"/{step}" for step in steps) + "/"


def _demand(actor: Actor, permission: Permission, area_path: str | None = None) -> None:
    if not actor.may(permission, area_path=area_path):
        raise NotVisible


def _not_oneself(actor: Actor, account_ref: str) -> None:
    if account_ref == actor.account_ref:
        raise Refused(Refusal("access.not_your_own"))


def _account(ref: str) -> Account:
    try:
        return Account.objects.select_related("stream").get(ref=UUID(ref), is_active=True)
    except (ValueError, Account.DoesNotExist):
        raise NotVisible from None


def _account_under(actor: Actor, permission: Permission, ref: str, at: datetime) -> Account:
    """Return another's account whose roles all lie in the actor's area: no district closes the city's."""
    _demand(actor, permission)
    _not_oneself(actor, ref)
    account = _account(ref)
    for area_path in _in_force(account.pk, at).values_list("area_path", flat=True):
        _demand(actor, permission, area_path)
    return account


def _enter(
    acting: Acting,
    account: Account,
    name: str,
    public: Mapping[str, JsonValue],
    private: tuple[Item, ...] = (),
) -> None:
    """Write on the account's stream, opening it at the first act that concerns the account."""
    if account.stream is not None:
        acting.enter(account.stream, name, public, private)
        return
    stream = acting.open_stream("account", name, public, private)
    if not Account.objects.filter(pk=account.pk, stream__isnull=True).update(stream=stream):
        raise LostRaceError  # the rival's stream is not known; ours goes with this try


def _in_force(account_id: int, at: datetime) -> QuerySet[GrantRow]:
    return GrantRow.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), account_id=account_id)
