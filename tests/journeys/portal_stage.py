"""What the journeys of the portal share: forms read from pages, and photos."""

from __future__ import annotations

import io
import re

from PIL import Image

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
