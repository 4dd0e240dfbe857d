"""How a certificate is worded: on the page, on paper, and to who checks it, line by line the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from linli.apps.certificates import facts
from linli.apps.certificates.facts import CertificateRow, Offer
from linli.core.shared.outcomes import JsonValue
from linli.kernel import documents
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.portal.visitor import at_of, new_act_id

TEMPLATE = Path(__file__).parents[1] / "typ" / "certificate.typ"
BOTH = ("zh", "en")
DAYS = frozenset({"told_on", "ended_on", "since_on", "until_on", "attested_on"})
COUNTED = frozenset({"hours", "times"})


def full_day(value: object, lang: str | None = None) -> str:
    """Write a day with its year: paper stays."""
    return "" if show.read_day(value) is None else show.full_day(value, lang or language())


def told(name: str, value: str, lang: str | None = None) -> str:
    """Write the value of a field in the reader's language, as far as it is no name."""
    if name == "presence":
        return t(f"certificates.presence.{value}", lang=lang)
    if name == "number":
        return show.number(value, lang or language())
    if name in COUNTED:
        return t(f"certificates.told.{name}", lang=lang, n=value)
    if name == "sum":
        return show.money(int(value), lang or language()) if value.isdecimal() else value
    return full_day(value, lang) if name in DAYS else value


def pairs(fields: dict[str, str], lang: str | None = None) -> list[tuple[str, str]]:
    """Return fields as they are printed, in one order everywhere, so that paper and page compare line by line."""
    names = [name for name in (*facts.FIELDS, "presence") if name in fields]
    return [(t(f"certificates.field.{name}", lang=lang), told(name, fields[name], lang)) for name in names]


def amount(unit: str, value: int) -> str:
    """Write what an entry of a register counts."""
    if unit == "fen":
        return str(show.money(value, language()))
    if unit == "minutes":
        return t("certificates.told.hours", n=f"{value / 60:.2f}".rstrip("0").rstrip("."))
    return t("certificates.told.times", n=str(value))


def offered(offer: Offer) -> dict[str, Any]:
    """Return what a form to issue a certificate shows: every value that it would hold."""
    kind, values = offer.kind, offer.values
    return {
        "kind": kind.code,
        "source": offer.source,
        "days": kind.days,
        "summary": kind.texts.get(language(), {}).get("summary", ""),
        "note": kind.texts.get(language(), {}).get("note", ""),
        "body": offer.body.name_zh if language() == "zh" else offer.body.name_en or offer.body.name_zh,
        "always": pairs({name: values[name] for name in kind.always if name in values}),
        "chosen": [(name, *pairs({name: values[name]})[0]) for name in kind.chosen if name in values],
        "act_id": new_act_id(),
    }


def sheet(request: HttpRequest, row: CertificateRow) -> dict[str, Any]:
    """Return what the printed page shows."""
    state = row.state(at_of(request))
    return {
        "row": row,
        "state": state,
        "pairs": pairs({**row.fields, "presence": row.presence}),
        "body": row.body_zh if language() == "zh" else row.body_en,
        "address": request.build_absolute_uri(reverse("portal-check-code", args=[row.code])),
        "check_address": request.build_absolute_uri(reverse("portal-check")),
        "until": full_day(row.valid_until),
        "since": full_day(row.valid_from),
        "seal": seal_line(row),
    }


def seal_line(row: CertificateRow, lang: str | None = None) -> str:
    """Say whose seal of the city is on a certificate, and its number; empty without one."""
    seal = facts.seal_on(row)
    if seal is None:
        return ""
    said = {"by": seal.by, "number": seal.number, "algorithm": seal.algorithm}
    return t("portal.certificate.sealed", lang=lang, **said)


def file_name(row: CertificateRow) -> str:
    """Name a file without saying whose it is."""
    return f"linli-{row.code[:4].lower()}"


def copy(request: HttpRequest, row: CertificateRow) -> bytes:
    """Make the verification copy as PDF: what was signed, in Chinese with English beside it.

    Raises:
        Refused: the machine has no font with Chinese characters.
    """
    return documents.pdf(TEMPLATE, _copy(request, row), show.local(row.valid_from).date())


def _copy(request: HttpRequest, row: CertificateRow) -> dict[str, JsonValue]:
    address = request.build_absolute_uri(reverse("portal-check-code", args=[row.code]))
    check = request.build_absolute_uri(reverse("portal-check"))
    fields = {**row.fields, "presence": row.presence}
    zh, en = (pairs(fields, lang) for lang in BOTH)
    since, until = ([full_day(day, lang) for lang in BOTH] for day in (row.valid_from, row.valid_until))
    return {
        "lang": "zh",
        "title": t(f"certificates.kind.{row.kind}", lang="zh"),
        "title_en": t(f"certificates.kind.{row.kind}", lang="en"),
        "over": f"{t('ui.name', lang='zh')} · {settings.CITY['zh']}",
        "copy": _both("portal.certificate.copy"),
        "rows": [[[a, b], [c, d]] for (a, c), (b, d) in zip(zh, en, strict=True)],
        "issued": [
            t("portal.certificate.issued", lang=lang, body=body)
            for lang, body in zip(BOTH, (row.body_zh, row.body_en), strict=True)
        ],
        "valid": [
            t("portal.certificate.valid", lang=lang, since=a, until=b)
            for lang, a, b in zip(BOTH, since, until, strict=True)
        ],
        "code_label": _both("portal.certificate.code"),
        "code": row.code,
        "qr": documents.qr(address, t("portal.certificate.qr", lang="zh")),
        "notes": [
            _both("portal.certificate.how", address=check),
            _sealed(row) or _both("portal.certificate.not_official"),
        ],
        "foot": row.code,
    }


def _sealed(row: CertificateRow) -> list[JsonValue]:
    """Return the note on the city's seal in both languages; nothing without one."""
    return [seal_line(row, lang) for lang in BOTH] if row.city_seal else []


def _both(key: str, **blanks: str) -> list[JsonValue]:
    return [t(key, lang=lang, **blanks) for lang in BOTH]
