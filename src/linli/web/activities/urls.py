"""Addresses of activities, circuits and childcare places."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.web.activities import desk, holding, own, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("near/activities", public.calendar, name="activities"),
    path("near/activities/mine", own.mine, name="activities-mine"),
    path("near/activities/mine/<uuid:ref>", own.one, name="activities-own"),
    path("near/activities/code/<str:code>", holding.code, name="activities-code"),
    path("near/activities/<uuid:ref>", public.activity, name="activity"),
    path("near/activities/<uuid:ref>/sign-up", own.sign_up, name="activity-sign-up"),
    path("near/activities/<uuid:ref>/questions", own.ask, name="activity-ask"),
    path("near/activities/<uuid:ref>/list", holding.hold, name="activity-hold"),
    path("desk/activities", desk.listing, name="activities-desk"),
    path("desk/activities/new", desk.plan, name="activities-plan"),
    path("desk/activities/<uuid:ref>", desk.one, name="activities-desk-one"),
    path("desk/activities/<uuid:ref>/change", desk.change, name="activities-change"),
    path("desk/activities/<uuid:ref>/counter", desk.counter, name="activities-counter"),
]
