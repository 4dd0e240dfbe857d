"""Settings from the environment: read as meant, refused loudly when they make no sense."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import global_settings

from linli.site import environment as env
from linli.site import settings as written

WORDS = ("satisfied", "mostly", "partly", "not_satisfied")


def test_weights_of_a_city_are_read(monkeypatch):
    assert env.weights("LINLI_X", WORDS) == {}
    monkeypatch.setenv("LINLI_X", "satisfied=1000, mostly=800,partly=600,not_satisfied=0")
    assert env.weights("LINLI_X", WORDS) == {
        "satisfied": 1000,
        "mostly": 800,
        "partly": 600,
        "not_satisfied": 0,
    }


@pytest.mark.parametrize("said", [
    "satisfied=1000", "satisfied=1001,mostly=0,partly=0,not_satisfied=0", "a=1,b=2,c=3,d=4",
    "satisfied=1,mostly=1,partly=1,not_satisfied=-1", "satisfied=1,satisfied=1,mostly=1,partly=1,not_satisfied=1",
])  # fmt: skip
def test_weights_that_make_no_sense_are_refused(monkeypatch, said):
    monkeypatch.setenv("LINLI_X", said)
    with pytest.raises(ValueError, match="LINLI_X"):
        env.weights("LINLI_X", WORDS)


@pytest.mark.parametrize(("said", "origins"), [
    ("https://t0.example.cn/{z}/{x}/{y}.png", ("https://t0.example.cn",)), ("/tiles/{z}/{x}/{y}.png", ()), ("", ()),
])  # fmt: skip
def test_tiles_are_an_address_with_its_origin_for_the_browser(monkeypatch, said, origins):
    monkeypatch.setenv("LINLI_X", said)
    assert env.origins(env.tiles("LINLI_X")) == origins


@pytest.mark.parametrize(
    "said", ["http://t.example.cn/{z}/{x}/{y}", "https://t{s}.cn/{z}/{x}/{y}", "https://t.cn/"]
)
def test_tiles_that_no_browser_may_load_are_refused(monkeypatch, said):
    monkeypatch.setenv("LINLI_X", said)
    with pytest.raises(ValueError, match="LINLI_X"):
        env.tiles("LINLI_X")


def test_passwords_are_kept_as_django_advises():
    # the tests themselves take a quicker way, see tests/conftest.py
    assert not hasattr(written, "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")


def test_a_number_may_have_a_least(monkeypatch):
    monkeypatch.setenv("LINLI_X", "0")
    with pytest.raises(ValueError, match="at least 1"):
        env.number("LINLI_X", 30, least=1)
    assert env.number("LINLI_X", 30) == 0


def start(tmp_path, **more):
    """Load the settings as a new process does."""
    said = {**os.environ, "LINLI_VAR": str(tmp_path), "PYTHONPATH": "src", **more}
    say = "from linli.site import settings as s; print(s.SATISFACTION_WEIGHTS, s.TILE_ORIGINS, s.STAFF_IDLE_SECONDS)"
    return subprocess.run([sys.executable, "-c", say], env=said, capture_output=True, text=True, check=False)


def test_an_installation_starts_with_what_it_was_told(tmp_path):
    tiles = {"LINLI_TILES": "https://t0.example.cn/{z}/{x}/{y}.png", "LINLI_TILES_NOTICE": "GS(2026)1"}
    told = start(tmp_path, LINLI_STAFF_IDLE_MINUTES="5", **tiles)
    assert told.stdout.strip() == "{} ('https://t0.example.cn',) 300"
    wrong = start(tmp_path, LINLI_TILES=tiles["LINLI_TILES"])
    assert "approval number" in wrong.stderr
