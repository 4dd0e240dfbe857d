"""`/certificates`: one's own, a new one of a case, and the check that anybody may make."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.certificates import facts, service
from linli.apps.certificates.facts import CertificateRow
from linli.kernel.access.throttle import allow_address
from linli.kernel.access.tokens import Scope
from linli.kernel.ui.text import t
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName, CheckIn, WishIn
from linli.web.api.told_certificates import Certificates, Issued, Kinds, Verdict

router = Router(tags=["certificates"])
CHECKS, MINUTES_10 = 60, 600


@router.get("/certificates", response={200: Certificates, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_certificates(request: HttpRequest) -> HttpResponse:
    """List one's own certificates, and those that one asked for as somebody's agent."""
    asked = asking(request)
    return answer({"certificates": [_told(one, asked.at) for one in facts.mine(asked.actor)]})


@router.get("/certificates/kinds", response={200: Kinds, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_kinds(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every operation takes the request
    """List the kinds that a community may lawfully issue, as they are issued here now."""
    return answer({"kinds": [_kind(one) for _, one in sorted(facts.kinds().items())]})


@router.post(
    "/cases/{case}/certificates",
    response={201: Issued, **SAYS_NO},
    **opens(Open.PARTICIPANTS, Scope.OPEN),
)
def issue_certificate(request: HttpRequest, case: CaseName, sent: WishIn, act_id: ActId) -> HttpResponse:
    """Issue a certificate of a case of one's own, with the fields that were chosen and no others."""
    asked = asking(request)
    wish = service.Wish(case, sent.kind, frozenset(sent.chosen))
    made = service.issue(wish, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(made, status=CREATED)


@router.post(
    "/certificates/check",
    response={200: Verdict, 400: None, 413: None, 415: None, **READ_SAYS_NO},
    **opens(Open.EVERYBODY),
)
def check_certificate(request: HttpRequest, sent: CheckIn) -> HttpResponse:
    """Say whether a certificate is genuine, in force and not revoked; only the number of checks is kept."""
    asked = asking(request)
    allow_address(asked, "certificate-check", CHECKS, MINUTES_10)
    if "." in sent.certificate:
        verdict = facts.check_text(sent.certificate, asked.at, sent.status)
    else:
        verdict = facts.check_code(sent.certificate, asked.at)
    service.count_check(verdict, asked.at)
    key = f"certificates.fault.{verdict.fault}" if verdict.fault else "certificates.result.valid"
    return answer(
        {
            "holds": not verdict.fault,
            "fault": verdict.fault,
            "says": both(t(key, lang="zh"), t(key, lang="en")),
            "kind": verdict.kind,
            "body": verdict.body,
            "fields": dict(verdict.fields or {}),
            "valid_from": verdict.valid_from,
            "valid_until": verdict.valid_until,
            "revoked_at": instant(verdict.revoked_at),
            "revoked_for": verdict.revoked_for,
            "seal": _seal(verdict.seal),
        }
    )


def _seal(one: facts.SealTold | None) -> Json | None:
    """Write the city's seal."""
    if one is None:
        return None
    said = {name: getattr(one, name) for name in ("by", "number", "algorithm", "value", "fits")}
    return {**said, "check": one.check}


def _kind(one: facts.Kind) -> Json:
    """Write a kind."""
    name = f"certificates.kind.{one.code}"
    return {
        "kind": one.code,
        "name": both(t(name, lang="zh"), t(name, lang="en")),
        "summary": both(one.texts["zh"]["summary"], one.texts["en"]["summary"]),
        "rests_on": one.rests_on,
        "days": one.days,
        "always": list(one.always),
        "chosen": list(one.chosen),
        "offered": one.offered,
    }


def _told(row: CertificateRow, at: datetime) -> Json:
    """Write one of one's own."""
    name = f"certificates.kind.{row.kind}"
    return {
        "ref": row.ref,
        "code": row.code,
        "kind": row.kind,
        "name": both(t(name, lang="zh"), t(name, lang="en")),
        "body": both(row.body_zh, row.body_en),
        "case": row.case,
        "fields": dict(row.fields),
        "presence": row.presence,
        "state": row.state(at),
        "valid_from": instant(row.valid_from),
        "valid_until": instant(row.valid_until),
        "revoked_at": instant(row.revoked_at),
        "revoked_for": row.revoked_for,
        "signed": row.signed,
        "seal": _seal(facts.seal_on(row)),
    }
