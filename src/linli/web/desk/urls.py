"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from linli.web.desk import (
    agents,
    batch,
    bundles,
    certificates,
    doing,
    duty,
    intake,
    kiosk,
    lists,
    programmes,
    registered,
    registers,
    shift,
    views,
)

app_name = "desk"
urlpatterns = [
    path("desk", views.home, name="home"),
    path("desk/queue", views.everything, name="all"),
    path("desk/queue/<slug:what>", views.queue, name="queue"),
    path("desk/case/<uuid:ref>", views.case, name="case"),
    path("desk/case/<uuid:ref>/move/<slug:what>", doing.move, name="move"),
    path("desk/case/<uuid:ref>/act/<slug:what>", doing.act, name="act"),
    path("desk/case/<uuid:ref>/contact", doing.unmask, name="unmask"),
    path("desk/case/<uuid:ref>/exclusion", doing.decide_exclusion, name="decide-exclusion"),
    path("desk/together", batch.together, name="together"),
    path("desk/intake", intake.take_down, name="intake"),
    path("desk/intake/alike", intake.alike, name="intake-alike"),
    path("desk/intake/<uuid:ref>", intake.taken, name="taken"),
    path("desk/agents", agents.agents, name="agents"),
    path("desk/agents/<uuid:ref>/end", agents.end_agent, name="end-agent"),
    path("desk/bundles", bundles.bundles, name="bundles"),
    path("desk/bundles/<uuid:ref>", bundles.bundle, name="bundle"),
    path("desk/supporting", lists.supporting, name="supporting"),
    path("desk/orders", lists.orders, name="orders"),
    path("desk/orders/<uuid:ref>", lists.answer_order, name="answer-order"),
    path("desk/visits", lists.visits, name="visits"),
    path("desk/sheet", lists.sheet, name="sheet"),
    path("desk/shift", shift.notes, name="shift"),
    path("desk/shift/<uuid:ref>", shift.take, name="take-note"),
    path("desk/certificates", certificates.certificates, name="certificates"),
    path("desk/certificates/new", registered.issue_registered, name="issue-registered"),
    path("desk/kiosk", kiosk.kiosk, name="kiosk"),
    path("desk/registers", registers.registers, name="registers"),
    path("desk/registers/<slug:what>", registers.register, name="register"),
    path("desk/registers/entries/<uuid:ref>", registers.entry, name="register-entry"),
    path("desk/certificates/<uuid:ref>", certificates.certificate, name="certificate"),
    path("desk/certificates/<uuid:ref>/pdf", certificates.certificate_pdf, name="certificate-pdf"),
    path("desk/case/<uuid:ref>/certificate", certificates.issue, name="issue-certificate"),
    path("desk/programmes", programmes.programmes, name="programmes"),
    path("desk/programmes/<uuid:ref>", programmes.programme, name="programme"),
    path("desk/duty", duty.roster, name="duty"),
    path("desk/duty/ask", duty.ask, name="ask-swap"),
    path("desk/duty/<uuid:ref>", duty.answer, name="answer-swap"),
]
