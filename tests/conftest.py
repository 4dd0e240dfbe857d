"""What every test may rely on: a derandomised Hypothesis, a small city on request, and no silent gaps in CI."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

gc.set_threshold(50_000, 20, 20)
"""Looking for rings of things nobody holds took a tenth of the suite: by default it begins again every 700 things."""

hypothesis_settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("ci")

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""The third of a second that a password takes is for who guesses; tests/site/test_environment.py looks at what is set."""

SHELL, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
CHROMIUM = Path(os.environ.get("LINLI_CHROMIUM", SHELL if SHELL.exists() else WHOLE))
"""The engine without windows if it is here: the whole program draws its own pages beside each of ours."""


@pytest.hookimpl(trylast=True)  # after pytest-django, which sorts by the kind of database
def pytest_collection_modifyitems(config, items):
    """Leave out what cannot run here, and on PostgreSQL what cannot differ there; begin with what takes long."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    without_browser(items)
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        same = [item for item in items if same_everywhere(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if not same_everywhere(item)]


def pytest_collection_finish():
    """What all tests share lives as long as the process: nobody need look through it again."""
    gc.collect()
    gc.freeze()


def without_browser(items):
    """Leave the browser's tests out where there is none; with CI=true they fail instead."""
    if CHROMIUM.exists() or os.environ.get("CI") == "true":
        return
    why = pytest.mark.skip(
        reason=f"{CHROMIUM} is not here: as root, apt-get install chromium-headless-shell fonts-noto-cjk"
    )
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(why)


def same_everywhere(item):
    """A test that asks for no database of ours, or says itself that another one would change nothing.

    Of the pages the sweep, the pins and the queues run on both; what a form stores is tried with its app.
    """
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    return not asks or item.get_closest_marker("one_database") is not None


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a file."""
    from playwright.sync_api import sync_playwright
    from tests.browser import ARGUMENTS

    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the tests' own queries are not part of it.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(autouse=True, scope="session")
def _only_what_was_written_is_taken_back():
    """After a test that commits: Django would empty every table and fill its own again, which takes longer than the test."""
    from tests.rows import delete_rows

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: delete_rows())
        yield


@pytest.fixture(autouse=True)
def _nobody_was_too_fast_in_another_test():
    """How fast anybody asks is counted in the process; for who is in many tests, at an hour held still, it never ends."""
    if pace := sys.modules.get("linli.web.api.pace"):
        pace.forget_all()


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_up_once():
    """Each client of a test puts the middleware together anew, which would look at every static file again."""
    from linli.site.serving.static import VersionedFiles

    look, known = VersionedFiles.add_files_from_finders, {}

    def remembered(files):
        how = (files.static_prefix, files.max_age, files.charset)
        if how not in known:
            look(files)
            known[how] = dict(files.files)
        files.files.update(known[how])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(VersionedFiles, "add_files_from_finders", remembered)
        yield


@pytest.fixture
def city(db):
    """The smallest city in which a case can live its whole life."""
    from tests.city import tiny_city

    return tiny_city()


@pytest.fixture
def announced_holidays(settings):
    """Pages of centres are asked for at the time of their stage, whatever day the tests run on."""
    settings.MIDDLEWARE = ["tests.apps.centres.fixed.AtStage", *settings.MIDDLEWARE]
