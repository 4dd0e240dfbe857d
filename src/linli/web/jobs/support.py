"""What else there is for who looks for casual work, by what they themselves said: a list to read, nothing is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import reverse

from linli.apps.benefits import facts as benefits
from linli.apps.cases import facts as cases
from linli.apps.jobs.facts import WorkerFact
from linli.kernel.ui.text import language, t


@dataclass(frozen=True, slots=True)
class Support:
    """Something to look at: its name, what it is, its page."""

    title: str
    summary: str
    href: str


@cache
def table() -> dict[str, Any]:
    """Read ``support.yaml``: names of services, entitlements and pages for everybody, by need, by group."""
    read = yaml.safe_load(Path(__file__).with_name("support.yaml").read_text(encoding="utf-8"))
    return dict(read)


def named(helps: Iterable[str], group: str) -> tuple[str, ...]:
    """Return the names for somebody who said what they need and in which group they are, each once."""
    said = table()
    found = [*said["groups"].get(group, ()), *said["everybody"]]
    for need in helps:
        found += said["needs"].get(need, ())
    return tuple(dict.fromkeys(found))


def of(entry: WorkerFact) -> tuple[Support, ...]:
    """Return what is there for somebody, as far as it is published here.

    The group is known only to the person (``entry.whole``); for staff who stand in the list is that of the needs.
    """
    return tuple(_published(named(entry.helps, entry.key_group)))


def _published(names: Iterable[str]) -> Iterator[Support]:
    spoken = language()
    services = {one.name: one for one in cases.offered()}
    entitlements = {one.name: one for one in benefits.benefits()}
    for name in names:
        kind, _, code = name.partition(":")
        if kind == "page":
            yield Support(t(f"jobs.page.support_{code}"), "", reverse(code))
        elif kind == "service" and code in services:
            href = reverse("portal-service-about", args=[code])
            yield Support(services[code].text("title", spoken), services[code].text("summary", spoken), href)
        elif kind == "entitlement" and code in entitlements:
            href = reverse("portal-entitled-to", args=[code])
            yield Support(
                entitlements[code].text("title", spoken), entitlements[code].text("summary", spoken), href
            )
