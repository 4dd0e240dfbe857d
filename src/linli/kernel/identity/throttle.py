"""So many tries in so much time, counted in the database so that all processes agree."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from linli.kernel.audit.outcomes import Throttled
from linli.kernel.identity import personal
from linli.kernel.identity.models import Bucket

MICROSECONDS = 1_000_000

# A leaky bucket in one row and one statement (GCRA): `next_at` is when the bucket will be empty again;
# a try pours one share in, unless the bucket would run over. Both databases speak this dialect.
_POUR = """
    INSERT INTO identity_bucket (key, next_at) VALUES (%s, %s)
    ON CONFLICT (key) DO UPDATE
    SET next_at = %s + CASE WHEN identity_bucket.next_at > %s THEN identity_bucket.next_at ELSE %s END
    WHERE identity_bucket.next_at <= %s
    RETURNING next_at
"""


def allow(key: str, limit: int, seconds: int, at: datetime) -> None:
    """Count one try; at most ``limit`` at once and ``limit`` in any ``seconds`` on average.

    Never inside a transaction that may be rolled back: the try would be forgotten with it.

    Raises:
        Throttled: too many; ``retry_after`` says in how many seconds the next one is free.
    """
    now = int(at.timestamp() * MICROSECONDS)
    share = seconds * MICROSECONDS // limit
    latest = now + share * (limit - 1)
    name = personal.index(key, "throttle")
    with connection.cursor() as cursor:
        cursor.execute(_POUR, [name, now + share, share, now, now, latest])
        if cursor.fetchall():
            return
    full = Bucket.objects.values_list("next_at", flat=True).get(key=name)
    raise Throttled(max(1, -(-(full - latest) // MICROSECONDS)))


def forget(at: datetime) -> int:
    """Delete the buckets that have run empty; a job calls this now and then."""
    return Bucket.objects.filter(next_at__lt=int(at.timestamp() * MICROSECONDS)).delete()[0]


class Timed(Protocol):
    """A request after the middleware: with its one reading of the clock."""

    at: datetime


def allow_address(request: HttpRequest, what: str, limit: int, seconds: int) -> None:
    """Count one try of ``what`` for the address the request comes from.

    Raises:
        Throttled: too many from there.
    """
    allow(f"{what}/{neighbourhood(client_address(request))}", limit, seconds, cast("Timed", request).at)


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from.

    ``X-Forwarded-For`` is believed only as far as our own proxies (``TRUSTED_PROXIES``) wrote it: read
    from the right, the first address that is not theirs.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    while _is_trusted(address) and hops:
        hop = hops.pop()
        if _parse(hop) is None:
            break
        address = hop
    return address


def neighbourhood(address: str) -> str:
    """Return what one client can hardly leave: an IPv4 address, the first half of an IPv6 address."""
    parsed = _parse(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else "unknown"


def _is_trusted(address: str) -> bool:
    parsed = _parse(address)
    proxies: Sequence[str] = settings.TRUSTED_PROXIES
    return parsed is not None and any(
        parsed in ipaddress.ip_network(proxy, strict=False) for proxy in proxies
    )


def _parse(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None
