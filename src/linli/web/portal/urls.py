"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from linli.web.portal import (
    calling,
    case,
    doing,
    entitled,
    family,
    finding,
    home,
    household,
    receipts,
    services,
    telling,
)

urlpatterns = [
    path("", home.home, name="portal-home"),
    path("tell", telling.tell, name="portal-tell"),
    path("tell/hints", telling.hints, name="portal-hints"),
    path("services", services.services, name="portal-services"),
    path("services/<slug:name>", services.tell_service, name="portal-service"),
    path("entitled", entitled.entitled, name="portal-entitled"),
    path("entitled/<slug:name>", entitled.entitled_to, name="portal-entitled-to"),
    path("call-me", calling.call_me, name="portal-call-me"),
    path("find", finding.find, name="portal-find"),
    path("find/done", finding.done_here, name="portal-done-here"),
    path("mine", finding.mine, name="portal-mine"),
    path("family", family.family, name="portal-family"),
    path("family/ask", family.ask, name="portal-family-ask"),
    path("family/confirm", family.confirm, name="portal-family-confirm"),
    path("family/<uuid:ref>/end", family.end, name="portal-family-end"),
    path("household", household.household, name="portal-household"),
    path("household/tasks/<uuid:ref>", household.answer, name="portal-household-answer"),
    path("household/<uuid:ref>/letters", household.letters, name="portal-household-letters"),
    path("household/<uuid:ref>/leave", household.leave, name="portal-household-leave"),
    path("c/<uuid:ref>", case.case, name="portal-case"),
    path("c/<uuid:ref>/do/<slug:move>", doing.do, name="portal-do"),
    path("c/<uuid:ref>/add", doing.add, name="portal-add"),
    path("c/<uuid:ref>/join", doing.join, name="portal-join"),
    path("c/<uuid:ref>/leave", doing.leave, name="portal-leave"),
    path("c/<uuid:ref>/confidential", doing.confidential, name="portal-confidential"),
    path("c/<uuid:ref>/receipt", receipts.receipt, name="portal-receipt"),
    path("c/<uuid:ref>/receipt.json", receipts.receipt_file, name="portal-receipt-file"),
    path("c/<uuid:ref>/slip", receipts.slip, name="portal-slip"),
    path("about/verify", receipts.verify, name="portal-verify"),
]
