"""Hands a PDF to a browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(made: bytes, name: str, *, shown: bool = False) -> HttpResponse:
    """Answer with a PDF of this name, without ending; ``shown`` lets the browser open it."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(not shown, f"{name}.pdf") or "attachment"
    )
    return answer
