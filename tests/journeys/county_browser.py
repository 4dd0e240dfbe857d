"""A real browser on the county's pages: a server over the test database, screenshots kept, barriers counted."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from tests import cast

SHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots" / "county"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
UNROLL = """document.querySelectorAll(".desk, .desk-whole").forEach(
  (each) => { each.style.height = "auto"; each.style.overflow = "visible"; })"""
"""The desk scrolls inside itself; a picture of the whole page needs it unrolled."""


class Browser:
    """Opens pages as somebody who is signed in."""

    def __init__(self, address):
        self.address = address
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(
            executable_path=os.environ.get("LINLI_CHROMIUM", "/usr/bin/chromium"), args=list(ARGUMENTS)
        )

    def close(self):
        self.browser.close()
        self.playwright.stop()

    def sign_in(self, member, *, lang="zh", size="normal", viewport=DESK):
        """A page of somebody's own browser, signed in at the staff's door."""
        context = self.browser.new_context(viewport=viewport, reduced_motion="reduce")
        cookies = {"lang": lang, "size": size}
        context.add_cookies([{"name": k, "value": v, "url": self.address} for k, v in cookies.items()])
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if member is not None:
            page.goto(f"{self.address}/staff/login?next=/county")
            page.fill("[name=name]", member.account.login)
            page.fill("[name=password]", cast.PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url("**/county")
            # Signing in speaks the account's own language; the switch on every page changes it.
            page.goto(f"{self.address}/county?lang={lang}&size={size}")
        return page


def look(page, name):
    """Keep a screenshot and say what bars somebody's way."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.evaluate(UNROLL)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    found = Axe().run(page, options=RULES).response["violations"]
    barriers = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
    return barriers + [("too wide", [name])] * wide + [("console", page.complaints)] * bool(page.complaints)
