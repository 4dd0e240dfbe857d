"""A small site of the design system alone: no database, no sign-in, the real middleware of this package."""

from __future__ import annotations

import pytest
from django.test import Client

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "linli.kernel.ui.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.kernel.ui.middleware.PolicyMiddleware",
    "linli.kernel.ui.outcomes.OutcomeMiddleware",
]


@pytest.fixture
def site(settings):
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ROOT_URLCONF = "tests.kernel.ui.site_for_tests"
    return settings


@pytest.fixture
def browser_of(site):
    """A client that does not re-raise, as a person's browser meets the site."""
    return Client(raise_request_exception=False)
