"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """Names the app and its label, listens, and tells people what is held of them."""

    name = "linli.apps.centres"
    label = "centres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, tell what is held, and go round."""
        from linli.apps.centres import subscribers
        from linli.apps.centres.facts import what_is_held
        from linli.apps.centres.service import look_after, look_after_advice, look_after_places
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("centres", what_is_held)
        every(timedelta(hours=1), "centres.lending", look_after)
        every(timedelta(hours=1), "centres.advice", look_after_advice)
        every(timedelta(hours=1), "centres.places", look_after_places)
