"""Draws the photos of the demo: flat scenes, before and after, so that evidence can be seen."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 240
SKY, WALL, ROAD, KERB = (214, 228, 236), (206, 196, 180), (128, 130, 134), (176, 178, 180)
DARK, GREEN, BROWN, LIGHT, WATER = (
    (58, 62, 70),
    (96, 142, 92),
    (126, 98, 70),
    (250, 226, 140),
    (120, 160, 190),
)
Draw = ImageDraw.ImageDraw


@cache
def photo(scene: str, *, after: bool) -> bytes:
    """Return a JPEG of a scene; the same each time."""
    image = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 90, WIDTH, 170), fill=WALL)
    draw.rectangle((0, 170, WIDTH, HEIGHT), fill=ROAD)
    draw.rectangle((0, 166, WIDTH, 174), fill=KERB)
    for x in range(18, WIDTH, 60):
        draw.rectangle((x, 104, x + 30, 140), fill=(164, 182, 194))
    _SCENES.get(scene, _notice)(draw, after)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _lamp(draw: Draw, after: bool) -> None:  # noqa: FBT001 - before or after
    draw.rectangle((206, 40, 211, 190), fill=DARK)
    draw.rectangle((170, 36, 211, 42), fill=DARK)
    draw.ellipse((158, 38, 182, 54), fill=LIGHT if after else (150, 150, 150))
    if after:
        draw.polygon([(170, 54), (120, 190), (220, 190)], fill=(240, 226, 170))


def _cover(draw: Draw, after: bool) -> None:  # noqa: FBT001
    draw.ellipse((110, 180, 210, 226), fill=(92, 94, 98))
    if after:
        for step in range(4):
            draw.arc((118 + step * 10, 184 + step * 4, 202 - step * 10, 222 - step * 4), 0, 360, fill=KERB)
    else:
        draw.pieslice((118, 184, 202, 222), 200, 350, fill=(24, 24, 26))


def _heap(draw: Draw, after: bool) -> None:  # noqa: FBT001
    if after:
        draw.rectangle((140, 140, 176, 184), fill=GREEN)
        return
    for x, y, size, colour in (
        (96, 176, 40, BROWN),
        (130, 168, 46, (150, 150, 110)),
        (170, 178, 38, (110, 120, 140)),
    ):
        draw.ellipse((x, y, x + size, y + size * 0.7), fill=colour)


def _surface(draw: Draw, after: bool) -> None:  # noqa: FBT001
    if after:
        draw.rectangle((90, 186, 230, 222), fill=(104, 106, 110))
    else:
        draw.polygon([(96, 200), (140, 186), (214, 196), (228, 216), (150, 226)], fill=(70, 62, 54))


def _trunk(draw: Draw, after: bool) -> None:  # noqa: FBT001
    draw.rectangle((150, 80, 166, 190), fill=BROWN)
    if after:
        draw.ellipse((104, 24, 212, 110), fill=GREEN)
    else:
        draw.line((158, 84, 120, 40), fill=BROWN, width=6)
        draw.line((158, 84, 210, 50), fill=BROWN, width=6)


def _flood(draw: Draw, after: bool) -> None:  # noqa: FBT001
    if not after:
        draw.ellipse((40, 182, 280, 236), fill=WATER)
    draw.rectangle((140, 190, 180, 204), fill=DARK)


def _meter(draw: Draw, after: bool) -> None:  # noqa: FBT001
    draw.rectangle((120, 60, 200, 160), fill=(236, 236, 232))
    draw.rectangle((132, 76, 188, 104), fill=(60, 70, 60))
    draw.text((146, 82), "21.5" if after else "14.0", fill=LIGHT)


def _notice(draw: Draw, after: bool) -> None:  # noqa: FBT001
    draw.rectangle((110, 60, 210, 150), fill=(250, 250, 246))
    for line in range(5 if after else 2):
        draw.rectangle((122, 74 + line * 14, 198, 78 + line * 14), fill=KERB)
    if after:
        draw.ellipse((176, 118, 202, 144), outline=(190, 60, 50), width=3)


_SCENES: Mapping[str, Callable[[Draw, bool], None]] = {
    "lamp": _lamp,
    "manhole": _cover,
    "drain": _flood,
    "water": _flood,
    "sanitation": _heap,
    "corridor": _heap,
    "road": _surface,
    "pavement": _surface,
    "tree": _trunk,
    "heat": _meter,
}
