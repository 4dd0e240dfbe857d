"""Django's PostgreSQL backend; a connection that just worked is not asked whether it works."""

from __future__ import annotations

import time

from django.db.backends.postgresql import base

RESTED_SECONDS = 2.0


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that settings name; see the module."""

    _asked_at = 0.0

    def is_usable(self) -> bool:
        """Say whether the connection works; asked of the server at most once in ``RESTED_SECONDS``."""
        now = time.monotonic()
        at_work = now - self._asked_at < RESTED_SECONDS and not self.errors_occurred
        if at_work and self.connection is not None:
            return True
        usable: bool = super().is_usable()
        self._asked_at = now if usable else 0.0
        return usable
