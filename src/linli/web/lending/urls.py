"""Addresses of lending, for residents and at the desk."""

from __future__ import annotations

from django.urls import path

from linli.web.lending import desk, public

urlpatterns = [
    path("near/lending", public.search, name="lending-search"),
    path("near/lending/mine", public.mine, name="lending-mine"),
    path("near/lending/loan/<uuid:ref>/renew", public.renew, name="lending-renew"),
    path("near/lending/reservation/<uuid:ref>/end", public.end, name="lending-end"),
    path("near/lending/<uuid:ref>", public.title, name="lending-title"),
    path("near/lending/<uuid:ref>/reserve", public.reserve, name="lending-reserve"),
    path("desk/lending", desk.desks, name="desk-lending"),
    path("desk/lending/<uuid:centre>", desk.desk, name="desk-lending-at"),
    path("desk/lending/<uuid:centre>/stock", desk.stock, name="desk-lending-stock"),
    path("desk/lending/<uuid:centre>/labels", desk.labels, name="desk-lending-labels"),
    path("desk/lending/<uuid:centre>/rules", desk.rules, name="desk-lending-rules"),
]
