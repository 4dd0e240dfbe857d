"""Links that open one announcement for one person: short enough for a text message, useless when guessed."""

from __future__ import annotations

import hmac
import string

from linli.kernel.identity.personal import index

SIGNS = string.digits + string.ascii_lowercase
MARK = 12
LONGEST = 60


def token(announcement: int, subscription: int) -> str:
    """Return what the link of a telling ends in."""
    plain = f"{_short(announcement)}-{_short(subscription)}"
    return f"{plain}-{_mark(plain)}"


def read_token(text: str) -> tuple[int, int] | None:
    """Return announcement and subscription of a link of ours; None for any other."""
    plain, _, mark = text.rpartition("-")
    one, _, other = plain.partition("-")
    if len(text) > LONGEST or not hmac.compare_digest(mark.encode(), _mark(plain).encode()):
        return None
    return int(one, 36), int(other, 36)


def own_token(purpose: str, ref: str) -> str:
    """Return what a link to a subscription of one's own ends in."""
    return f"{ref}-{index(ref, f'notices/{purpose}')[:32]}"


def read_own_token(purpose: str, text: str) -> str | None:
    """Return the ref of the subscription that such a link is for."""
    ref, _, mark = text.rpartition("-")
    return ref if hmac.compare_digest(mark.encode(), index(ref, f"notices/{purpose}")[:32].encode()) else None


def _mark(plain: str) -> str:
    return index(plain, "notices/told")[:MARK]


def _short(number: int) -> str:
    found = ""
    while number:
        number, digit = divmod(number, len(SIGNS))
        found = SIGNS[digit] + found
    return found or "0"
