"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the ``under`` lookup."""
        from linli.kernel.access import queries

        assert queries.Under.lookup_name == "under"  # noqa: S101 - imported for the registration
