"""A person is forgotten: what names them goes, counts and minutes stay; what was saved goes to the pool."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.volunteers import events
from linli.apps.volunteers.models import (
    AbuseReport,
    Dispute,
    Engagement,
    Favour,
    FavourMatch,
    FavourMessage,
    Task,
    TimeAccount,
    Volunteer,
)
from linli.apps.volunteers.models.bank import GIFT
from linli.apps.volunteers.models.favours import BROKEN, ENDED, REVIEW, SHOWN, TAKEN
from linli.apps.volunteers.models.joining import LEFT
from linli.apps.volunteers.service import banking
from linli.apps.volunteers.service.joining import go
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act


def forget_account(account: str, *, key: str, at: datetime) -> None:
    """Let go of an account that is forgotten; ``key`` names the erasure, so that it happens once."""
    if not account:
        return
    _forget_volunteer(account, key, at)
    _forget_time(account, key, at)
    matches = FavourMatch.objects.filter(asker__ref=account) | FavourMatch.objects.filter(helper__ref=account)
    FavourMessage.objects.filter(match__in=matches.values("pk")).delete()
    keys = list(matches.values_list("pk", flat=True))
    FavourMatch.objects.filter(pk__in=keys, ended_at=None).update(state=BROKEN, ended_at=at)
    FavourMatch.objects.filter(pk__in=keys).update(asker_shows=False, helper_shows=False)
    FavourMatch.objects.filter(asker__ref=account).update(asker=None)
    FavourMatch.objects.filter(helper__ref=account).update(helper=None)
    mine = Favour.objects.filter(account__ref=account)
    mine.filter(state__in=[REVIEW, SHOWN, TAKEN]).update(state=ENDED)
    mine.update(words="", account=None, name_sealed=None)
    AbuseReport.objects.filter(account__ref=account).update(account=None)
    Task.objects.filter(helped__ref=account).update(helped=None, details_sealed=None)


def _forget_volunteer(account: str, key: str, at: datetime) -> None:
    row = Volunteer.objects.filter(account__ref=account).first()
    if row is None:
        return

    def work(acting: Acting) -> JsonValue:
        fresh = Volunteer.objects.select_related("stream").get(pk=row.pk)
        acting.enter(fresh.stream, events.FORGOTTEN, {"by": "erasure"})
        go(fresh, acting)
        Volunteer.objects.filter(pk=row.pk).update(account=None, state=LEFT)
        mine = Engagement.objects.filter(volunteer=fresh).values("pk")
        Dispute.objects.filter(engagement__in=mine).update(words_sealed=None)
        return None

    act_id = str(uuid5(UUID(key), "volunteer"))
    act("volunteers.forget", work, said=key, actor=system_actor("erasure"), act_id=act_id, at=at)


def _forget_time(account: str, key: str, at: datetime) -> None:
    row = TimeAccount.objects.filter(account__ref=account).first()
    if row is None:
        return

    def work(acting: Acting) -> JsonValue:
        fresh = TimeAccount.objects.select_related("stream").get(pk=row.pk)
        pool = banking.pool_of(banking.home_of_account(fresh), at)
        puts = [
            put for lot in banking.lots_of(fresh)
            for put in (banking.Put(fresh, -lot.amount, lot.runs_out), banking.Put(pool, lot.amount, lot.runs_out))
        ]  # fmt: skip
        banking.book(GIFT, puts, acting)
        return None

    if row.minutes:
        act_id = str(uuid5(UUID(key), "time"))
        act("volunteers.forget_time", work, said=key, actor=system_actor("erasure"), act_id=act_id, at=at)
    TimeAccount.objects.filter(pk=row.pk).update(account=None)
