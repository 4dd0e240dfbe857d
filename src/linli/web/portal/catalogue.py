"""The catalogue of services: found by plain words, by what happens in a life, by who answers for it; and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.apps.benefits import facts as benefits
from linli.apps.bundles import facts as bundles
from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.core.packs import search
from linli.core.packs.benefit import Benefit
from linli.core.packs.bundle import BundleDefinition
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.guide import LifeEvent
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.portal.services import IN_THREE_STEPS
from linli.web.portal.visitor import at_of
from linli.web.portal.worked_out import scales

SERVICE, ENTITLEMENT, BUNDLE = "service/", "entitlement/", "together/"


@dataclass(frozen=True, slots=True)
class Tile:
    """A service or an entitlement on the list."""

    key: str
    title: str
    summary: str
    href: str
    events: tuple[str, ...]
    body: str = ""


@public_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List what can be done here, all of it or what somebody looks for."""
    words = request.GET.get("q", "").strip()[: search.LONGEST]
    event, body = request.GET.get("event", ""), request.GET.get("body", "")
    offered, entitlements = cases.offered(), benefits.benefits()
    joined = bundles.bundles()
    tiles = [*map(_bundle, joined), *map(_service, offered), *map(_entitlement, entitlements)]
    bodies = _bodies(offered)
    found = search.find(words, [*map(_entry, (*joined, *offered, *entitlements))])
    chosen = _chosen(tiles, found.keys if words else None, event, body)
    context = {
        "words": words,
        "event": event if event in {one.value for one in LifeEvent} else "",
        "body": bodies.get(body, ""),
        "found": chosen if words or event or body else None,
        "unmatched": found.unmatched if words else (),
        "events": [one.value for one in LifeEvent if any(one.value in tile.events for tile in tiles)],
        "bodies": sorted(bodies.items(), key=lambda one: one[1]),
        "bundles": [one for one in tiles if one.key.startswith(BUNDLE)],
        "services": [one for one in tiles if one.key.startswith(SERVICE)],
        "entitlements": [one for one in tiles if one.key.startswith(ENTITLEMENT)],
    }
    return render(request, "portal/services.html", context)


def _service(one: ServiceDefinition) -> Tile:
    said = language()
    return Tile(
        SERVICE + one.name,
        one.text("title", said),
        one.text("summary", said),
        reverse("portal-service-about", args=[one.name]),
        tuple(event.value for event in cases.events_of(one)),
        cases.body_of(one),
    )


def _entitlement(one: Benefit) -> Tile:
    said = language()
    href = reverse("portal-entitled-to", args=[one.name])
    events = tuple(event.value for event in one.events)
    return Tile(ENTITLEMENT + one.name, one.text("title", said), one.text("summary", said), href, events)


def _bundle(one: BundleDefinition) -> Tile:
    said = language()
    href = reverse("portal-together-begin", args=[one.name])
    events = tuple(event.value for event in one.events)
    return Tile(BUNDLE + one.name, one.text("title", said), one.text("summary", said), href, events)


def _entry(one: ServiceDefinition | Benefit | BundleDefinition) -> search.Entry:
    return cases.search_entry(_kind(one) + one.name, [one.texts.get(lang, {}) for lang in LANGUAGES])


def _kind(one: ServiceDefinition | Benefit | BundleDefinition) -> str:
    if isinstance(one, ServiceDefinition):
        return SERVICE
    return ENTITLEMENT if isinstance(one, Benefit) else BUNDLE


def _bodies(offered: Sequence[ServiceDefinition]) -> dict[str, str]:
    """Return who answers for services, by the word and by name."""
    named = {cases.body_of(one): one for one in offered if cases.body_of(one)}
    return {body: one.text(f"guide.body.{body}", language()) for body, one in named.items()}


def _chosen(tiles: Sequence[Tile], keys: Sequence[str] | None, event: str, body: str) -> list[Tile]:
    """Return the tiles that were looked for, in the order of the search where there was one."""
    by_key = {one.key: one for one in tiles}
    ordered = list(tiles) if keys is None else [by_key[key] for key in keys]
    return [one for one in ordered if (not event or event in one.events) and (not body or one.body == body)]


@public_page
@require_safe
def about(request: HttpRequest, name: str) -> HttpResponse:
    """Tell everything about one service, in the version in force or in the one somebody asks for."""
    published = [one for one in catalogue.pack_versions(name) if one.published_at]
    current = catalogue.snapshot().current_pack(name)
    asked = request.GET.get("version", "")
    shown = next((one for one in published if asked and str(one.version) == asked), None)
    if shown is None:
        shown = next((one for one in published if one.sha256 == current), published[0] if published else None)
    if shown is None:
        raise NotVisible
    definition = cases.definition(shown.sha256)
    today = show.local(at_of(request)).date()
    context = {**_about(definition, shown, published, current), "scales": scales(definition, today)}
    return render(request, "portal/service_about.html", context)


def _about(
    definition: ServiceDefinition,
    shown: catalogue.PackVersion,
    published: Sequence[catalogue.PackVersion],
    current: str | None,
) -> dict[str, Any]:
    said, name = language(), definition.name
    in_force = shown.sha256 == current
    way = reverse("portal-home") if name in IN_THREE_STEPS else reverse("portal-service", args=[name])
    return {
        "name": name,
        "title": definition.text("title", said),
        "summary": definition.text("summary", said),
        "told": cases.guide_told(definition, said),
        "events": [one.value for one in cases.events_of(definition)],
        "version": shown.version,
        "since": definition.effective_from,
        "status": "current" if in_force else shown.status,
        "offered": current is not None,
        "versions": [one.version for one in published if one.sha256 != shown.sha256],
        "way": way if current else "",
    }
