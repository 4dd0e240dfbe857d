"""One-time codes: six digits, five minutes, five tries, one at a time; kept as a keyed digest only."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime, timedelta

from django.db.models import F

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import personal
from linli.kernel.identity.models import OneTimeCode
from linli.kernel.identity.throttle import allow

DIGITS = 6
LASTS = timedelta(minutes=5)
TRIES = 5
SIGN_IN = "sign_in"


def issue(phone: str, purpose: str, at: datetime) -> str:
    """Make the code that is good for ``phone`` from now on; an earlier one ends.

    Raises:
        Throttled: one a minute, five an hour.
    """
    index = personal.index(phone, "phone")
    allow(f"code-soon/{index}", 1, 60, at)
    allow(f"code/{index}", 5, 3600, at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    OneTimeCode.objects.update_or_create(
        phone_index=index,
        purpose=purpose,
        defaults={
            "digest": _digest(index, purpose, code),
            "tries_left": TRIES,
            "expires_at": at + LASTS,
        },
    )
    return code


def spend(phone: str, purpose: str, code: str, at: datetime) -> None:
    """Use up the code; a wrong one costs a try, the right one works once.

    Raises:
        Invalid: wrong, too old, used up or never asked for: the same sentence for all.
    """
    index = personal.index(phone, "phone")
    live = OneTimeCode.objects.filter(phone_index=index, purpose=purpose)
    # The try is taken before the comparison, so that ten guesses at once still cost ten tries.
    taken = live.filter(tries_left__gt=0, expires_at__gt=at).update(tries_left=F("tries_left") - 1)
    kept = live.values_list("digest", flat=True).first() if taken else None
    right = hmac.compare_digest(_digest(index, purpose, _clean(code)), kept or "")
    if not (right and live.filter(digest=kept).delete()[0]):
        raise Invalid(Problem("code", "identity.code_wrong"))


def forget(at: datetime) -> int:
    """Delete the codes that nobody used in time; a job calls this now and then."""
    return OneTimeCode.objects.filter(expires_at__lt=at).delete()[0]


def _digest(index: str, purpose: str, code: str) -> str:
    return personal.index(f"{index}/{code}", f"code/{purpose}")


def _clean(code: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", code) if sign.isdigit())
