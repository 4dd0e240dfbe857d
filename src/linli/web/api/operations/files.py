"""`POST /files`: a photo or paper that comes with the next act."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from linli.apps.cases.service import form_key
from linli.core.shared.outcomes import Problem
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import service as files
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, answer
from linli.web.api.asking import SAYS_NO, ActId, asking, is_act_id
from linli.web.api.told import StoredFile

router = Router(tags=["cases"])


@router.post("/files", response={201: StoredFile, **SAYS_NO}, **opens(Open.EVERYBODY, Scope.OPEN))
def send_file(request: HttpRequest, act_id: ActId, file: File[UploadedFile]) -> HttpResponse:
    """Send a file ahead of the act that it belongs to, under the same Idempotency-Key; kept for a day.

    The position in a photo is told to you and taken out of the file.
    """
    if not is_act_id(act_id):
        raise Invalid(Problem("act_id", "audit.act_id_form"))
    kept = files.store(
        cast("files.Upload", file),
        owner_key=form_key(act_id),
        purpose="case",
        at=asking(request).at,
        once=True,
    )
    told = {
        "ref": kept.ref,
        "kind": kept.kind,
        "sha256": kept.sha256,
        "size": kept.size,
        "lon": kept.position.lon if kept.position else None,
        "lat": kept.position.lat if kept.position else None,
    }
    return answer(told, status=CREATED)
