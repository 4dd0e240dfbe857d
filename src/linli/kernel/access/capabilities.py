"""Cases opened in a session by number and query code: a key for two hours, not an account."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from linli.kernel.access.http import ActorRequest

SESSION_ENTRY = "linli_cases"
LASTS = timedelta(hours=2)
AT_MOST = 10


def grant_case_access(request: ActorRequest, case_ref: str) -> None:
    """Let this session see a case from now on; the caller has compared the query code.

    The session gets a new key, so that one planted before gains nothing.
    """
    kept = _kept(request.session, request.at)
    kept.pop(case_ref, None)
    kept[case_ref] = request.at.isoformat()
    request.session[SESSION_ENTRY] = dict(list(kept.items())[-AT_MOST:])
    request.session.cycle_key()


def end_case_access(request: ActorRequest) -> None:
    """Forget all cases opened by query code: "I am done on this computer"."""
    request.session.pop(SESSION_ENTRY, None)


def open_cases(session: SessionBase, at: datetime) -> frozenset[str]:
    """Return the refs of the cases that this session may still see."""
    return frozenset(_kept(session, at))


def _kept(session: SessionBase, at: datetime) -> dict[str, str]:
    held: dict[str, str] = session.get(SESSION_ENTRY) or {}
    return {ref: since for ref, since in held.items() if datetime.fromisoformat(since) + LASTS > at}
