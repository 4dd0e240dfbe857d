"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Names the app and its label; says what the worker does for it."""

    name = "linli.apps.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the worker read the log on."""
        from linli.apps.insight.service import refresh
        from linli.kernel.outbox.rounds import every

        every(timedelta(minutes=2), "insight.refresh", refresh)
