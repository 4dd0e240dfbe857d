"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the worker forget what was delivered a month ago."""
        from linli.kernel.outbox.rounds import every
        from linli.kernel.outbox.worker import forget_done

        every(timedelta(days=1), "outbox.forget_done", forget_done)
