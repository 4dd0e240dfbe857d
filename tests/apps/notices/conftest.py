"""A clerk writes, an approver looks over, neighbours hear: the people of these tests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT

from linli.apps.notices import facts, service
from linli.kernel.identity.service import phone_of

PING, YUN, LIUXI = "990101001001", "990101001002", "990101001"
DISTRICT = "/9901/990101/"
WATER = service.Written(
    area=LIUXI, topic="water", title_zh="明天停水", text_zh="11月30日8:30-17:00停水，请各户存水。", expires_at=AT + timedelta(days=2),
    do_zh="存好水", title_en="Water off tomorrow", text_en="No water on 30 November from 8:30 to 17:00.",
)  # fmt: skip


def by(member, at=AT, **more):
    return {"actor": member.actor, "act_id": str(uuid.uuid4()), "at": at, **more}


@dataclass
class Stage:
    """The people and the shortest ways to what the tests need."""

    clerk: cast.Member
    approver: cast.Member
    resident: cast.Member

    def write(self, **changes):
        return service.write(replace(WATER, **changes), **by(self.clerk))

    def publish(self, *, agreed=False, at=AT, **changes):
        ref = self.write(**changes)
        service.hand_in(ref, **by(self.clerk))
        service.publish(ref, 1, agreed=agreed, **by(self.approver, at))
        return facts.announcement(ref)

    def subscribe(self, member=None, **changes):
        member = member or self.resident
        wish = service.Wish(**{"area": PING, "channels": ("sms",), **changes})
        return service.subscribe(wish, phone_of(member.account), **by(member))


@pytest.fixture
def stage(city):
    return Stage(cast.clerk(DISTRICT), cast.second_approver(DISTRICT), city.people["resident"])
