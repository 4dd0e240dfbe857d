"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a form show the photos that it has just sent, their refs known to nobody else; bring neighbours together."""
        from linli.apps.volunteers.service import CONFIRMED
        from linli.kernel.files import owners
        from linli.kernel.outbox.registry import subscribe
        from linli.web.activities import register as attendance
        from linli.web.volunteers.registering import enter

        owners.register("form", lambda _actor, _ref, _file, _at: True)
        attendance.register()
        subscribe(CONFIRMED, "web.volunteer_hours", enter)
