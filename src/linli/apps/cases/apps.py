"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Names the app and its label; says who may open the files of a case, and writes its letters."""

    name = "linli.apps.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer for the files that cases own."""
        from linli.apps.cases import subscribers, tasks
        from linli.apps.cases.facts.page import may_open_file
        from linli.apps.cases.facts.saved import what_is_held
        from linli.kernel.files import owners
        from linli.kernel.identity import held

        owners.register("case", may_open_file)
        held.register("cases", what_is_held)
        subscribers.register()
        tasks.register()
