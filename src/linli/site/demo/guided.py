"""Guided stories: one for each of the five newspaper pages, walked through the demo city step by step.

A step says who opens which page (or follows which link of the last one), what happens there, and a sentence that
must stand on it. A walk that does not find it says so: the story is held to the software, not to its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any

import yaml
from django.test import Client

from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index
from linli.site.demo.naming import DATA

FOLDER = DATA / "guided"
STRANGER, RESIDENT = "stranger", "resident"
PHONE = "19900000000"
"""The number of the first resident, whose pages are opened."""
WITHOUT_NAME = (STRANGER, RESIDENT)
FOUND = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``path`` is opened, or else the link with the words ``click`` on the page before."""

    who: str
    path: str
    click: dict[str, str]
    does: dict[str, str]
    sees: dict[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its title and steps."""

    page: str
    title: dict[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """How one step went: where it led, and what was missing there ("" where all was well)."""

    step: Step
    path: str
    missing: str


def pages() -> tuple[str, ...]:
    """Return the newspaper pages that have a story."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def story(page: str) -> Story:
    """Return the story of a newspaper page (A to E)."""
    said = yaml.safe_load((FOLDER / f"{page}.yaml").read_text(encoding="utf-8"))
    steps = tuple(
        Step(
            who=one["who"], path=one.get("path", ""), click=_both(one.get("click")), does=_both(one["does"]),
            sees=_both(one["sees"]),
        )
        for one in said["steps"]
    )  # fmt: skip
    return Story(page, _both(said["title"]), steps)


def walk(told: Story, lang: str) -> Iterator[Walked]:
    """Walk a story in a language."""
    clients: dict[str, Client] = {}
    html, here = "", ""
    for step in told.steps:
        client = clients.setdefault(step.who, _client(step.who, lang))
        path = step.path or link(html, step.click[lang], here)
        if not path:
            yield Walked(step, here, step.click[lang])
            continue
        answer = client.get(path, follow=True)
        html = answer.content.decode()
        here = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        stands = answer.status_code == FOUND and _packed(step.sees[lang]) in _packed(words(html))
        yield Walked(step, here, "" if stands else step.sees[lang])


def _client(who: str, lang: str) -> Client:
    client = Client(headers={"accept-language": lang}, raise_request_exception=False)
    client.cookies["lang"] = lang
    if who == RESIDENT:
        client.force_login(Account.objects.get(phone_index=index(PHONE, "phone")))
    elif who != STRANGER:
        client.force_login(Account.objects.get(login=who))
    return client


def _packed(text: str) -> str:
    """Leave out blanks and line breaks, which a page sets as it likes."""
    return "".join(text.split())


def _both(said: Any) -> dict[str, str]:
    return {"zh": str(said["zh"]), "en": str(said["en"])} if said else {}


class _Reader(HTMLParser):
    """Takes out what is read on a page, and its links with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[tuple[str, list[str]]] = []
        self._inside: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link."""
        if tag == "a" and (href := dict(attrs).get("href")):
            self._inside = []
            self.links.append((href, self._inside))

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag == "a":
            self._inside = None

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.said.append(data)
        if self._inside is not None:
            self._inside.append(data)


def words(html: str) -> str:
    """Return what is read on a page."""
    reader = _Reader()
    reader.feed(html)
    return " ".join(reader.said)


def link(html: str, wanted: str, here: str) -> str:
    """Return where the first link whose words hold ``wanted`` leads, or nothing."""
    reader = _Reader()
    reader.feed(html)
    for href, said in reader.links:
        if wanted in "".join(said):
            return href if href.startswith("/") else f"{here.partition('?')[0]}{href}"
    return ""
