"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the app and its label, listens, and lets the worker tell."""

    name = "linli.apps.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, tell what is due, end what has run out."""
        from linli.apps.notices import subscribers
        from linli.apps.notices.facts import may_open_photo, own_in, what_is_held
        from linli.apps.notices.service import alert_unheard, end_run_out, tell_due
        from linli.kernel.files import owners
        from linli.kernel.identity import held
        from linli.kernel.messaging import readings
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        readings.register(own_in)
        held.register("notices", what_is_held)
        owners.register("search", may_open_photo)
        every(timedelta(seconds=2), "notices.tell", tell_due)
        every(timedelta(minutes=10), "notices.visits", alert_unheard)
        every(timedelta(hours=1), "notices.end_run_out", end_run_out)
