"""Addresses of the board."""

from __future__ import annotations

from django.urls import path

from linli.web.board import views

app_name = "board"
urlpatterns = [
    path("board", views.board, name="board"),
    path("board/cases", views.watched, name="cases"),
]
