"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Names the app and its label, listens, and lets the worker move waiting lists up."""

    name = "linli.apps.activities"
    label = "activities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and look every few minutes for offers that nobody answered."""
        from linli.apps.activities import subscribers
        from linli.apps.activities.facts.own import what_is_held
        from linli.apps.activities.service import remind, sweep, sweep_childcare
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("activities", what_is_held)
        every(timedelta(minutes=10), "activities.sweep", sweep)
        every(timedelta(minutes=10), "activities.sweep_childcare", sweep_childcare)
        every(timedelta(days=1), "activities.remind", remind)
