"""How a filled bundle is carried from its form over the review to the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest

from linli.apps.bundles.service import Sent
from linli.apps.cases.service import CONSENTS, Contact
from linli.apps.people import facts as people
from linli.core.forms.questions import QuestionType
from linli.core.packs.bundle import BundleDefinition
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.text import language, t
from linli.web.portal import service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.service_forms import Filled
from linli.web.portal.visitor import actor_of, at_of


def sent_of(definition: BundleDefinition, filled: Filled, request: HttpRequest) -> Sent:
    """Return it as the engine takes it."""
    raw = dict(filled.raw)
    place = forms.first(definition.form, QuestionType.PLACE)
    point = forms.point_of(filled) if place else None
    words = str(raw.get(place) or "") if place else ""
    if place and point:
        said = {"text": words, "lon": f"{point[0]:.6f}", "lat": f"{point[1]:.6f}"}
        raw[place] = cast("JsonValue", said)
    whose = "" if filled.channel else whose_of(request)
    return Sent(
        bundle=definition.name,
        answers=raw,
        channel=filled.channel or ("agent" if whose else "web"),
        contact=Contact(filled.name, filled.phone),
        place=words,
        lon=point[0] if point else None,
        lat=point[1] if point else None,
        area="" if point else request.POST.get("area", "")[:20],
        files=forms.refs(definition.form, filled),
        letters=not filled.no_letters,
        language=language(),
        consent=filled.consent if filled.channel else "",
        on_behalf_of=whose,
    )


def whose_of(request: HttpRequest) -> str:
    """Return the resident for whom it is sent, as the form said; empty for oneself."""
    return request.POST.get("whose", "")[:40]


def whose_options(request: HttpRequest) -> list[tuple[str, str]]:
    """Return for whom the visitor may send it by consent; nothing to choose for most."""
    represented = people.represented(actor_of(request), at_of(request))
    return [("", t("portal.send.mine")), *represented] if represented else []


def carried_all(definition: BundleDefinition, filled: Filled, request: HttpRequest) -> list[tuple[str, str]]:
    """Return everything that was filled in as hidden fields, so that the review keeps nothing anywhere."""
    return [*service_asks.carried(definition.form, filled, ()), *_besides(filled, request)]


def _besides(filled: Filled, request: HttpRequest) -> Iterator[tuple[str, str]]:
    plain = {name: getattr(filled, name) for name in ("lon", "lat", "name", "phone", "channel", "consent")}
    plain["area"] = request.POST.get("area", "")[:20]
    plain["whose"] = whose_of(request)
    plain["no_letters"] = "yes" if filled.no_letters else ""
    yield from ((name, value) for name, value in plain.items() if value)
    yield from (("shown", name) for name in sorted(filled.shown))


def channels(request: HttpRequest) -> list[tuple[str, str]]:
    """Somebody of the staff may write for a caller; for everybody else there is nothing to choose."""
    if not actor_of(request).may(Permission.CASE_SUBMIT_FOR):
        return []
    return [("", t("services.channel.web")), *((one, t(f"services.channel.{one}")) for one in forms.CALLERS)]


def consents() -> list[tuple[str, str]]:
    """Return the ways in which a caller may agree that staff write for them."""
    return [(one, t(f"services.consent.{one}")) for one in CONSENTS]
