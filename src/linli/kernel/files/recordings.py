"""Sound and film: what tells about device, place and person is taken out of the container."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from linli.core.shared.outcomes import Problem
from linli.kernel.files.kinds import is_mp3_frame

_ID3_HEAD = 10
_ID3_TAIL = 128
_BOX_HEAD = 8
_LARGE_BOX_HEAD = 16
_NEEDED_CHUNKS = (b"fmt ", b"fact", b"data")
_PARENTS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts"})
_TELLING = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"xml ", b"bxml"})
_DAMAGED = Problem("file", "files.damaged")


def without_tags(kind: str, data: bytes) -> bytes | Problem:
    """Return the recording without its descriptions; webm from a browser carries none of them."""
    return _CLEANERS[kind](data)


def _mp3(data: bytes) -> bytes | Problem:
    """Leave out ID3 at both ends."""
    while data[:3] == b"ID3" and len(data) > _ID3_HEAD:
        size = 0
        for seven_bits in data[6:10]:
            size = size << 7 | seven_bits & 0x7F
        data = data[_ID3_HEAD + size :].lstrip(b"\0")
    if data[-_ID3_TAIL:][:3] == b"TAG":
        data = data[:-_ID3_TAIL]
    return data if is_mp3_frame(data) else _DAMAGED


def _wav(data: bytes) -> bytes | Problem:
    """Keep the chunks that sound, in a new file."""
    kept, at = b"", 12
    seen = set()
    while at + 8 <= len(data):
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name in _NEEDED_CHUNKS:
            body = data[at + 8 : at + 8 + size]
            kept += name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
            seen.add(name)
        at += 8 + size + size % 2
    if not {b"fmt ", b"data"} <= seen:
        return _DAMAGED
    return b"RIFF" + struct.pack("<I", 4 + len(kept)) + b"WAVE" + kept


def _mp4(data: bytes) -> bytes | Problem:
    """Blank the boxes that tell, in place: positions of sound and film inside the file stay true."""
    target = bytearray(data)
    try:
        names = {name for name, _, _ in _boxes(target, 0, len(target))}
        if b"moov" not in names:
            return _DAMAGED
        _blank(target, 0, len(target))
    except (struct.error, ValueError, RecursionError):
        return _DAMAGED
    return bytes(target)


def _blank(data: bytearray, start: int, end: int) -> None:
    for name, inside, after in list(_boxes(data, start, end)):
        if name in _TELLING:
            named = data.rindex(name, start, inside)
            data[named : named + 4] = b"free"
            data[inside:after] = bytes(after - inside)
        elif name in _PARENTS:
            _blank(data, inside, after)


def _boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Walk over the boxes between two places: name, start of the contents, end.

    Raises:
        ValueError: a box that is longer than what holds it.
    """
    while start < end:
        size, name = struct.unpack_from(">I4s", data, start)
        head = _BOX_HEAD
        if size == 1:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], _LARGE_BOX_HEAD
        if size == 0:
            size = end - start
        if size < head or start + size > end:
            raise ValueError(name)
        yield bytes(name), start + head, start + size
        start += size


def _as_is(data: bytes) -> bytes | Problem:
    return data


_CLEANERS: dict[str, Callable[[bytes], bytes | Problem]] = {
    "mp3": _mp3,
    "wav": _wav,
    "m4a": _mp4,
    "mp4": _mp4,
    "webm": _as_is,
}
