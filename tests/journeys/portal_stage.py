"""What the journeys of the portal share: forms read from pages, and photos."""

from __future__ import annotations

import io
import re

from PIL import Image
from tests.city import act_id

NASTY = [
    "😀🏴‍☠️👨‍👩‍👧",
    "\u202egnitirw\u202c مرحبا שלום",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "'; DROP TABLE cases_case; -- %s %(x)s {0} {{ 7*7 }} {% if %}",
    "a\x00b\x07c\u200b\ufeff\r\nd",
    "e\u0301 ｆｕｌｌ　ｗｉｄｔｈ",
]
BODY = "柳溪南巷口的井盖碎了一半，晚上看不见"

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


def own_files(settings, tmp_path):
    """Let a test keep its log key and its files for itself."""
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }


def walk(client, body=BODY, photos=(), **last):
    """Take the three steps like a browser without scripts; returns the answer to sending."""
    first = client.post("/tell", {"act_id": act_id(), "body": body, "go": "where", "photos": list(photos)})
    assert first.status_code == 200, first.content.decode()[:2000]
    where = {**hidden(first), "place": "柳溪南巷 12 号", "go": "send"}
    second = client.post("/tell", where)
    assert second.status_code == 200
    return client.post("/tell", {**hidden(second), "kind": "help", "go": "done", **last})


def opened(response) -> str:
    assert response.status_code == 302, response.content.decode()[:3000]
    return response.url.split("/")[2]


def now():
    from django.utils import timezone

    return timezone.now()
