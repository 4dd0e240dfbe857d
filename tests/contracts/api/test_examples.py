"""The examples of docs/api.md do what the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from tests.contracts.api.conftest import key

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[3] / "docs/api.md"
EXAMPLE = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def run(command, known):
    """Do with Django's client what the shell would do with curl."""
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    words = iter(shlex.split(command.replace("\\\n", " ")))
    assert next(words) == "curl"
    method, headers, body, address = "GET", {}, "", ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        else:
            address = word
    kind = headers.pop("Content-Type", "application/octet-stream")
    parts = urlsplit(address)
    return Client().generic(
        method, f"{parts.path}?{parts.query}", body.encode(), content_type=kind, headers=headers
    )


def test_every_example_runs(city):
    known = {"TOKEN": key(city, "read", "open", "move", role="dispatcher", code="CENTRE")}
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    assert len(examples) >= 7
    for example in examples:
        answer = run(example, known)
        assert answer.status_code in {200, 201}, (example, answer.content.decode())
        told = answer.json()
        if "code" in told:
            known |= {"NUMBER": told["number"], "CODE": told["code"], "REF": told["ref"]}
