"""Reads a body of JSON strictly: one meaning, text that can be stored, numbers that every program knows."""

from __future__ import annotations

import json
import math
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from linli.core.shared.text import clean_text
from linli.web.api.problems import TooLargeError, UnreadableError, WrongFormError

LARGEST_BODY = 1024 * 1024
DEEPEST = 12
JSON = "application/json"


class StrictParser(Parser):
    """What operations with a body, and with parameters in the address, are read by."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object that was sent.

        Raises:
            EdgeError: not JSON, not an object, too large, too deep, or open to two readings.
        """
        if request.content_type != JSON:
            raise WrongFormError
        return read_object(request.body)

    def parse_querydict(
        self, data: MultiValueDict[str, str], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return the parameters with what cannot be stored or searched taken out."""
        found = super().parse_querydict(data, list_fields, request)
        return {name: clean_text(value) if isinstance(value, str) else value for name, value in found.items()}


def read_object(body: bytes) -> dict[str, Any]:
    """Read one JSON object."""
    if len(body) > LARGEST_BODY:
        raise TooLargeError("api.too_large", kb=LARGEST_BODY // 1024)
    try:
        found = json.loads(
            body.decode(), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_number
        )
    except UnicodeDecodeError as error:
        raise UnreadableError("api.not_utf8", position=error.start) from error
    except RecursionError as error:
        raise UnreadableError("api.too_deep", limit=DEEPEST) from error
    except json.JSONDecodeError as error:
        raise UnreadableError("api.not_json", line=error.lineno, column=error.colno) from error
    except ValueError as error:  # a whole number of more than 4,300 digits
        raise UnreadableError("api.not_a_number") from error
    if not isinstance(found, dict):
        raise UnreadableError("api.not_an_object")
    cleaned: dict[str, Any] = _clean(found, DEEPEST)
    return cleaned


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableError("api.key_twice", key=clean_text(twice)[:40])
    return found


def _no_constant(_name: str) -> Any:
    raise UnreadableError("api.not_a_number")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise UnreadableError("api.not_a_number")
    return value


def _clean(value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else clean_text(value)
    if isinstance(value, dict | list) and not levels:
        raise UnreadableError("api.too_deep", limit=DEEPEST)
    if isinstance(value, dict):
        return {clean_text(name): _clean(one, levels - 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_clean(one, levels - 1) for one in value]
    return value
