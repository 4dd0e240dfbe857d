"""Writes answers: plain dictionaries straight to JSON, times in UTC, names in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse

from linli.core.shared.outcomes import Reason
from linli.kernel.ui.text import LANGUAGES, reason

Json = dict[str, Any]
CREATED = 201
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def answer(body: Mapping[str, Any] | Sequence[Any], *, status: int = 200, cache: str = "") -> HttpResponse:
    """Return ``body`` as JSON; nobody between keeps it unless ``cache`` says so."""
    response = HttpResponse(_encode(body), status=status, content_type="application/json")
    response.headers["Cache-Control"] = cache or "no-store"
    return response


def instant(moment: datetime | None) -> str | None:
    """Write a moment: UTC, to the second, with Z."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def both(zh: str, en: str) -> dict[str, str]:
    """Name something in both languages."""
    return {"zh": zh, "en": en}


def why(reasons: Sequence[Reason]) -> list[dict[str, str]]:
    """Write the steps of an explanation with their sentences."""
    return [{"code": one.code, **{lang: reason(one, lang=lang) for lang in LANGUAGES}} for one in reasons]
