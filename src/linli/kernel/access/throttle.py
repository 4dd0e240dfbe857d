"""How often something may be tried; the count itself lives in `identity`, which needs it to sign people in."""

from __future__ import annotations

from linli.kernel.access.http import ActorRequest
from linli.kernel.identity.throttle import allow, allow_address, client_address, forget

__all__ = ["allow", "allow_address", "allow_query_code", "client_address", "forget"]

MINUTES_10 = 600


def allow_query_code(request: ActorRequest, number: str) -> None:
    """Count one try of a case number with a query code, before the code is compared.

    Raises:
        Throttled: too many for this case or from this address.
    """
    allow_address(request, "query-code", 30, MINUTES_10)
    allow(f"query-code/{number}", 10, MINUTES_10, request.at)
