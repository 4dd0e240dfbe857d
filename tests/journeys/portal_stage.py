"""What the journeys of the portal share: forms read from pages, a browser, screenshots, photos."""

from __future__ import annotations

import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from PIL import Image

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CHROMIUM = os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium")
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def hidden(response):
    """The hidden fields of a page, as a browser would send them on (the last of a name wins, files gather)."""
    found: dict[str, object] = {}
    for name, value in FIELD.findall(response.content.decode()):
        if name == "file":
            found.setdefault("file", []).append(value)
        else:
            found[name] = value
    return found


def signed_in(member) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member.account)
    return client


def photo(color: str = "#884422", position: tuple[float, float] | None = None) -> io.BytesIO:
    """A small JPEG, with a position of its own on request."""
    image, file = Image.new("RGB", (64, 48), color), io.BytesIO()
    exif = Image.Exif()
    if position:
        gps = exif.get_ifd(0x8825)
        for key, value, letters in ((1, position[1], "NS"), (3, position[0], "EW")):
            degrees, rest = divmod(abs(value), 1)
            minutes, rest = divmod(rest * 60, 1)
            gps[key], gps[key + 1] = letters[value < 0], (degrees, minutes, rest * 60)
        exif[0x8825] = gps
    image.save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "photo.jpg"
    return file


class OneAtATime(WSGIHandler):
    """Answers one request after another: the test's one connection must not be used by two threads at once."""

    turn = Lock()

    def __call__(self, environ, start_response):
        with self.turn:
            return super().__call__(environ, start_response)


@contextmanager
def served():
    """The whole site over HTTP on the test's own database; its middleware hands out the static files."""
    connection = connections["default"]  # the connection itself: a proxy would look for itself
    connection.inc_thread_sharing()
    thread = LiveServerThread(
        "127.0.0.1", lambda _media: OneAtATime(), connections_override={"default": connection}
    )
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        yield f"http://{thread.host}:{thread.port}"
    finally:
        thread.terminate()
        connection.dec_thread_sharing()


def keep(page, name: str) -> None:
    """Keep a picture of a page under var/screenshots/portal."""
    folder = Path(settings.VAR) / "screenshots" / "portal"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def barriers(page) -> list[object]:
    """What axe finds, and whether the page is wider than its window."""
    found = [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in Axe().run(page, options=RULES).response["violations"]
    ]
    fits = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return found if fits else [*found, "wider than the window"]
