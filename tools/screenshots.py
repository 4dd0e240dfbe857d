"""Pictures for the documents, taken from the small demo city in a real browser: what `make screenshots` runs.

The server, the visits and the sizes of windows are those of the journeys (tests/browser.py).
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes; a clone should stay small
COLOURS = 128
GROUND, EDGE = "#e9ece8", 28  # between and around the two phones of the README
RESIDENT = "19900000000"
STAFF_PAGES = {
    "desk": ("dispatcher", "/desk"),
    "board": ("supervisor", "/board"),
    "matrix": ("administrator", "/county/matrix"),
}
OPEN_PAGES = {"public": "/public/"}


def prepare(folder: str) -> None:
    """Make the small demo city in a folder of its own and let this process look at it."""
    os.environ["LINLI_VAR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "linli.site.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    subprocess.run(
        [sys.executable, "-m", "linli", "demo", "--size", "small", "--json"],
        cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


@contextmanager
def visiting() -> Iterator[Any]:
    """A browser on the served city."""
    from playwright.sync_api import sync_playwright
    from tests.browser import ARGUMENTS, Visits, served
    from tests.conftest import CHROMIUM

    with sync_playwright() as playwright, served() as address:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        visits = Visits(browser, address)
        yield visits
        visits.close()
        browser.close()


def member(**which: str) -> SimpleNamespace:
    """An account of the demo city, as visits want it."""
    from linli.kernel.identity.models import Account

    return SimpleNamespace(account=Account.objects.get(**which))


def picture(page: Any) -> Image.Image:
    """What the window shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def store(name: str, image: Image.Image) -> None:
    """Write a picture with few colours.

    Raises:
        SystemExit: it is larger than a picture in the repository may be.
    """
    file = IMAGES / f"{name}.png"
    image.quantize(COLOURS).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)} {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{file} is larger than {LARGEST} bytes")


def two_phones(visits: Any, lang: str) -> Image.Image:
    """The portal's first page, and beside it a case with its course."""
    from tests.browser import PHONE

    resident = member_with_phone()
    first = visits("/", lang=lang, viewport=PHONE)
    case = visits(f"/c/{case_of(resident)}", member=resident, lang=lang, viewport=PHONE)
    left, right = picture(first), picture(case)
    both = Image.new("RGB", (2 * left.width + 3 * EDGE, left.height + 2 * EDGE), GROUND)
    both.paste(left, (EDGE, EDGE))
    both.paste(right, (left.width + 2 * EDGE, EDGE))
    return both


def member_with_phone() -> SimpleNamespace:
    """The resident of the demo city."""
    from django.utils import timezone

    from linli.kernel.identity.service import open_resident

    return SimpleNamespace(account=open_resident(RESIDENT, at=timezone.now()))


def case_of(resident: SimpleNamespace) -> str:
    """A case of the resident with its whole course, else the newest."""
    from linli.apps.cases.models import Case

    own = Case.objects.filter(participants__account_id=resident.account.pk).order_by("-opened_at")
    return str((own.filter(stage="closed").first() or own[0]).ref)


def main() -> None:
    """Take all pictures."""
    from tests.browser import DESK

    IMAGES.mkdir(exist_ok=True)
    with visiting() as visits:
        for lang in ("zh", "en"):
            store(f"portal.{lang}", two_phones(visits, lang))
        for name, (login, path) in STAFF_PAGES.items():
            store(name, picture(visits(path, member=member(login=login), viewport=DESK)))
        for name, path in OPEN_PAGES.items():
            store(name, picture(visits(path, lang="en", viewport=DESK)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="linli-pictures-") as scratch:
        prepare(scratch)
        main()
