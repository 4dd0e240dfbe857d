"""Photos: the position is read, then everything but the picture itself is left behind by drawing it anew."""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps

from linli.core.shared.outcomes import Problem

PIXELS = 50_000_000
LONGEST_SIDE = 2560
SMALL_SIDE = 480
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_OPTIONS: dict[str, dict[str, object]] = {
    "jpeg": {"quality": 85, "optimize": True, "progressive": True},
    "png": {"optimize": True},
    "webp": {"quality": 82},
}
# What Pillow's decoders raise on crafted files; a photo that cannot be read is the sender's to mend.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a photo says it was taken, WGS84; a claim, like everything a device says."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo drawn anew, its small form, and the position it carried."""

    data: bytes
    small: bytes
    width: int
    height: int
    position: Position | None


def redraw(kind: str, data: bytes) -> Photo | Problem:
    """Return the picture upright, no larger than needed, with nothing else in it."""
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            if image.width * image.height > PIXELS:
                return _too_many_pixels()
            position = _position(image)
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _drawn(kind, image, position)
    except _BOMBS:
        return _too_many_pixels()
    except _DAMAGE:
        return Problem("file", "files.damaged")


def _drawn(kind: str, image: Image.Image, position: Position | None) -> Photo:
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    plain = upright.convert("RGBA" if has_alpha and kind != "jpeg" else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Pasting onto a new picture leaves profiles, comments and everything else Pillow would carry over.
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    small = Image.new("RGB", plain.size, "white")
    small.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Photo(_saved(clean, kind), _saved(small, "jpeg"), *clean.size, position)


def _saved(image: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    image.save(target, _FORMATS[kind], **_OPTIONS[kind])
    return target.getvalue()


def _position(image: Image.Image) -> Position | None:
    """Read the GPS part of the EXIF data; whatever is odd about it means no position."""
    try:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"))
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"))
    except (*_DAMAGE, ZeroDivisionError, AttributeError):
        return None
    is_place = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004
    return Position(lon, lat) if is_place and (lat or lon) else None


def _degrees(parts: tuple[float, float, float], side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    sign = -1 if str(side).strip().upper()[:1] in {"S", "W"} else 1
    return round(sign * (degrees + minutes / 60 + seconds / 3600), 7)


def _too_many_pixels() -> Problem:
    return Problem("file", "files.too_many_pixels", {"megapixels": PIXELS // 1_000_000})
