"""The service card: found by address, read in large type, printed as a card of A6 or many on A4; current behind its QR."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import JsonValue
from linli.kernel import documents
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.documents.web import download
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import local, now
from linli.kernel.ui.text import language, t
from linli.web.portal.naming import trail
from linli.web.portal.visitor import actor_of
from linli.web.public.naming import name_of
from linli.web.reach.asked import asked
from linli.web.reach.carding import COARSEST, FIRST, Card, Line, area_with_card, card_of, on_duty

TEMPLATE = Path(__file__).parents[1] / "typ" / "service_card.typ"
FINEST = 15
MOST_ON_SHEET = 40


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find one's area by address, by the place button or from the list, and open its card."""
    place = asked(request)
    if place.area is not None and len(place.area.code) >= COARSEST:
        return HttpResponseRedirect(url("reach:card", code=place.area.code[:FINEST]))
    top = grid.area(request.GET.get("in", "")[:12]) if request.GET.get("in") else None
    context = {
        "asked": place, "above": top, "name": name_of,
        "areas": [one for one in grid.children(top.path if top else "/") if len(one.code) <= FINEST] if top else _first(),
        "trail": lambda area: trail(area.path, finest=FINEST), "coarsest": COARSEST,
    }  # fmt: skip
    return render(request, "reach/card_find.html", context, status=422 if place.problems else 200)


def _first() -> list[grid.AreaFact]:
    return grid.subtree("/", "district")


@public_page
@never_cache
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a card in large type, as it stands today; ``?read`` writes it as sentences for reading aloud."""
    try:
        area = area_with_card(code)
    except NotVisible:
        return render(request, "reach/card_none.html", {"code": code[:40]}, status=404)
    card = card_of(area, local(now()).date())
    lang = language()
    context = {
        "card": card, "code": area.code, "say": (lambda both: getattr(both, lang)), "on": local(now()).date(),
        "duty": on_duty(area, now(), actor_of(request)),
        "below": len(grid.children(area.path)) if len(area.code) < FINEST else 0, "aloud": "read" in request.GET,
        "address": request.build_absolute_uri(url("reach:card", code=area.code)),
    }  # fmt: skip
    return render(request, "reach/card.html", context)


@public_page
@never_cache
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out one card as a PDF of A6, both sides."""
    area = area_with_card(code)
    on = local(now()).date()
    data = {**_frame("a6"), "cards": [_printed(request, card_of(area, on))]}
    return download(documents.pdf(TEMPLATE, data, on), f"card-{area.code}", shown=True)


@public_page
@never_cache
@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out cards on A4, four a page, fronts and backs to be printed on both sides: of every estate below, or four of one."""
    area = area_with_card(code)
    on = local(now()).date()
    below = [one for one in grid.children(area.path) if len(one.code) <= FINEST][:MOST_ON_SHEET]
    cards = [_printed(request, card_of(one, on)) for one in below] or [
        _printed(request, card_of(area, on))
    ] * 4
    data = {**_frame("a4"), "cards": cards}
    return download(documents.pdf(TEMPLATE, data, on), f"cards-{area.code}", shown=True)


def _frame(paper_name: str) -> dict[str, JsonValue]:
    on = local(now()).date()
    return {
        "lang": "zh", "title": t("reach.card.title", lang="zh"), "title_en": t("reach.card.title", lang="en"),
        "paper": paper_name,
        "made": [t("reach.card.made", lang=lang, day=show.day(on, lang)) for lang in ("zh", "en")],
        "scan": [t("reach.card.scan", lang=lang) for lang in ("zh", "en")],
        "urgent": [t("reach.card.urgent", lang=lang) for lang in ("zh", "en")],
        "people": [t("reach.card.front", lang=lang) for lang in ("zh", "en")],
        "help": [t("reach.card.help", lang=lang) for lang in ("zh", "en")],
        "vacant": [t("reach.card.vacant", lang=lang) for lang in ("zh", "en")],
    }  # fmt: skip


def _printed(request: HttpRequest, card: Card) -> dict[str, JsonValue]:
    address = request.build_absolute_uri(url("reach:card", code=card.area.code))
    return {
        "place": [card.place.zh, card.place.en],
        "urgent": [_row(one) for one in card.urgent],
        "people": [_row(one) for one in card.people],
        "first": [_row(one) for one in card.lines if one.kind in FIRST],
        "lines": [_row(one) for one in card.lines if one.kind not in FIRST],
        "qr": documents.qr(address, t("reach.card.qr", lang="zh")),
    }


def _row(one: Line) -> dict[str, JsonValue]:
    return {
        "label": [one.label.zh, one.label.en], "name": [one.name.zh, one.name.en], "phone": one.phone,
        "where": [one.where.zh, one.where.en], "hours": one.hours, "vacant": one.vacant,
    }  # fmt: skip
