"""Addresses of what is within a walk and of the service card."""

from __future__ import annotations

from django.urls import path

from linli.web.reach import card, card_desk, facilities, gaps, home, planner, schools, schools_desk, streets

app_name = "reach"
urlpatterns = [
    path("near/reach", home.page, name="home"),
    path("near/gaps", gaps.page, name="gaps"),
    path("near/schools", schools.page, name="schools"),
    path("near/card", card.find, name="card_find"),
    path("near/card/<str:code>", card.page, name="card"),
    path("near/card/<str:code>/card.pdf", card.paper, name="card_pdf"),
    path("near/card/<str:code>/sheet.pdf", card.sheet, name="card_sheet"),
    path("desk/reach/streets", streets.page, name="streets"),
    path("desk/reach", planner.studies, name="studies"),
    path("desk/reach/<uuid:ref>", planner.study, name="study"),
    path("desk/facilities", facilities.listing, name="facilities"),
    path("desk/facilities/<uuid:ref>", facilities.one, name="facility"),
    path("desk/schools", schools_desk.page, name="schools_desk"),
    path("desk/cards", card_desk.page, name="cards"),
]
