"""Addresses of day care and home visits."""

from __future__ import annotations

from django.urls import path

from linli.web.care import assessing, days, desk, front, going, paper, room

urlpatterns = [
    path("near/care", front.front, name="care"),
    path("near/care/<uuid:ref>", front.daily, name="care-daily"),
    path("near/care/<uuid:ref>/result", front.result, name="care-result"),
    path("near/care/<uuid:ref>/plan.pdf", paper.own, name="care-plan-pdf"),
    path("field/care", going.page, name="care-round"),
    path("desk/care", desk.page, name="desk-care"),
    path("desk/care/new", desk.new, name="desk-care-new"),
    path("desk/care/file/<uuid:ref>", desk.file, name="desk-care-file"),
    path("desk/care/file/<uuid:ref>/plan.pdf", paper.desk, name="desk-care-plan-pdf"),
    path("desk/care/assess/<uuid:ref>", assessing.page, name="desk-care-assess"),
    path("desk/care/room/<uuid:ref>", room.page, name="desk-care-room"),
    path("desk/care/room/<uuid:ref>/kitchen", room.kitchen, name="desk-care-kitchen"),
    path("desk/care/day/<uuid:body>", days.page, name="desk-care-day"),
    path("desk/care/carers/<uuid:body>", days.carers, name="desk-care-carers"),
]
