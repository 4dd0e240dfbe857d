"""Every page by everybody of the cast, and in English by the first who gets in: what they read is whole.

Who may open what is no matter of the database: on PostgreSQL a page is opened until somebody got in.
"""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from django.db import connection
from django.urls import resolve
from tests.journeys.pages.routes import addresses

from linli.kernel.ui.text import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CAST = (
    "stranger", "resident", "grid_worker", "clerk", "dispatcher", "officer", "checker", "caller", "supervisor",
    "county_administrator", "approver", "auditor", "mediator", "carer", "care_coordinator", "adviser",
    "technical_administrator",
)  # fmt: skip
ON_SQLITE = connection.vendor == "sqlite"
PARTS = 2
"""Every second address is another test, so that two workers share them."""
LANGUAGES = {"zh": "zh-Hans", "en": "en"}
NOT_READ = re.compile(r"<(script|style|code|pre|textarea)\b.*?</\1>|<!--.*?-->", re.DOTALL)
LATER = re.compile(r"<template\b.*?</template>", re.DOTALL)
"""What is not shown until a script puts it in the place of something else."""
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
    if (n := LATER.sub("", page).count("<h1")) != 1:
        found.append(f"{n} h1")
    return found


def is_page(answer):
    return answer.headers.get("content-type", "").startswith("text/html") and b"<html" in answer.content


class Sweep:
    """One reader opens every address, and in English the pages that nobody read so before."""

    def __init__(self, town, who, visitor, read):
        self.actor = town.people[who].actor
        self.who, self.read = who, read
        self.readers = {lang: visitor(town, who, lang=lang) for lang in LANGUAGES}
        self.found, self.opened = [], False

    def open(self, address):
        answer = self.readers["zh"].open(address)
        self.opened |= answer.status_code == 200
        if answer.status_code not in allowed(address, self.who, self.actor):
            self.found.append((self.who, address, answer.status_code))
        if answer.streaming or not is_page(answer):
            return
        self.found += [(self.who, address, fault) for fault in faults(answer, "zh")]
        if answer.status_code == 200 and address not in self.read:
            self.read.add(address)
            if not ON_SQLITE:
                return
            again = self.readers["en"].open(address)
            assert again.status_code == 200, (self.who, address)
            self.found += [(self.who, address, fault) for fault in faults(again, "en")]


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_by_everybody(town, visitor, caplog, part):
    caplog.set_level(
        logging.ERROR, "django.request"
    )  # each record of what is not found would keep its request
    town.grow(2)
    every = dict([*addresses(town).items()][part::PARTS])
    found, seen, read = [], set(), set()
    for who in CAST:
        sweep = Sweep(town, who, visitor, read)
        for route, ones in every.items():
            sweep.opened = False
            for address in ones:
                if ON_SQLITE or address not in read:
                    sweep.open(address)
            if sweep.opened:
                seen.add(route)
        found += sweep.found
    assert not found, "\n".join(str(one) for one in found)
    assert {route for route, ones in every.items() if ones} - seen == set(), "nobody could open these"
