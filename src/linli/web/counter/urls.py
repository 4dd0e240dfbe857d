"""Addresses of the halls, their screens, and the counters at the desk."""

from __future__ import annotations

from django.urls import path

from linli.web.counter import desk, public

urlpatterns = [
    path("near/queue", public.halls, name="counter-halls"),
    path("near/queue/number/<uuid:ref>", public.number, name="counter-number"),
    path("near/queue/number/<uuid:ref>/slip", public.slip, name="counter-slip"),
    path("near/queue/number/<uuid:ref>/back", public.give_back, name="counter-back"),
    path("near/queue/screen", public.halls_screen, name="counter-halls-screen"),
    path("near/queue/<uuid:centre>", public.take, name="counter-take"),
    path("near/queue/<uuid:centre>/stand", public.stand, name="counter-stand"),
    path("near/queue/<uuid:centre>/screen", public.screen, name="counter-screen"),
    path("desk/counter", desk.choose, name="desk-counters"),
    path("desk/counter/<uuid:ref>", desk.counter, name="desk-counter"),
    path("desk/counter/hall/<uuid:centre>", desk.hall, name="desk-hall"),
]
