"""Django's handle on this app."""

from __future__ import annotations

from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Names the app and its label, listens, and lets the worker look after what is due."""

    name = "linli.apps.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, tell what is held, and look for unpaid wages every hour and for claims that ended every day."""
        from linli.apps.jobs import subscribers
        from linli.apps.jobs.facts.held import what_is_held
        from linli.apps.jobs.service import end_proofs, look_after_pay
        from linli.kernel.identity import held
        from linli.kernel.outbox.rounds import every

        subscribers.register()
        held.register("jobs", what_is_held)
        every(timedelta(hours=1), "jobs.pay", look_after_pay)
        every(timedelta(days=1), "jobs.proof", end_proofs)
