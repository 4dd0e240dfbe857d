"""Addresses of announcements and search notices."""

from __future__ import annotations

from django.urls import path

from linli.web.notices import desk, desk_beside, link, public, readings, searching, subscribing

urlpatterns = [
    path("near/notices", public.announcements, name="notices-list"),
    path("near/notices/feed.atom", public.feed, name="notices-feed"),
    path("near/notices/screen", public.screen, name="notices-screen"),
    path("near/notices/subscribe", subscribing.subscribe, name="notices-subscribe"),
    path("near/notices/visits", subscribing.visits, name="notices-visits"),
    path("near/notices/mail/<str:token>", link.mail, name="notices-mail"),
    path("near/notices/<uuid:ref>", public.announcement, name="notices-one"),
    path("near/notices/<uuid:ref>/poster", public.poster, name="notices-poster"),
    path("near/notices/<uuid:ref>/voice.wav", public.sound, name="notices-voice"),
    path("n/<str:token>", link.heard, name="notices-heard"),
    path("near/search", searching.searches, name="notices-searches"),
    path("near/search/new", searching.report, name="notices-search-new"),
    path("near/search/mine", searching.own_searches, name="notices-search-mine"),
    path("near/search/<uuid:ref>", searching.search, name="notices-search"),
    path("near/search/<uuid:ref>/poster", searching.search_poster, name="notices-search-poster"),
    path("desk/announcements", desk.announcements, name="desk-announcements"),
    path("desk/announcements/new", desk.write, name="desk-announcement-new"),
    path("desk/announcements/readings", readings.readings, name="desk-readings"),
    path("desk/announcements/readings/voice.wav", readings.sound, name="desk-readings-voice"),
    path("desk/announcements/<uuid:ref>", desk.announcement, name="desk-announcement"),
    path("desk/announcements/<uuid:ref>/text", desk.rewrite, name="desk-announcement-text"),
    path("desk/announcements/<uuid:ref>/unheard", desk.unheard, name="desk-unheard"),
    path("desk/subscriptions", desk_beside.subscriptions, name="desk-subscriptions"),
    path("desk/searches", desk_beside.searches, name="desk-searches"),
    path("desk/searches/<uuid:ref>", desk_beside.search, name="desk-search"),
]
