"""Addresses of the market of casual work."""

from __future__ import annotations

from django.urls import path

from linli.web.jobs import desk, employer, engagement, public, tables, wording, worker

urlpatterns = [
    path("near/jobs", public.market, name="jobs"),
    path("near/jobs/figures", public.counted, name="jobs-figures"),
    path("near/jobs/board", public.board, name="jobs-board"),
    path("near/jobs/posts/<uuid:ref>", public.post, name="jobs-post"),
    path("near/jobs/work", worker.enter, name="jobs-enter"),
    path("near/jobs/mine", worker.mine, name="jobs-mine"),
    path("near/jobs/engagements/<uuid:ref>", engagement.engagement, name="jobs-engagement"),
    path("near/jobs/engagements/<uuid:ref>/paper", engagement.paper, name="jobs-paper"),
    path("near/jobs/employers/new", employer.register, name="jobs-employer-new"),
    path("near/jobs/employers/<uuid:ref>", employer.home, name="jobs-employer"),
    path("near/jobs/employers/<uuid:ref>/post", employer.post, name="jobs-employer-post"),
    path("near/jobs/employers/<uuid:ref>/shifts/<uuid:post>", employer.shift, name="jobs-employer-shift"),
    path(
        "near/jobs/employers/<uuid:ref>/shifts/<uuid:post>/list",
        employer.shift_list,
        name="jobs-employer-list",
    ),
    path("desk/jobs", desk.home, name="desk-jobs"),
    path("desk/jobs/day", desk.day, name="desk-jobs-day"),
    path("desk/jobs/tables", tables.tables, name="desk-jobs-tables"),
    path("desk/jobs/wording", wording.wording, name="desk-jobs-wording"),
    path("desk/jobs/workers", desk.workers, name="desk-jobs-workers"),
    path("desk/jobs/workers/new", desk.take_down, name="desk-jobs-take-down"),
    path("desk/jobs/workers/<uuid:ref>", desk.worker, name="desk-jobs-worker"),
    path("desk/jobs/employers/<uuid:ref>", desk.employer, name="desk-jobs-employer"),
    path("desk/jobs/posts/<uuid:ref>", desk.post, name="desk-jobs-post"),
]
