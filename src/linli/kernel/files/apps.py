"""Django's handle on this app."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Names the app and its label."""

    name = "linli.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
