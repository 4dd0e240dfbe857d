"""Addresses of activities, circuits and childcare places."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from linli.web.activities import childcare, circuits, desk, holding, own, public, reminders

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
    path("near/circuits", circuits.calendar, name="circuits"),
    path("near/circuits/<uuid:ref>", circuits.circuit, name="circuit"),
    path("desk/circuits", circuits.desk, name="circuits-desk"),
    path("desk/circuits/<uuid:ref>", circuits.desk_one, name="circuits-desk-one"),
    path("near/childcare", childcare.groups, name="childcare"),
    path("near/childcare/mine", childcare.mine, name="childcare-mine"),
    path("near/childcare/reminders", reminders.reminders, name="childcare-reminders"),
    path("near/childcare/<uuid:ref>/apply", childcare.apply, name="childcare-apply"),
    path("desk/childcare", childcare.desk, name="childcare-desk"),
    path("desk/childcare/<uuid:ref>", childcare.desk_one, name="childcare-desk-one"),
]
