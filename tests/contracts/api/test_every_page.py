"""Every address of the product, opened by everybody of the cast: many answers, never a fault of ours."""

from __future__ import annotations

import logging
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests import cast
from tests.contracts.api.conftest import Api

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.one_database,
]  # the sweep asks the other one too

WORDS = ("x", "0", "\u202e'\"<b>", "request")


def patterns(resolver=None, before=()):
    for one in (resolver or get_resolver()).url_patterns:
        here = (*before, one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, here)
        elif isinstance(one, URLPattern):
            yield here


def addresses(refs):
    """For each route its addresses, with refs that are there, that are not, and with words that are none."""
    for parts in patterns():
        names = {name: kind for part in parts for name, kind in part.converters.items()}
        route = "".join(str(part) for part in parts)
        if route.startswith("static") or "^" in route:
            continue
        yield [_filled(route, names, refs, number) for number in range(len(refs) + 2 if names else 1)]


def _filled(route, names, refs, number):
    for name, converter in names.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        if kind == "uuid":
            value = (*refs[:2], uuid.uuid4())[number % 3]
        elif kind == "int":
            value = (0, 1, 10**18)[number % 3]
        else:
            value = (*refs, *WORDS)[number % (len(refs) + len(WORDS))]
        for shape in (f"<{name}>", f"<{kind}:{name}>"):
            route = route.replace(shape, str(value))
    return "/" + route


def people(api):
    """The city's own people, and those of the cast that it has not."""
    yield "stranger", Client()
    for who, member in api.city.people.items():
        client = Client()
        client.force_login(member.account)
        yield who, client
    for make in (cast.county_administrator, cast.auditor, cast.technical_administrator, cast.second_approver):
        client = Client()
        client.force_login(
            make("/9901/").account if make is not cast.technical_administrator else make().account
        )
        yield make.__name__, client


THOROUGH = frozenset({"stranger", "resident", "dispatcher", "county_administrator"})
"""They try every variant of every address, and the first with a bad query; the others every address once."""
QUERY = {"cursor": "x", "q": "'\x00<", "page": "-1", "lang": ""}


PARTS = 2
"""Every second address is another test, so that two workers share them."""


def settled(answer):
    """Tell whether the door answered, before it was read what the address names and asks."""
    if answer.status_code in {401, 405}:
        return True
    marked = (
        getattr(answer.resolver_match.func, "linli_access", "public") if answer.resolver_match else "public"
    )
    return answer.status_code == 302 and marked != "public" and answer.wsgi_request.actor.is_stranger


def answers(client, variants, *, thorough):
    """Open the variants of one address, until one says that the others need not be opened."""
    asked = [(variants[0], {}), (variants[0], QUERY), *((one, {}) for one in variants[1:])]
    for address, query in asked if thorough else asked[:1]:
        answer = client.get(address, query)
        yield address, answer
        for closer in answer._resource_closers:
            closer()
        if settled(answer):
            return


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_no_address_breaks_for_anybody(city, caplog, part):
    caplog.set_level(
        logging.ERROR, "django.request"
    )  # each record of what is not found would keep its request
    api = Api(city)
    told = api.as_("resident").tell()
    hidden = api.as_("resident").tell(confidential=True)
    by_route = [*addresses((told["ref"], hidden["ref"], told["number"]))][part::PARTS]
    assert len(by_route) > 50
    broken = []
    for who, client in people(api):
        client.raise_request_exception = False
        for variants in by_route:
            opened = answers(client, variants, thorough=who in THOROUGH)
            broken += [(who, at, one.status_code) for at, one in opened if one.status_code >= 500]
    assert broken == []
