"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class BundlesConfig(AppConfig):
    """Names the app and its label; follows the cases of its parts and answers for its files."""

    name = "linli.apps.bundles"
    label = "bundles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen, and say who may open the files of a bundle."""
        from linli.apps.bundles import subscribers
        from linli.apps.bundles.facts import may_open_file
        from linli.kernel.files import owners

        owners.register("bundle", may_open_file)
        subscribers.register()
