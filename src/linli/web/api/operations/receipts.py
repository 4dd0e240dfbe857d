"""`GET /cases/{case}/receipt`: what its holder can check without us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer, instant
from linli.web.api.asking import READ_SAYS_NO, QueryCode, meant
from linli.web.api.sent import CaseName
from linli.web.api.told import ReceiptOut

router = Router(tags=["cases"])


@router.get("/cases/{case}/receipt", response={200: ReceiptOut, **READ_SAYS_NO}, **opens(Open.PARTICIPANTS))
def get_receipt(request: HttpRequest, case: CaseName, code: QueryCode = "") -> HttpResponse:
    """Return the receipt to whoever told the case; that of a confidential case holds none of its words."""
    which = meant(request, case, code)
    found = facts.receipt_of(which.actor, which.ref)
    told = {
        "ref": found.ref,
        "number": found.number,
        "code": found.code,
        "opened_at": instant(found.opened_at),
        "confidential": found.confidential,
        "leaf": found.leaf_index,
        "receipt": dict(found.proof),
    }
    return answer(told)
