"""The city's electronic seal: how its keeper is asked to seal a certificate, and whether what came back fits.

The keeper gets the hash of what we signed and never a word of it. What they give back is kept beside the certificate.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from http.client import HTTPException
from time import monotonic
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils.module_loading import import_string

from linli.core.shared.outcomes import JsonValue, Param
from linli.core.shared.text import clean_text
from linli.kernel.audit import keys

FORM = "linli/seal/v1"
LARGEST = 20_000
LONGEST = {"by": 80, "number": 80, "algorithm": 40, "value": 12_000}
REASON = 160
ED25519 = "Ed25519"
REFUSED, SILENT, ODD = "certificates.seal_refused", "certificates.seal_silent", "certificates.seal_odd"
PIECE = 4_096


@dataclass(frozen=True, slots=True)
class CitySeal:
    """A seal as its keeper gave it: whose it is, their number for it, and their signature in base64."""

    by: str
    number: str
    algorithm: str
    value: str

    def as_json(self) -> dict[str, JsonValue]:
        """Return it as it is stored and handed on."""
        return {name: str(one) for name, one in asdict(self).items()}


class SealError(Exception):
    """There is no seal; ``code`` is the sentence that says why, with what the keeper said."""

    def __init__(self, code: str, **params: Param) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


class Keeper(Protocol):
    """Whoever keeps the city's seal. A maker's interface is wrapped in a class with this one method."""

    def seal(self, asked: Mapping[str, JsonValue]) -> bytes:
        """Return the answer as JSON, or raise `SealError`; it must give up within seconds."""
        ...


class Program:
    """A program on this machine: asked on its standard input, answering on its standard output."""

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    def seal(self, asked: Mapping[str, JsonValue]) -> bytes:
        """Ask it.

        Raises:
            SealError: it could not be started, took too long, or ended with an error.
        """
        said = json.dumps(asked, ensure_ascii=False).encode()
        try:
            done = subprocess.run(  # noqa: S603 - the program that the operator named, without a shell
                self._command, input=said, capture_output=True, timeout=settings.CITY_SEAL_SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SealError(SILENT) from error
        return done.stdout


class _NoRedirect(HTTPRedirectHandler):
    """The keeper is where the operator said, and nowhere else."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


class Service:
    """A service of the city's seal authority: asked by a POST of JSON."""

    def __init__(self, address: str) -> None:
        self._address = address

    def seal(self, asked: Mapping[str, JsonValue]) -> bytes:
        """Ask it; a refusal with a reason is an answer, too.

        Raises:
            SealError: it cannot be reached, takes too long, or has a fault.
        """
        headers = {"Content-Type": "application/json"}
        if settings.CITY_SEAL_TOKEN:
            headers["Authorization"] = f"Bearer {settings.CITY_SEAL_TOKEN}"
        data = json.dumps(asked, ensure_ascii=False).encode()
        request = Request(self._address, data=data, headers=headers, method="POST")  # noqa: S310 - https, or this machine
        try:
            with build_opener(_NoRedirect).open(request, timeout=settings.CITY_SEAL_SECONDS) as answer:
                return _read(answer)
        except HTTPError as refused:
            with refused:
                told = bytes(refused.read(LARGEST + 1))
            if "refused" in _object(told):
                return told
            raise SealError(SILENT) from refused
        except (OSError, HTTPException) as error:
            raise SealError(SILENT) from error


def _read(answer: Any) -> bytes:
    """Read an answer within its time: one byte a second is no answer."""
    last, found = monotonic() + settings.CITY_SEAL_SECONDS, b""
    while len(found) <= LARGEST and (piece := answer.read1(PIECE)):
        found += piece
        if monotonic() > last:
            raise SealError(SILENT)
    return found


def keeper() -> Keeper | None:
    """Return whom the settings name: an address, a program by its path, or a class; None without a city's seal."""
    named = settings.CITY_SEAL
    if not named:
        return None
    if named.startswith(("https://", "http://")):
        return Service(named)
    if named.startswith("/"):
        return Program(named)
    made: Keeper = import_string(named)()
    return made


def way() -> str:
    """Say in a word how the city's seal is put on here; empty where there is none."""
    named = settings.CITY_SEAL
    if not named or named.startswith("/"):
        return "program" if named else ""
    return "service" if "://" in named else "adapter"


def asked_for(digest: str, kind: str, body: str) -> dict[str, JsonValue]:
    """Return what a keeper is told: what to sign, of which kind, for which body; nothing of the person."""
    return {"form": FORM, "message": message(digest), "digest": digest, "kind": kind, "body": body}


def message(digest: str) -> str:
    """Return the text that a keeper signs."""
    return f"{FORM} {digest}"


def sealed(digest: str, kind: str, body: str) -> CitySeal | None:
    """Have the city's keeper seal a certificate; None where the city has none.

    This waits for somebody else's machine: never inside a transaction.

    Raises:
        SealError: refused, silent, or an answer that is none or does not fit.
    """
    asked = keeper()
    if asked is None:
        return None
    said = asked.seal(asked_for(digest, kind, body))
    told = _object(said)
    if "refused" in told:
        raise SealError(REFUSED, reason=clean_text(str(told["refused"])).strip()[:REASON] or "-")
    found = read_seal(told) if len(said) <= LARGEST else None
    if found is None or fits(found, digest) is False:
        raise SealError(ODD)
    return found


def read_seal(told: Mapping[str, Any]) -> CitySeal | None:
    """Read a seal from JSON; None when anything is missing, too long or of another shape."""
    parts = {name: told.get(name) for name in LONGEST}
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST[name] for name, one in parts.items()):
        return None
    found = CitySeal(**{name: str(one) for name, one in parts.items()})
    return found if _signature(found) else None


def fits(seal: CitySeal, digest: str) -> bool | None:
    """Say whether a seal was made of this certificate; None where only its keeper can say.

    We verify Ed25519, with the key that the settings give. Of another algorithm, or without a key, we know nothing.
    """
    if seal.algorithm != ED25519 or not settings.CITY_SEAL_KEY:
        return None
    public = b64decode(settings.CITY_SEAL_KEY)
    return keys.verify(public, _signature(seal), message(digest).encode())


def _signature(seal: CitySeal) -> bytes:
    try:
        return b64decode(seal.value, validate=True)
    except (NotBase64, ValueError):
        return b""


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
