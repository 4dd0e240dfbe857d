"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """Names the app and its label, listens."""

    name = "linli.apps.council"
    label = "council"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and tell what is held."""
        from linli.apps.council import subscribers
        from linli.apps.council.facts.own import what_is_held
        from linli.kernel.identity import held

        subscribers.register()
        held.register("council", what_is_held)
