"""Addresses of suggestions meetings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.web.council import desk, desk_sittings, public, sittings

urlpatterns: list[URLPattern | URLResolver] = [
    path("near/meetings", public.meetings, name="council"),
    path("near/meetings/unanswered", public.unanswered, name="council-unanswered"),
    path("near/meetings/<uuid:ref>", public.meeting, name="council-meeting"),
    path("near/meetings/<uuid:ref>/suggest", public.suggest, name="council-suggest"),
    path("near/sittings/<uuid:ref>", sittings.sitting, name="council-sitting"),
    path("near/sittings/<uuid:ref>/join", sittings.join, name="council-join"),
    path("near/sittings/<uuid:ref>/ask", sittings.ask, name="council-ask"),
    path("desk/meetings", desk.meetings, name="council-desk"),
    path("desk/meetings/answers", desk.answers, name="council-answers"),
    path("desk/meetings/<uuid:ref>", desk.keep, name="council-keep"),
    path("desk/sittings/<uuid:ref>", desk_sittings.sitting, name="council-sitting-keep"),
]
