"""The session store: Django's own, with the account written beside the data (``SESSION_ENGINE``)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from linli.kernel.audit.prepared import Select
from linli.kernel.identity.models import SessionRow

STARTED = "linli_started"
DEVICE = "linli_device"
STAFF = "linli_staff"
"""Marks a session that ends when nobody works in it: a desk stands where others pass."""

PART = 10
"""An idle session is only put off again after this part of the time: not every request writes."""

_by_key = Select(SessionRow.objects.all, "session_key")


class SessionStore(DatabaseSessions):
    """Sessions in the database that can be listed and ended by account."""

    @classmethod
    def get_model_class(cls) -> type[SessionRow]:
        """Return the model that keeps them."""
        return SessionRow

    def _get_session_from_db(self) -> SessionRow | None:
        """Read the row, by a statement written once: every request of somebody signed in begins with it."""
        row = _by_key.one(self.session_key)
        if row is None or row.expire_date <= timezone.now():
            self._session_key = None
            return None
        return row

    def load(self) -> dict[str, Any]:
        """Read the session; one of staff is put off a while with each use."""
        row = self._get_session_from_db()
        if row is None:
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
        if data.get(STAFF):
            self._put_off(row, until(data, timezone.now()))
        return data

    def _put_off(self, row: SessionRow, end: datetime) -> None:
        if end - row.expire_date > timedelta(seconds=settings.STAFF_IDLE_SECONDS / PART):
            SessionRow.objects.filter(pk=row.pk).update(expire_date=end)

    def create_model_instance(self, data: dict[str, Any]) -> SessionRow:
        """Return the row for ``data``, with account, device and start copied out of it."""
        row = super().create_model_instance(data)
        assert isinstance(row, SessionRow)  # noqa: S101 - get_model_class says so; for the type checker
        if account_id := data.get(SESSION_KEY):
            row.account_id = int(account_id)
        if started := data.get(STARTED):
            row.started_at = datetime.fromisoformat(started)
        row.device = data.get(DEVICE, "other")
        if data.get(STAFF):
            row.expire_date = until(data, timezone.now())
        return row


def until(data: dict[str, Any], now: datetime) -> datetime:
    """Return when a session of staff ends if nothing more happens in it; a working day later at the latest."""
    started = datetime.fromisoformat(data[STARTED]) if data.get(STARTED) else now
    last = started + timedelta(seconds=settings.STAFF_SESSION_SECONDS)
    return min(now + timedelta(seconds=settings.STAFF_IDLE_SECONDS), last)
