"""What is held about a person, told by each app about its own tables: the page anybody may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from linli.core.shared.outcomes import Param


@dataclass(frozen=True, slots=True)
class Held:
    """One line: what it is, what is held (shown to its owner whole), why, and until when.

    ``what`` and ``why`` are codes of sentences; ``until`` is None while the account is in use.
    """

    what: str
    value: Param | datetime
    why: str
    until: datetime | None = None


Teller = Callable[[int, str, datetime], Iterable[Held]]
"""From the account's number and ref, at a moment."""

_tellers: dict[str, Teller] = {}


def register(app: str, teller: Teller) -> None:
    """Let an app tell what it holds; called in its ``AppConfig.ready``. Again replaces."""
    _tellers[app] = teller


def everything_about(account_id: int, account_ref: str, at: datetime) -> dict[str, list[Held]]:
    """Return what each app holds, apps that hold nothing left out."""
    told = {app: list(teller(account_id, account_ref, at)) for app, teller in sorted(_tellers.items())}
    return {app: lines for app, lines in told.items() if lines}
