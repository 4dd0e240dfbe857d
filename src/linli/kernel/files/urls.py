"""The addresses of stored files."""

from __future__ import annotations

from django.urls import path

from linli.kernel.files import web

urlpatterns = [
    path("files/<uuid:ref>", web.whole, name="file"),
    path("files/<uuid:ref>/small", web.small, name="file-small"),
]
