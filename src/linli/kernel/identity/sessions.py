"""The session store: Django's own, with the account written beside the data (``SESSION_ENGINE``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from linli.kernel.audit.prepared import Select
from linli.kernel.identity.models import SessionRow

STARTED = "linli_started"
DEVICE = "linli_device"
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

    def create_model_instance(self, data: dict[str, Any]) -> SessionRow:
        """Return the row for ``data``, with account, device and start copied out of it."""
        row = super().create_model_instance(data)
        assert isinstance(row, SessionRow)  # noqa: S101 - get_model_class says so; for the type checker
        if account_id := data.get(SESSION_KEY):
            row.account_id = int(account_id)
        if started := data.get(STARTED):
            row.started_at = datetime.fromisoformat(started)
        row.device = data.get(DEVICE, "other")
        return row
