"""What comes round again in this installation, whichever worker does it."""

from __future__ import annotations

from datetime import datetime, timedelta

LETTERS_KEPT = timedelta(days=30)


def declare() -> None:
    """Tell the outbox; the worker calls this once before it begins."""
    from linli.apps.bundles.service import forget_done
    from linli.apps.cases.service import forget_ended, remind_due, wipe_due
    from linli.apps.centres.service import answer_studies, renew_reach
    from linli.apps.certificates.service import end_idle
    from linli.apps.exchange.service import announce_due, end_keys, fetch_due, forget_settled, post_due
    from linli.apps.grid.service import remind_households
    from linli.kernel.files.service import delete_due
    from linli.kernel.identity import codes, throttle
    from linli.kernel.outbox.rounds import every
    from linli.site.serving.health import BEAT, HEARTBEAT

    every(BEAT, HEARTBEAT, beat)
    every(timedelta(minutes=1), "certificates.end_idle", end_idle)
    every(timedelta(minutes=10), "cases.remind", remind_due)
    every(timedelta(minutes=10), "cases.wipe_saved", wipe_due)
    every(timedelta(hours=1), "cases.forget_ended", forget_ended)
    every(timedelta(hours=1), "bundles.forget_done", forget_done)
    every(timedelta(seconds=15), "exchange.post", post_due)
    every(timedelta(seconds=15), "exchange.fetch", fetch_due)
    every(timedelta(seconds=15), "exchange.announce", announce_due)
    every(timedelta(minutes=5), "exchange.end_keys", end_keys)
    every(timedelta(hours=1), "exchange.forget_settled", forget_settled)
    every(timedelta(minutes=10), "centres.reach", renew_reach)
    every(timedelta(seconds=20), "centres.studies", answer_studies)
    every(timedelta(minutes=10), "grid.remind_households", remind_households)
    every(timedelta(minutes=5), "files.delete_due", delete_due)
    every(timedelta(minutes=5), "identity.throttle.forget", throttle.forget)
    every(timedelta(minutes=10), "identity.codes.forget", codes.forget)
    every(timedelta(hours=1), "sessions.forget", forget_sessions)
    every(timedelta(days=1), "messaging.forget", forget_letters)


def beat(at: datetime) -> None:
    """Do nothing: that the round was made is the sign of life that /health reads."""


def forget_letters(at: datetime) -> int:
    """Delete what was delivered a month ago."""
    from linli.kernel.messaging.service import forget

    return forget(at - LETTERS_KEPT)


def forget_sessions(at: datetime) -> int:
    """Delete the sessions that have ended."""
    from linli.kernel.identity.models import SessionRow

    return SessionRow.objects.filter(expire_date__lt=at).delete()[0]
