"""What all tests in a real browser share: a server with connections of its own, visits, pictures, barriers."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PATIENCE_MS = 60_000
ASK_AXE = """options => axe.run(options).then(
  (told) => told.violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]))"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


class Server(ThreadedWSGIServer):
    """Answers each conversation in a thread with database connections of its own, and outlives none of them.

    The test must have committed what the server is to see: ask for `transactional_db`.
    """

    daemon_threads = False  # closing the server waits for the threads, and each closes its connections first

    def __init__(self, application):
        self.conversations = set()
        super().__init__(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self.set_app(application)

    def get_request(self):
        conversation, address = super().get_request()
        self.conversations.add(conversation)
        return conversation, address

    def close_request(self, request):
        self.conversations.discard(request)
        super().close_request(request)

    def hang_up(self):
        """End the conversations that a browser keeps open for its next question."""
        for conversation in tuple(self.conversations):
            with suppress(OSError):
                conversation.shutdown(socket.SHUT_RDWR)


@contextmanager
def served(application=None):
    """The whole site over HTTP on the test's database; its middleware hands out the static files."""
    server = Server(application or WSGIHandler())
    thread = Thread(target=server.serve_forever, args=(0.05,), name="server of the test")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.hang_up()
        server.server_close()


def signed_in(member) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(member.account)
    return client


class Visits:
    """Opens pages of a served site, each in a browser of its own; `page.complaints` is what went wrong there."""

    def __init__(self, chromium, address):
        self.chromium, self.address, self.opened = chromium, address, []

    def __call__(self, path, *, member=None, lang="zh", size="normal", viewport=PHONE, **options):
        page = self.come(member=member, lang=lang, size=size, viewport=viewport, **options)
        page.goto(f"{self.address}{path}")
        return page

    def come(self, *, member=None, lang="zh", size="normal", viewport=PHONE, **options):
        """An empty page of somebody who is signed in, or of a stranger."""
        context = self.chromium.new_context(viewport=viewport, reduced_motion="reduce", **options)
        self.opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        cookies = {"lang": lang, "size": size}
        if member is not None and member.account is not None:
            cookies["sessionid"] = signed_in(member).cookies["sessionid"].value
        context.add_cookies([{"name": k, "value": v, "url": self.address} for k, v in cookies.items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if _complains(said) else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "response", lambda answer: page.complaints.append(answer.url) if answer.status == 404 else None
        )
        return page

    def close(self):
        for context in self.opened:
            context.close()


def _complains(said):
    """A form that was not taken answers 422 or 409, which the browser notes; that is no complaint."""
    return said.type == "error" and "status of 4" not in said.text


def keep(page, name: str) -> None:
    """Keep a picture of a page's beginning under var/screenshots; ``name`` may name a folder below it.

    Painting a long page takes as long as opening it: the journeys do it for whoever asks with LINLI_PICTURES=1.
    """
    if os.environ.get("LINLI_PICTURES"):
        picture(page, name)


def picture(page, name: str) -> None:
    """Take the picture, whoever asks."""
    file = Path(settings.VAR) / "screenshots" / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    width, height = page.evaluate("[innerWidth, Math.min(document.documentElement.scrollHeight, 3000)]")
    page.screenshot(
        path=str(file), full_page=True, clip={"x": 0, "y": 0, "width": width, "height": max(height, 100)}
    )


def barriers(page, *, contrast: bool = True) -> list[object]:
    """What axe finds, and whether the page is wider than its window; contrast takes more than all other rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASK_AXE, {**RULES, "rules": {"color-contrast": {"enabled": contrast}}})
    return found if page.evaluate(FITS) else [*found, "wider than the window"]


def look(page, name: str) -> None:
    """Hold a page free of barriers and complaints; keep its picture where one is asked for, or something is wrong."""
    keep(page, name)
    if found := [*barriers(page), *page.complaints]:
        picture(page, name)
        raise AssertionError((name, found))
