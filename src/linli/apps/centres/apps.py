"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Names the app and its label, listens, and tells people what is held of them."""

    name = "linli.apps.centres"
    label = "centres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from linli.apps.centres import subscribers
        from linli.apps.centres.facts import what_is_held
        from linli.kernel.identity import held

        subscribers.register()
        held.register("centres", what_is_held)
