"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class GridConfig(AppConfig):
    """Names the app and its label; writes the letters to contact households."""

    name = "linli.apps.grid"
    label = "grid"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of what households are asked."""
        from linli.apps.grid import subscribers

        subscribers.register()
