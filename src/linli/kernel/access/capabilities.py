"""What a session may do beside being somebody: cases opened by query code, and for whom an agent acts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from linli.kernel.access.http import ActorRequest

SESSION_ENTRY = "linli_cases"
ON_BEHALF_ENTRY = "linli_for"
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


def act_for(request: ActorRequest, resident_ref: str | None) -> None:
    """Let the person signed in act for a resident from now on (None: for oneself again).

    This keeps the choice, not the right: the consent lives in `people`, may be withdrawn at any moment,
    and is asked for by each act that uses ``Actor.on_behalf_of``.
    """
    if resident_ref is None:
        request.session.pop(ON_BEHALF_ENTRY, None)
    else:
        request.session[ON_BEHALF_ENTRY] = resident_ref


def on_behalf_of(session: SessionBase) -> str | None:
    """Return the resident whom the person signed in has chosen to act for."""
    chosen: str | None = session.get(ON_BEHALF_ENTRY)
    return chosen


def _kept(session: SessionBase, at: datetime) -> dict[str, str]:
    held: dict[str, str] = session.get(SESSION_ENTRY) or {}
    return {ref: since for ref, since in held.items() if datetime.fromisoformat(since) + LASTS > at}
