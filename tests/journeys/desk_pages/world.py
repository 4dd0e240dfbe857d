"""A desk in the middle of its day: the tiny city with cases in every stage, told by the product's own services."""

from __future__ import annotations

from datetime import date, timedelta

from tests import cast
from tests.city import AT, POINT, act_id, tiny_city

from linli.apps.cases import service
from linli.apps.catalogue import service as catalogue
from linli.apps.catalogue.service import Proposal
from linli.apps.grid import service as places
from linli.kernel.access.actors import system_actor

COVER = "30428.2:component:01-02"
COVER_LOOSE = "yuncheng-2026:component:01-02:3.1"
NOW = AT + timedelta(hours=1)
MAKER, SECOND = system_actor("maker"), system_actor("second")

SAID = [
    ("柳溪南巷口的井盖碎了一半，晚上看不见。昨天有个老人差点摔倒。", "柳溪南巷 12 号门前", COVER),
    ("小区门口的污水井盖一过车就响，夜里睡不着。", "平桥小区东门", COVER),
    ("路灯不亮，从学校到桥头一整段都是黑的。", "学府路", ""),
    ("楼上漏水协调不下来，想请人调解。", "平桥小区 3 号楼", ""),
    ("夜市油烟进屋，孩子咳嗽两个星期了。", "石坪夜市", ""),
]


class World:
    """The city, its people, and the cases by name."""

    def __init__(self):
        self.city = tiny_city()
        self.people = self.city.people
        self.people["colleague"] = cast.officer(self.city.body("DRAINS"), "/9901/")
        self.people["auditor"] = cast.auditor("/9901/")
        self.cases = {}

    def actor(self, who):
        return cast.actor_of(self.people[who].account)

    def tell(self, number=0, *, who="resident", at=AT, **more):
        body, place, subject = SAID[number % len(SAID)]
        told = {"body": body, "place": place, "subject": subject, "lon": POINT[0], "lat": POINT[1], **more}
        return service.open_case(service.Told(**told), actor=self.actor(who), act_id=act_id(), at=at)["ref"]

    def go(self, ref, name, who, *, at=AT, **inputs):
        return service.move(ref, name, inputs, actor=self.actor(who), act_id=act_id(), at=at)

    def said(self, who, at=AT):
        return {"actor": self.actor(who), "act_id": act_id(), "at": at}

    def accepted(self, number=0, **more):
        ref = self.tell(number, **more)
        self.go(ref, "accept", "clerk")
        return ref

    def dispatched(self, number=0, **more):
        ref = self.accepted(number, **more)
        self.go(ref, "dispatch", "dispatcher", lead=self.city.ref("DRAINS"))
        return ref

    def handling(self, number=0, **more):
        ref = self.dispatched(number, **more)
        self.go(ref, "take", "officer")
        return ref

    def reported(self, number=0, **more):
        ref = self.handling(number, **more)
        self.go(ref, "report", "officer", outcome="explained", answer="已换好井盖，请居民看看。")
        return ref


def with_matrix(world):
    """Put one row into force: manhole covers are the drainage office's."""
    proposal = Proposal(
        subject="30428.2:component:01",
        lead="DRAINS",
        area="9901",
        valid_from=date(2026, 1, 1),
        article_zh="市政公用设施管理职责清单第 7 条：检查井盖由权属单位养护",
        article_en="Duty list, item 7: covers are kept by whoever owns the well",
    )
    ref = catalogue.propose_row(proposal, actor=MAKER, act_id=act_id(), at=AT)["ref"]
    catalogue.approve_row(ref, actor=SECOND, act_id=act_id(), at=AT)
    return world


def with_roster(world):
    """Give the centre a night duty that the dispatcher and the clerk share."""
    roster = places.open_roster(
        world.city.ref("CENTRE"),
        places.NewRoster("night", "夜间值守", "Night watch", "0351-1000000"),
        actor=MAKER, act_id=act_id(), at=AT,
    )["roster"]  # fmt: skip
    people = [str(world.people[who].account.ref) for who in ("dispatcher", "clerk")]
    start = AT - timedelta(hours=1)
    shifts = [
        places.NewShift(people[i % 2], start + timedelta(hours=12 * i), start + timedelta(hours=12 * (i + 1)))
        for i in range(8)
    ]
    places.set_roster(roster, shifts, actor=MAKER, act_id=act_id(), at=AT)
    return world


def busy(world):
    """Fill every queue."""
    made = world.cases
    with_matrix(world)
    with_roster(world)
    made["told"] = world.tell(2, contact=service.Contact("王秀兰", "13800001234"))
    made["urgent"] = world.tell(4, urgent=True)
    made["confidential"] = world.tell(3, confidential=True)
    made["accepted"] = world.accepted(
        0, contact=service.Contact("王秀兰", "13800001234"), condition=COVER_LOOSE
    )
    made["alike"] = world.accepted(1)
    made["unclassified"] = world.accepted(4)
    made["returned"] = world.dispatched(2)
    world.go(made["returned"], "return", "officer", ground="not_ours", reason="路灯归路灯所，我们只管排水。")
    made["ruled"] = world.dispatched(0)
    world.go(made["ruled"], "return", "officer", ground="not_ours", reason="看着像自来水井。")
    world.go(
        made["ruled"], "rule", "supervisor", decision="dismissed", lead=world.city.ref("DRAINS"),
        reason="井盖印有“污”字，属排水设施。",
    )  # fmt: skip
    made["offered"] = world.dispatched(1)
    made["handling"] = world.handling(0, contact=service.Contact("王秀兰", "13800001234"))
    made["extension"] = world.handling(1)
    world.go(
        made["extension"],
        "request_extension",
        "officer",
        limit="3 working_days",
        reason="井圈要定做，厂里三天到货。",
    )
    made["site"] = world.handling(0)
    world.go(
        made["site"], "call_to_site", "officer", supporting=[world.city.ref("LIGHTS")],
        until="2026-10-12", hour="上午 10:00", question="灯杆基础和检查井挤在一起，一起看怎么挪。",
    )  # fmt: skip
    made["consulting"] = world.accepted(4)
    world.go(
        made["consulting"], "consult", "dispatcher",
        bodies=[world.city.ref("LIGHTS"), world.city.ref("CGJ")], question="夜市摊位用电和油烟，哪家先到？",
    )  # fmt: skip
    world.go(
        made["consulting"],
        "give_opinion",
        "other_officer",
        competent=False,
        opinion="我们只管路灯，摊位用电请问城管。",
    )
    made["reported"] = world.reported(0)
    made["call_back"] = world.reported(1)
    world.go(made["call_back"], "pass_check", "checker")
    made["contested"] = world.reported(0)
    world.go(made["contested"], "pass_check", "checker")
    world.go(made["contested"], "contest", "resident", reason="井盖换了，但是还响。")
    made["ordered"] = world.handling(1)
    service.issue_order(
        made["ordered"], reason="many_alike", text="这条路一周三起，请说明整治安排。", limit="2 working_days",
        **world.said("supervisor"),
    )  # fmt: skip
    service.add_note(
        made["accepted"], "居民说小孩放学走这条路，想尽快。", audience="internal", **world.said("clerk")
    )
    service.write_shift_note(
        world.city.ref("CENTRE"), "dispatcher",
        "柳溪南巷那件等燃气公司回话，10 点没回就再打一次。\n石坪夜市的先别派，CGJ 下午给意见。",
        **world.said("dispatcher"),
    )  # fmt: skip
    return world
