"""Short words for what the tests of the engine do again and again."""

from __future__ import annotations

import pytest
from tests.city import AT, POINT, act_id

from linli.apps.cases import service

TOLD = "柳溪南巷口的井盖碎了一半，晚上看不见。昨天有个老人差点摔倒！"


class Story:
    """One city and the acts of its people, by the names of the cast."""

    def __init__(self, city):
        self.city = city

    def actor(self, who):
        return self.city.people[who].actor

    def tell(self, who="resident", **more):
        told = service.Told(
            **{
                "body": TOLD,
                "lon": POINT[0],
                "lat": POINT[1],
                "subject": "30428.2:component:01-02",
                "condition": "",
                **more,
            }
        )
        return service.open_case(told, actor=self.actor(who), act_id=act_id(), at=AT)["ref"]

    def go(self, ref, name, who, at=AT, **inputs):
        return service.move(ref, name, inputs, actor=self.actor(who), act_id=act_id(), at=at)

    def said(self, who, at=AT):
        return {"actor": self.actor(who), "act_id": act_id(), "at": at}

    def dispatched(self, **more):
        ref = self.tell(**more)
        self.go(ref, "accept", "clerk")
        self.go(ref, "dispatch", "dispatcher", lead=self.city.ref("DRAINS"))
        return ref

    def handling(self, **more):
        ref = self.dispatched(**more)
        self.go(ref, "take", "officer")
        return ref

    def reported(self, **more):
        ref = self.handling(**more)
        self.go(ref, "report", "officer", outcome="explained", answer="已换好井盖")
        return ref

    def checked(self, **more):
        ref = self.reported(**more)
        self.go(ref, "pass_check", "checker")
        return ref


@pytest.fixture
def story(city):
    return Story(city)
