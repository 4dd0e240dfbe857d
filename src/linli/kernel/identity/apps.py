"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell what accounts hold about a person."""
        from linli.kernel.identity import held
        from linli.kernel.identity.facts import what_is_held

        held.register("identity", what_is_held)
