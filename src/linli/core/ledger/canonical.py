"""One value, one sequence of bytes: RFC 8785 JSON for the values that an entry may hold."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

from linli.core.shared.outcomes import JsonValue, Problem

INTEGER_LIMIT = 2**53
DEPTH_LIMIT = 16
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: object) -> bytes | Problem:
    """Return the canonical JSON of ``value``, or what keeps it from having one.

    With ASCII keys, Python's order by code point is the order by UTF-16 unit that RFC 8785 asks for,
    and its escapes are the same; without floats nothing of the RFC's number section is left.
    """
    for problem in _faults(value, "", 0):
        return problem
    return _ENCODER.encode(value).encode()


def read_canonical(data: bytes) -> JsonValue | Problem:
    """Read bytes that must be exactly what ``canonical`` writes."""
    try:
        value: JsonValue = json.loads(data)
    except (ValueError, RecursionError):
        return Problem("", "ledger.not_json")
    written = canonical(value)
    if isinstance(written, Problem):
        return written
    return value if written == data else Problem("", "ledger.not_canonical")


def nfc(value: JsonValue) -> JsonValue:
    """Return ``value`` with every text in Unicode normal form C."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [nfc(one) for one in value]
    if isinstance(value, dict):
        return {key: nfc(one) for key, one in value.items()}
    return value


def _faults(value: object, path: str, depth: int) -> Iterator[Problem]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        yield from _text_faults(value, path)
    elif isinstance(value, int):
        if abs(value) >= INTEGER_LIMIT:
            yield Problem(path, "ledger.integer_too_large")
    elif isinstance(value, list | tuple | dict) and depth < DEPTH_LIMIT:
        yield from _inner_faults(value, path, depth + 1)
    elif depth == DEPTH_LIMIT:
        yield Problem(path, "ledger.too_deep", {"limit": DEPTH_LIMIT})
    else:
        yield Problem(path, "ledger.unknown_type", {"type": type(value).__name__})


def _inner_faults(
    value: list[object] | tuple[object, ...] | dict[object, object], path: str, depth: int
) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _key_faults(key, path)
            yield from _faults(one, f"{path}.{key}", depth)
    else:
        for position, one in enumerate(value):
            yield from _faults(one, f"{path}[{position}]", depth)


def _text_faults(text: str, path: str) -> Iterator[Problem]:
    if text.isascii():
        return
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield Problem(path, "ledger.broken_text")
    elif not unicodedata.is_normalized("NFC", text):
        yield Problem(path, "ledger.not_nfc")


def _key_faults(key: object, path: str) -> Iterator[Problem]:
    if not (isinstance(key, str) and key.isascii()):
        yield Problem(path, "ledger.key_not_ascii")
