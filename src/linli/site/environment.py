"""Reads settings from the environment and refuses nonsense at the start."""

from __future__ import annotations

import os
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote, urlsplit


def text(name: str, default: str) -> str:
    """Return the variable, an empty one counting as absent; ``NAME_FILE`` may name a file that holds it."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable.

    Raises:
        ValueError: the value is neither 1/true/yes nor 0/false/no.
    """
    value = text(name, "").lower()
    if not value:
        return default
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise ValueError(f"{name}={value!r}: use 1 or 0")


def number(name: str, default: int, *, least: int | None = None) -> int:
    """Return a whole number, no smaller than ``least``.

    Raises:
        ValueError: the value is none.
    """
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise ValueError(f"{name}={value!r}: use a whole number") from None
    if least is not None and found < least:
        raise ValueError(f"{name}={value!r}: use at least {least}")
    return found


def keeper(name: str) -> str:
    """Return who is asked for something: an address, a program by its whole path, or the dotted name of a class.

    Raises:
        ValueError: an address whose answers others could read or change on the way.
    """
    value = text(name, "")
    parts = urlsplit(value)
    if parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError(f"{name}={value!r}: use https")
    return value


def public_key(name: str) -> str:
    """Return an Ed25519 public key in base64, empty when there is none.

    Raises:
        ValueError: it is no such key.
    """
    value = text(name, "")
    try:
        fits = not value or len(b64decode(value, validate=True)) == KEY_BYTES
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{name}={value!r}: use the 32 bytes of an Ed25519 public key in base64")
    return value


KEY_BYTES = 32
WHOLE = 1000


def weights(name: str, words: tuple[str, ...]) -> dict[str, int]:
    """Read ``satisfied=1000,mostly=900,...``: every word once, in thousandths; nothing when not set.

    Raises:
        ValueError: a word is missing or unknown, or a weight is not between 0 and 1000.
    """
    value = text(name, "")
    if not value:
        return {}
    pairs = [one.partition("=")[::2] for one in value.replace(" ", "").split(",")]
    found = {word: int(weight) for word, weight in pairs if weight.isdecimal() and int(weight) <= WHOLE}
    if len(pairs) != len(words) or found.keys() != set(words):
        raise ValueError(f"{name}={value!r}: use {','.join(f'{word}=0..{WHOLE}' for word in words)}")
    return found


def tiles(name: str) -> str:
    """Read the address of map tiles, with {x}, {y} and {z} in it; "" when not set.

    Raises:
        ValueError: it is no such address.
    """
    value = text(name, "")
    fits = all(part in value for part in ("{x}", "{y}", "{z}")) and value.startswith(("https://", "/"))
    if value and (not fits or "{" in urlsplit(value).netloc):
        raise ValueError(f"{name}={value!r}: use https://HOST/...{{z}}...{{x}}...{{y}}")
    return value


def room_link(name: str) -> str:
    """Read the address of a room to meet in from afar, with {room} in it; "" when not set.

    Raises:
        ValueError: it is no such address.
    """
    value = text(name, "")
    if value and (
        not value.startswith("https://") or value.count("{room}") != 1 or "{" in urlsplit(value).netloc
    ):
        raise ValueError(f"{name}={value!r}: use https://HOST/...{{room}}")
    return value


def origins(address: str) -> tuple[str, ...]:
    """Return where files of an address come from, as browsers are told; nothing for our own."""
    parts = urlsplit(address)
    return (f"{parts.scheme}://{parts.netloc}",) if parts.netloc else ()


def database(url: str, var: Path) -> dict[str, object]:
    """Translate ``sqlite:///file`` or ``postgresql://user:password@host:port/name`` for Django.

    SQLite runs IMMEDIATE with WAL and synchronous FULL: a read that later writes in one
    transaction would otherwise fail with "database is locked" under load.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path.removeprefix("/")) or str(var / "linli.sqlite3")
        return {
            "ENGINE": "linli.kernel.audit.sqlite",
            "NAME": name,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
                    "PRAGMA cache_size=-32000;PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": str(var / "test.sqlite3")},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "linli.kernel.audit.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # The server keeps what it parsed and planned: half of what an act costs it.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
        }
    raise ValueError(
        f"LINLI_DATABASE={url!r}: use sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME"
    )
