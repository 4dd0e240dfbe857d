"""Addresses of advice, for residents, advisers, clerks and keepers."""

from __future__ import annotations

from django.urls import path

from linli.web.advice import desk, public

urlpatterns = [
    path("near/advice", public.advisers, name="advice"),
    path("near/advice/mine", public.mine, name="advice-mine"),
    path("near/advice/with/<uuid:ref>", public.adviser, name="advice-adviser"),
    path("near/advice/booking/<uuid:ref>", public.consultation, name="advice-consultation"),
    path("near/advice/booking/<uuid:ref>/change", public.change, name="advice-change"),
    path("desk/advice", desk.day, name="desk-advice"),
    path("desk/advice/hours", desk.hours, name="desk-advice-hours"),
    path("desk/advice/book", desk.book, name="desk-advice-book"),
    path("desk/advice/<uuid:ref>", desk.consultation, name="desk-consultation"),
    path("desk/advice/centre/<uuid:centre>", desk.advisers, name="desk-advisers"),
]
