"""The addresses below /log/."""

from __future__ import annotations

from django.urls import path

from linli.kernel.audit import web

app_name = "log"
urlpatterns = [
    path("", web.about, name="about"),
    path("checkpoint", web.checkpoint, name="checkpoint"),
    path("checkpoint/<int:size>", web.checkpoint_of, name="checkpoint_of"),
    path("key", web.key, name="key"),
    path("tile/<path:path>", web.tile, name="tile"),
    path("entry/<int:index>", web.entry, name="entry"),
    path("inclusion/<int:index>/<int:size>", web.inclusion, name="inclusion"),
    path("consistency/<int:old>/<int:new>", web.consistency, name="consistency"),
    path("promise", web.promise, name="promise"),
]
