"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """Names the app and its label, listens, tells what is held, and lets the worker end what has run out."""

    name = "linli.apps.volunteers"
    label = "volunteers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and sweep once a day."""
        from linli.apps.volunteers import subscribers
        from linli.apps.volunteers.facts.held import what_is_held
        from linli.apps.volunteers.service import sweep
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("volunteers", what_is_held)
        every(timedelta(days=1), "volunteers.sweep", sweep)
