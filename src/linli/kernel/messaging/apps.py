"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the worker send what is due."""
        from linli.kernel.messaging.service import deliver_due
        from linli.kernel.outbox.rounds import every

        every(timedelta(seconds=1), "messaging.deliver_due", deliver_due)
