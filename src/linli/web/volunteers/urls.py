"""Addresses of those who lend a hand, of the time bank, of favours."""

from __future__ import annotations

from django.urls import path

from linli.web.volunteers import desk, desk_tasks, favours, front, joining, mine, teams, time

urlpatterns = [
    path("near/volunteers", front.front, name="volunteers"),
    path("near/volunteers/join", joining.join, name="volunteer-join"),
    path("near/volunteers/courier", joining.rider, name="volunteer-rider"),
    path("near/volunteers/mine", mine.mine, name="volunteer-mine"),
    path("near/volunteers/mine/change", joining.change, name="volunteer-change"),
    path("near/volunteers/mine/status", joining.status, name="volunteer-status"),
    path("near/volunteers/guardian/<uuid:ref>", joining.guardian, name="volunteer-guardian"),
    path("near/volunteers/confirm", mine.slip, name="volunteer-slip-confirm"),
    path("near/volunteers/confirm/<uuid:ref>", mine.confirm, name="volunteer-confirm"),
    path("near/volunteers/tasks", mine.tasks, name="volunteer-tasks"),
    path("near/volunteers/tasks/<uuid:ref>", mine.task, name="volunteer-task"),
    path("near/volunteers/teams", front.teams, name="volunteer-teams"),
    path("near/volunteers/teams/<uuid:ref>", teams.team, name="volunteer-team"),
    path("near/time", time.time, name="volunteer-time"),
    path("near/favours", favours.favours, name="favours"),
    path("near/favours/new", favours.new, name="favour-new"),
    path("near/favours/<uuid:ref>", favours.favour, name="favour"),
    path("near/favours/with/<uuid:ref>", favours.match, name="favour-match"),
    path("desk/volunteers", desk.volunteers, name="desk-volunteers"),
    path("desk/volunteers/teams", desk.teams, name="desk-volunteer-teams"),
    path("desk/volunteers/teams/<uuid:ref>", desk.team, name="desk-volunteer-team"),
    path("desk/volunteers/tasks", desk_tasks.tasks, name="desk-volunteer-tasks"),
    path("desk/volunteers/tasks/new", desk_tasks.new, name="desk-volunteer-task-new"),
    path("desk/volunteers/tasks/<uuid:ref>", desk_tasks.task, name="desk-volunteer-task"),
    path("desk/volunteers/slips/<uuid:ref>", desk_tasks.slip, name="desk-volunteer-slip"),
    path("desk/volunteers/time", desk.saved_time, name="desk-volunteer-time"),
    path("desk/volunteers/disputes", desk.disputes, name="desk-volunteer-disputes"),
    path("desk/volunteers/<uuid:ref>", desk.volunteer, name="desk-volunteer"),
    path("desk/favours", desk.favours, name="desk-favours"),
]
