"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Names the app and its label, listens, and lets the worker delete what has run out."""

    name = "linli.apps.benefits"
    label = "benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and sweep once a day."""
        from linli.apps.benefits import subscribers
        from linli.apps.benefits.facts.kept import what_is_held
        from linli.apps.benefits.service import sweep
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("benefits", what_is_held)
        every(timedelta(days=1), "benefits.sweep", sweep)
