"""Looks at an installation as somebody would who knows it: what is wrong, and what to do about it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from linli.core.shared.outcomes import Param
from linli.kernel import documents
from linli.kernel.audit import log
from linli.kernel.audit.models import Entry
from linli.kernel.outbox.worker import dead_letters
from linli.site.serving.health import Finding, State, examine

BEHIND = 10_000
LOCAL = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def diagnose(at: datetime) -> list[Finding]:
    """Return a finding for each part, in the order in which one would mend them."""
    found = examine(at)
    if found[0].state is State.OK and all(one.state is not State.DOWN for one in found):
        found += [_log(), _letters()]
    return [*found, _keys(), _fonts(), *_settings()]


def _log() -> Finding:
    """The log is whole as far as a glance tells: its last checkpoint fits, and not much waits."""
    waiting = Entry.objects.filter(leaf_index__isnull=True).count()
    facts: dict[str, Param] = {"size": log.size(), "waiting": waiting}
    try:
        published = log.checkpoint()
        fits = log.root(published.size) == published.root
    except (log.LogBrokenError, DatabaseError):
        fits = False
    if not fits:
        return Finding("log", State.DOWN, facts)
    return Finding("log", State.POOR if waiting > BEHIND else State.OK, facts)


def _letters() -> Finding:
    dead = dead_letters().count()
    return Finding("letters", State.POOR if dead else State.OK, {"dead": dead})


def _keys() -> Finding:
    """Keys are readable by their owner alone."""
    kept = (settings.PERSONAL_KEY_FILE, settings.LOG_KEY_FILE, settings.CERTIFICATE_KEY_FILE)
    paths = [settings.VAR / "secret.key", *map(Path, kept), *settings.VAR.glob("exchange*.key")]
    there = [path for path in paths if path.is_file()]
    open_ = [path for path in there if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    facts: dict[str, Param] = {"n": len(there), "open": ", ".join(path.name for path in open_)}
    return Finding("keys", State.POOR if open_ else State.OK, facts)


def _fonts() -> Finding:
    """A font with Chinese characters, without which there is no PDF."""
    family = documents.chinese()
    state = State.OK if family else State.POOR
    return Finding("fonts", state, {"family": family, "package": documents.INSTALL})


def _settings() -> Iterator[Finding]:
    """What is fine on a laptop and not in a city."""
    outside = [host for host in settings.ALLOWED_HOSTS if host not in LOCAL]
    if settings.DEBUG:
        yield Finding("debug", State.POOR, {})
    if "*" in outside:
        yield Finding("hosts", State.POOR, {})
    if outside and not settings.SESSION_COOKIE_SECURE:
        yield Finding("https", State.POOR, {"host": outside[0]})
    if outside and settings.LOG_ORIGIN == "linli.local/log":
        yield Finding("origin", State.POOR, {"origin": settings.LOG_ORIGIN})
