"""Addresses of suggestions meetings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.web.council import desk, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("near/meetings", public.meetings, name="council"),
    path("near/meetings/unanswered", public.unanswered, name="council-unanswered"),
    path("near/meetings/<uuid:ref>", public.meeting, name="council-meeting"),
    path("near/meetings/<uuid:ref>/suggest", public.suggest, name="council-suggest"),
    path("desk/meetings", desk.meetings, name="council-desk"),
    path("desk/meetings/answers", desk.answers, name="council-answers"),
    path("desk/meetings/<uuid:ref>", desk.keep, name="council-keep"),
]
