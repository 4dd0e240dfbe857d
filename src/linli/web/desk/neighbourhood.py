"""The neighbourhood's pages in the navigation of the desk: who opens which."""

from __future__ import annotations

from django.urls import NoReverseMatch

from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.jinja import url
from linli.kernel.ui.text import t

PAGES: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("bookings", "desk-bookings", (Permission.BOOKING_KEEP,)),
    ("centres", "desk-centres", (Permission.CENTRE_KEEP,)),
    ("draws", "desk-draws", (Permission.DRAW_KEEP,)),
    ("activities", "activities-desk", (Permission.ACTIVITY_READ,)),
    ("counter", "desk-counters", (Permission.COUNTER_SERVE, Permission.CENTRE_KEEP)),
    ("lending", "desk-lending", (Permission.LENDING_SERVE,)),
    ("care", "desk-care", (Permission.CARE_READ, Permission.CARE_VISIT)),
    (
        "announcements",
        "desk-announcements",
        (Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW, Permission.NOTICE_VISIT),
    ),
    ("readings", "desk-readings", (Permission.READING_KEEP,)),
    ("subscriptions", "desk-subscriptions", (Permission.SUBSCRIPTION_RECORD,)),
    ("searches", "desk-searches", (Permission.SEARCH_REVIEW,)),
    ("advice", "desk-advice", (Permission.CONSULTATION_GIVE,)),
    ("advice_book", "desk-advice-book", (Permission.CONSULTATION_BOOK,)),
    ("jobs", "desk-jobs", (Permission.MARKET_READ,)),
    ("job_words", "desk-jobs-wording", (Permission.JOB_WORDS_APPROVE,)),
    ("circuits", "circuits-desk", (Permission.ACTIVITY_READ,)),
    ("childcare", "childcare-desk", (Permission.ACTIVITY_READ,)),
    ("council", "council-desk", (Permission.COUNCIL_KEEP,)),
    ("answers", "council-answers", (Permission.COUNCIL_ANSWER,)),
    ("volunteers", "desk-volunteers", (Permission.VOLUNTEER_KEEP,)),
    ("volunteer_teams", "desk-volunteer-teams", (Permission.VOLUNTEER_KEEP,)),
    ("volunteer_tasks", "desk-volunteer-tasks", (Permission.VOLUNTEER_TASK,)),
    ("volunteer_disputes", "desk-volunteer-disputes", (Permission.VOLUNTEER_RULE,)),
    ("favours", "desk-favours", (Permission.VOLUNTEER_FAVOUR,)),
    ("cards", "reach:cards", (Permission.CARD_KEEP,)),
    ("facilities", "reach:facilities", (Permission.FACILITY_KEEP,)),
    ("schools", "reach:schools_desk", (Permission.FACILITY_KEEP,)),
    ("reach", "reach:studies", (Permission.REACH_STUDY,)),
)
"""Name (the sentence is ``desk.nav.<name>``, the page's ``here`` is ``page:<name>``), route, permissions of which
one is enough. Each app adds its lines."""


def links(actor: Actor, here: str) -> list[tuple[str, str, bool, int | None]]:
    """Return the pages that open for somebody."""
    found: list[tuple[str, str, bool, int | None]] = []
    for name, route, permissions in PAGES:
        if not any(actor.may(one) for one in permissions):
            continue
        try:
            found.append((url(route), t(f"desk.nav.{name}"), here == f"page:{name}", None))
        except NoReverseMatch:
            continue
    return found
