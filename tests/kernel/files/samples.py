"""Small files of every kind, honest and crafted, made here so that none has to be kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

LAT, LON = 37.8706, 112.5489


def upload(name, data):
    return SimpleUploadedFile(name, data)


def photo(kind="JPEG", size=(64, 48), colour=(200, 40, 40), mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, kind, **options)
    return target.getvalue()


def rational(value):
    degrees = int(value)
    minutes = int((value - degrees) * 60)
    seconds = round((value - degrees - minutes / 60) * 3600, 4)
    return (IFDRational(degrees), IFDRational(minutes), IFDRational(int(seconds * 10_000), 10_000))


def photo_with_position(lat=LAT, lon=LON, *, north="N", east="E", orientation=1, kind="JPEG"):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretPhone"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = north
    gps[ExifTags.GPS.GPSLatitude] = rational(lat)
    gps[ExifTags.GPS.GPSLongitudeRef] = east
    gps[ExifTags.GPS.GPSLongitude] = rational(lon)
    return photo(kind, exif=exif.tobytes())


def bomb(width=30_000, height=30_000):
    """A PNG of a few kilobytes that says it is 900 megapixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 1) * 64))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf(inside=b"<< /Type /Catalog /Pages 2 0 R >>"):
    return b"%PDF-1.4\n1 0 obj\n" + inside + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("evil.txt", "x")
    return target.getvalue()


def wav(extra=b""):
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    body = (
        b"fmt " + struct.pack("<I", len(form)) + form + extra + b"data" + struct.pack("<I", 4) + b"\x80" * 4
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def wav_chunk(name, body):
    return name + struct.pack("<I", len(body)) + body


MP3_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413


def mp3():
    tag = b"TIT2\x00\x00\x00\x0b\x00\x00\x03my address"
    size = len(tag)
    head = b"ID3\x03\x00\x00" + bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))
    return head + tag + MP3_FRAME * 2 + b"TAG" + b"my address".ljust(125)


def box(name, body):
    return struct.pack(">I4s", 8 + len(body), name) + body


def mp4(brand=b"isom"):
    place = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+37.8706+112.5489/"))
    track = box(b"trak", box(b"tkhd", b"\0" * 8) + box(b"meta", b"secret"))
    moov = box(b"moov", box(b"mvhd", b"\0" * 8) + track + place)
    large = struct.pack(">I4sQ", 1, b"free", 16 + 6) + b"hidden"
    return box(b"ftyp", brand + b"\0\0\0\0") + large + moov + box(b"mdat", b"film")


def webm():
    return b"\x1aE\xdf\xa3" + b"\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 32
