"""Addresses under /county."""

from __future__ import annotations

from django.urls import path

from linli.web.county import (
    accounts,
    areas,
    bodies,
    duties,
    matrix,
    packs,
    proposals,
    rosters,
    sheets,
    sources,
    start,
    taxonomy,
    years,
)

app_name = "county"
urlpatterns = [
    path("about/sources", sources.sources, name="sources"),
    path("county", start.start, name="start"),
    path("county/matrix", matrix.matrix, name="matrix"),
    path("county/matrix/trouble", matrix.trouble, name="trouble"),
    path("county/matrix/ask", matrix.asking, name="asking"),
    path("county/matrix/new", proposals.row_new, name="row_new"),
    path("county/matrix/waiting", proposals.waiting, name="waiting"),
    path("county/matrix/waiting/effect", proposals.preview, name="preview"),
    path("county/matrix/waiting/approve", proposals.approve_many, name="approve_many"),
    path("county/matrix/import", sheets.sheet, name="sheet"),
    path("county/matrix/import/<slug:sheet_name>.csv", sheets.example, name="example"),
    path("county/matrix/rulings", sheets.rulings, name="rulings"),
    path("county/matrix/rows/<str:ref>", proposals.row, name="row"),
    path("county/matrix/rows/<str:ref>/decide", proposals.decide, name="decide"),
    path("county/duties", duties.duties, name="duties"),
    path("county/subjects", taxonomy.subjects, name="subjects"),
    path("county/subjects/<str:key>", taxonomy.subject, name="subject"),
    path("county/subjects/<str:key>/<str:standard>/<int:number>", taxonomy.condition, name="condition"),
    path("county/mapping", taxonomy.mapping, name="mapping"),
    path("county/packs", packs.packs, name="packs"),
    path("county/packs/folders", packs.folders, name="folders"),
    path("county/packs/of/<str:service>", packs.pack, name="pack"),
    path("county/packs/of/<str:service>/decide", packs.pack_decide, name="pack_decide"),
    path("county/packs/of/<str:service>/changes", packs.pack_changes, name="pack_changes"),
    path("county/areas", areas.areas, name="areas"),
    path("county/areas/import", areas.upload, name="upload"),
    path("county/areas/<str:code>", areas.area, name="area"),
    path("county/areas/<str:code>/household", areas.household, name="household"),
    path("county/bodies", bodies.bodies, name="bodies"),
    path("county/bodies/<str:ref>", bodies.body, name="body"),
    path("county/bodies/<str:ref>/change", bodies.body_change, name="body_change"),
    path("county/rosters", rosters.rosters, name="rosters"),
    path("county/rosters/<str:ref>", rosters.roster, name="roster"),
    path("county/rosters/<str:ref>/change", rosters.roster_change, name="roster_change"),
    path("county/calendar", years.calendar, name="calendar"),
    path("county/accounts", accounts.accounts, name="accounts"),
    path("county/accounts/open", accounts.account_open, name="account_open"),
    path("county/accounts/<str:ref>", accounts.account, name="account"),
    path("county/accounts/<str:ref>/change", accounts.account_change, name="account_change"),
]
