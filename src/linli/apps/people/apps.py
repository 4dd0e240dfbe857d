"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Names the app and its label, and lets it hear of erasures."""

    name = "linli.apps.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen."""
        from linli.apps.people import subscribers

        subscribers.register()
