"""Starts and ends sessions: a new key at each sign-in, and all of them ended at a word."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from linli.kernel.identity.models import Account, AccountKind, SessionRow
from linli.kernel.identity.sessions import DEVICE, STAFF, STARTED

BACKEND = "linli.kernel.identity.backend.AccountBackend"
RESIDENT_LASTS = 14 * 24 * 3600
_DEVICES = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac", "Mac OS"),
    ("linux", "Linux"),
)


def start_session(request: HttpRequest, account: Account, at: datetime) -> None:
    """Sign the account in on this device. The session gets a new key and the forms a new token."""
    auth.login(request, account, backend=BACKEND)
    request.session[STARTED] = at.isoformat()
    request.session[DEVICE] = device_of(request)
    if AccountKind(account.kind) is AccountKind.STAFF:
        request.session[STAFF] = True
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
    else:
        request.session.set_expiry(RESIDENT_LASTS)


def end_session(request: HttpRequest) -> None:
    """Sign out here."""
    auth.logout(request)


def end_one(account_id: int, ref: UUID) -> bool:
    """Sign out on one other device; False when there is no such session of this account."""
    return SessionRow.objects.filter(account_id=account_id, ref=ref).delete()[0] > 0


def end_everywhere(account_id: int) -> int:
    """Sign out on every device."""
    return SessionRow.objects.filter(account_id=account_id).delete()[0]


def sessions_of(account_id: int, at: datetime) -> list[SessionRow]:
    """Return the sessions of an account that are still good, the newest first."""
    return list(
        SessionRow.objects.filter(account_id=account_id, expire_date__gt=at).order_by("-started_at", "-pk")
    )


def device_of(request: HttpRequest) -> str:
    """Name the kind of device in one word; nothing finer is kept."""
    agent = request.headers.get("User-Agent", "")
    return next((word for word, sign in _DEVICES if sign in agent), "other")
