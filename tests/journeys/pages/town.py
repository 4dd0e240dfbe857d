"""A small city with something on every page, the whole cast in it, and any number of rows for its lists."""

from __future__ import annotations

from datetime import date, timedelta

from tests import cast
from tests.apps.bundles.conftest import ANSWERS, PARTS, publish_bundle
from tests.city import AT, MAKER, POINT, act_id, publish
from tests.journeys.desk_pages.world import World, with_matrix, with_roster

from linli.apps.bundles import service as bundles
from linli.apps.cases import service
from linli.apps.catalogue import facts as catalogue_facts
from linli.apps.catalogue import service as catalogue
from linli.apps.certificates import service as certificates
from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.apps.insight import service as insight
from linli.apps.people import service as people
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED
from linli.packs.skeletons import drafted

NOW = AT + timedelta(days=5)
PACKS = ("city-fault", "wage-arrears", "mediation", *(f"parts/{name}" for name in PARTS))
WHOLE, PING = "/9901/", "990101001001"
ESTATE = f"{PING}001"


def said(actor=MAKER):
    return {"actor": actor, "act_id": act_id(), "at": AT}


class Town(World):
    """The desk's city with every role of the product."""

    def __init__(self):
        super().__init__()
        for name in PACKS:
            publish(name)
        publish_bundle("newborn")
        publish_benefit(SHIPPED / "benefits" / "childcare-allowance", **said())
        centre, ping = self.city.body("CENTRE"), self.city.body("PING")
        path = f"{WHOLE}990101/990101001/{PING}/"
        self.people |= {
            "stranger": cast.stranger(),
            "grid_worker": cast.staff(cast.Role.GRID_WORKER, "周桂英", area=path, body=ping),
            "field_inspector": cast.field_inspector(WHOLE),
            "volunteer": cast.volunteer(path),
            "mediator": cast.mediator(centre, WHOLE),
            "carer": cast.carer(centre, WHOLE),
            "care_coordinator": cast.care_coordinator(centre, WHOLE),
            "adviser": cast.adviser(WHOLE),
            "county_administrator": cast.county_administrator(WHOLE),
            "approver": cast.second_approver(WHOLE),
            "technical_administrator": cast.technical_administrator(),
        }
        self.rows = 0
        with_roster(with_matrix(self))

    def grow(self, rows):
        """Add rows to every list."""
        for _ in range(rows):
            self.rows += 1
            self._cases(self.rows)
            self._county(self.rows)
            self._resident(self.rows)
            self._bundle()
        insight.refresh(NOW)
        return self

    def keep(self, name, ref):
        """Remember the first case of each kind by its name."""
        self.cases.setdefault(name, ref)
        return ref

    def _entered(self, number):
        said = {
            "phone": "13900000077",
            "name": "赵敏",
            "on": "2026-10-01",
            "amount": "2",
            "title": f"守护路口{number}",
        }
        self.keep("entry", certificates.record("volunteers", said, **self.said("clerk")))

    def _cases(self, number):
        self._entered(number)
        self.keep("told", self.tell(number, may_publish=True))
        self.keep("accepted", self.accepted(number))
        self.keep("offered", self.dispatched(number, may_publish=True))
        returned = self.keep("returned", self.dispatched(number))
        self.go(returned, "return", "officer", ground="not_ours", reason="路灯归路灯所。")
        ruled = self.keep("ruled", self.dispatched(0))
        self.go(ruled, "return", "officer", ground="not_ours", reason="看着像自来水井。")
        self.go(
            ruled, "rule", "supervisor", decision="dismissed", lead=self.city.ref("DRAINS"), reason="属排水设施。"
        )  # fmt: skip
        if number == 1:
            wish = certificates.Wish(self.cases["told"], "proof_of_intake")
            made = certificates.issue(wish, **self.said("resident"))
            self.cases |= {"certificate": made["ref"], "code": made["code"]}
        self._handled(number)
        self.keep("reported", self.reported(number))
        self.go(self.keep("call_back", self.reported(number)), "pass_check", "checker")
        self._ended(number)

    def _handled(self, number):
        handling = self.keep("handling", self.handling(number))
        self.go(handling, "request_extension", "officer", limit="3 working_days", reason="井圈要定做。")
        service.issue_order(
            handling, reason="many_alike", text="请说明整治安排。", limit="2 working_days", **self.said("supervisor")
        )  # fmt: skip
        service.add_note(
            self.cases["handling"], "居民说想尽快。", audience="internal", **self.said("officer")
        )
        self.go(
            handling, "call_to_site", "officer", supporting=[self.city.ref("LIGHTS")], until="2026-10-12",
            hour="上午 10:00", question="一起看怎么挪。",
        )  # fmt: skip
        self.go(
            self.keep("waiting", self.handling(number)), "ask_resident", "officer", question="哪一个井盖？"
        )

    def _ended(self, number):
        closed = self.keep("closed", self.reported(number, may_publish=True))
        self.go(closed, "pass_check", "checker")
        self.go(
            closed,
            "record_call_back",
            "caller",
            result="solved",
            contacted_in_time=True,
            satisfaction="not_satisfied",
        )
        service.ask_exclusion(
            closed, rate="satisfaction", reason="beyond_duty", **self.said("officer")
        )  # fmt: skip
        contested = self.keep("contested", self.reported(number))
        self.go(contested, "pass_check", "checker")
        self.go(contested, "contest", "resident", reason="井盖换了，但是还响。")

    def _county(self, number):
        keys = sorted(one for one in catalogue_facts.snapshot().subjects if "component" in one)
        subject = keys[number + 5]  # not the manhole covers, of which the cases and rulings are
        proposal = catalogue.Proposal(subject=subject, area="*", lead="LIGHTS", valid_from=date(2026, 1, 1))
        self.cases.setdefault("row", catalogue.propose_row(proposal, **said())["ref"])
        catalogue.list_duty(
            catalogue.NewDuty(subject, "*", "report", date(2026, 1, 1), "看见不亮就说", "Tell the centre"), **said()
        )  # fmt: skip
        catalogue.open_draft(f"draft-{number}", drafted(f"draft-{number}", "base/permit"), **said())
        code = f"{PING}{number:03}"
        ground.import_areas(f"code,name,kind\n{code},柳溪苑 {number} 区,estate\n".encode(), **said())
        ground.give_consent(grid.area(code).ref, name="张阿姨", phone=f"138{number:08}", **said())
        ground.import_bodies(
            f"code,kind,name,area,office,may_lead,phone\nBOARD{number},city_department,第 {number} 管理所,9901,o{number},yes,0351-1\n".encode(),
            **said(),
        )
        clerk = cast.clerk(WHOLE, self.city.body("CENTRE"))
        post = ground.open_post(
            self.city.ref("CENTRE"), ground.NewPost(f"seat{number}", "值班员", "Duty officer", shown=True), **said()
        )["post"]  # fmt: skip
        ground.appoint(post, str(clerk.account.ref), date(2026, 1, 1), **said())
        new = ground.NewRoster(f"duty{number}", "夜间值守", "Night watch")
        ground.open_roster(self.city.ref("CENTRE"), new, **said())
        service.write_shift_note(
            self.city.ref("CENTRE"), "dispatcher", "等燃气公司回话。", **self.said("dispatcher")
        )

    def _resident(self, number):
        parent = cast.resident(f"老人 {number}")
        ref = people.register_resident(people.Person(parent.account.name), own=True, **said(parent.actor))
        agent = str(self.people["resident"].account.ref)
        people.give_consent(ref, "agent", agent, **said(parent.actor))
        self._asked(number)

    def _bundle(self):
        answers = {**ANSWERS, **dict.fromkeys(("wants_insurance", "wants_card", "wants_allowance"), False)}
        sent = bundles.Sent("newborn", answers, lon=POINT[0], lat=POINT[1])
        self.keep("bundle", bundles.open_bundle(sent, **said(self.people["resident"].actor))["ref"])

    def _asked(self, number):
        """The resident is a contact household: the first two things asked are open, all others declined."""
        me, worker = self.people["resident"].actor, self.people["grid_worker"].actor
        if number == 1:
            home = grid.area(ESTATE).ref
            consent = ground.give_consent(home, name="王秀兰", phone="13900000001", **said(me))
            self.cases["household"] = consent["household"]
        new = ground.NewTask("look_in", f"看看 {number} 号楼的李奶奶在不在家。", date(2026, 10, 20))
        tasks = [ground.ask_household(self.cases["household"], new, **said(worker))["task"] for _ in range(2)]
        ground.answer_task(tasks[0], "take" if number == 1 else "decline", **said(me))
        if number > 1:
            ground.answer_task(tasks[1], "decline", **said(me))
