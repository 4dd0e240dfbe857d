"""Addresses of centres, rooms, showings and draws, and of those who keep them at the desk."""

from __future__ import annotations

from django.urls import path

from linli.web.centres import (
    desk_day,
    desk_draws,
    desk_register,
    desk_rooms,
    draws,
    mine,
    places,
    register,
    rooms,
    showings,
)

urlpatterns = [
    path("near/centres", register.listed, name="centres"),
    path("near/centres/<uuid:ref>", register.one, name="centres-one"),
    path("near/rooms/<uuid:ref>", rooms.room, name="centres-room"),
    path("near/bookings", mine.mine, name="centres-mine"),
    path("near/bookings/<uuid:ref>", mine.change, name="centres-booking"),
    path("near/showings/<uuid:ref>", showings.showing, name="centres-showing"),
    path("near/seats/<uuid:ref>", showings.give_back, name="centres-seat"),
    path("near/draws", draws.listed, name="centres-draws"),
    path("near/draws/<uuid:ref>", draws.draw, name="centres-draw"),
    path("near/draws/<uuid:ref>/draw.json", draws.file, name="centres-draw-file"),
    path("near/applications/<uuid:ref>", draws.withdraw, name="centres-withdraw"),
    path("near/applications/<uuid:ref>/place", places.change, name="centres-place"),
    path("desk/bookings", desk_day.day, name="desk-bookings"),
    path("desk/bookings/<uuid:ref>", desk_day.change, name="desk-booking"),
    path("desk/rooms/<uuid:ref>", desk_day.room, name="desk-room"),
    path("desk/showings/<uuid:ref>", desk_day.showing, name="desk-showing"),
    path("desk/centres", desk_register.listed, name="desk-centres"),
    path("desk/centres/new", desk_register.new, name="desk-centre-new"),
    path("desk/centres/<uuid:ref>", desk_register.one, name="desk-centre"),
    path("desk/centres/<uuid:ref>/days", desk_register.closing, name="desk-centre-days"),
    path("desk/centres/<uuid:ref>/rooms/new", desk_rooms.new, name="desk-room-new"),
    path("desk/rooms/<uuid:ref>/change", desk_rooms.one, name="desk-room-change"),
    path("desk/draws", desk_draws.listed, name="desk-draws"),
    path("desk/draws/<uuid:ref>", desk_draws.one, name="desk-draw"),
]
