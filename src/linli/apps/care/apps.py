"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class CareConfig(AppConfig):
    """Names the app and its label, listens, and lets the worker look for visits that nobody began."""

    name = "linli.apps.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, tell what is held, and look for missed visits every ten minutes."""
        from linli.apps.care import subscribers
        from linli.apps.care.facts.held import what_is_held
        from linli.apps.care.service.missing import look_for_missed
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("care", what_is_held)
        every(timedelta(minutes=10), "care.missed", look_for_missed)
