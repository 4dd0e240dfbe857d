"""Every page by everybody of the cast, in both languages: who gets in, and that what they read is whole."""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from django.urls import resolve
from tests.journeys.pages.routes import addresses

from linli.kernel.ui.text import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CAST = (
    "stranger", "resident", "grid_worker", "clerk", "dispatcher", "officer", "checker", "caller", "supervisor",
    "county_administrator", "approver", "auditor", "mediator", "carer", "care_coordinator", "adviser",
    "technical_administrator",
)  # fmt: skip
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
NOT_READ = re.compile(r"<(script|style|code|pre|textarea)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
ATTRIBUTES = re.compile(r'\b(?:alt|title|placeholder|aria-label)="([^"]*)"')
FIRST_WORDS = "|".join(sorted({key.partition(".")[0] for key in catalogue()["zh"]}))
KEY = re.compile(rf"(?<![\w/.@-])(?:{FIRST_WORDS})\.[a-z_]+(?:\.[a-z_0-9]+)*(?![\w.]*[@/])")
NOTHING = re.compile(r"\b(?:None|undefined|NaN)\b")


def allowed(address, who, actor):
    """The answers that this reader may get: the mark of the page decides, and for some the thing it is about."""
    if address.startswith("/api/"):
        return {200, 401, 404}  # tests/contracts/api tries who may do what
    access = resolve(address.partition("?")[0]).func.linli_access
    if access == "public":
        return {200, 302} if address in {"/login", "/staff/login"} else {200, 404}
    if who == "stranger":
        return {302}
    if access == "signed_in":
        return {200, 404}
    return {200, 302, 404} if any(actor.may(one) for one in access) else {404}


def faults(answer, lang):
    """What is wrong with a page that somebody reads."""
    page = answer.content.decode()
    plain = NOT_READ.sub(" ", page)
    words = unescape(" ".join([*ATTRIBUTES.findall(plain), TAG.sub(" ", plain)]))
    found = [f"untranslated {one}" for one in set(KEY.findall(words))]
    if lang == "zh":  # "None" is also an English word
        found += [f"says {one}" for one in set(NOTHING.findall(words))]
    if f'<html lang="{LANGUAGES[lang]}"' not in page:
        found.append("lang of html")
    if (n := page.count("<h1")) != 1:
        found.append(f"{n} h1")
    return found


def is_page(answer):
    return answer.headers.get("content-type", "").startswith("text/html") and b"<html" in answer.content


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.one_database)])
def test_every_page_by_everybody(town, visitor, caplog, lang):
    caplog.set_level(
        logging.ERROR, "django.request"
    )  # each record of what is not found would keep its request
    town.grow(2)
    every, found, seen = addresses(town), [], set()
    for who in CAST:
        reader = visitor(town, who, lang=lang)
        for route, ones in every.items():
            for address in ones:
                answer = reader.open(address)
                if answer.status_code not in allowed(address, who, town.people[who].actor):
                    found.append((who, address, answer.status_code))
                if not answer.streaming and is_page(answer):
                    found += [(who, address, fault) for fault in faults(answer, lang)]
                if answer.status_code == 200:
                    seen.add(route)
    assert not found, "\n".join(str(one) for one in found)
    assert {route for route, ones in every.items() if ones} - seen == set(), "nobody could open these"
