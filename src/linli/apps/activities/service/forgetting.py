"""Lets go of a person who is forgotten: places become free, names and words go, counts stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.activities import events
from linli.apps.activities.models import (
    CANCELLED,
    LIVE,
    Activity,
    AskedQuestion,
    ChildcareApplication,
    Helper,
    Reminded,
    Seat,
    SignUp,
)
from linli.apps.activities.models.childcare import ON_LIST
from linli.apps.activities.service.childcare import leave_childcare
from linli.apps.activities.service.lists import settled, store
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act


def forget_account(account: str, *, key: str, at: datetime) -> None:
    """Forget an account's sign-ups and questions; ``key`` names the erasure, so that it happens once."""
    if not account:
        return
    rows = SignUp.objects.filter(account__ref=account)
    for activity in list(rows.filter(standing__in=LIVE).values_list("activity_id", flat=True).distinct()):
        _leave(activity, account, key, at)
    rows.update(
        account=None, name_sealed=None, name_masked="", born=None, consent_by_sealed=None,
    )  # fmt: skip
    SignUp.objects.filter(agent__ref=account).update(agent=None)
    AskedQuestion.objects.filter(account__ref=account).update(account=None, text="")
    Helper.objects.filter(account__ref=account).delete()
    ended = ChildcareApplication.objects.filter(account__ref=account)
    for ref in list(ended.filter(standing__in=ON_LIST).values_list("ref", flat=True)):
        act_id = str(uuid5(UUID(key), str(ref)))
        leave_childcare(ref, actor=system_actor("erasure"), act_id=act_id, at=at)
    Reminded.objects.filter(account__ref=account).delete()
    ended.update(account=None, name_sealed=None, name_masked="", born=None)


def _leave(activity: int, account: str, key: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        row = Activity.objects.select_related("stream").get(pk=activity)
        mine = SignUp.objects.filter(activity=row, account__ref=account, standing__in=LIVE)
        gone = list(mine.values_list("pk", flat=True))
        acting.enter(row.stream, events.PLACE_GIVEN_UP, {"was": "taken", "offered": 0, "by": "erasure"})
        Seat.objects.filter(sign_up__in=gone, came_at=None).delete()
        SignUp.objects.filter(pk__in=gone).update(standing=CANCELLED, offered_until=None)
        store(acting, settled(row, at))
        return None

    act_id = str(uuid5(UUID(key), str(activity)))
    act("activities.leave", work, said=[activity, key], actor=system_actor("erasure"), act_id=act_id, at=at)
