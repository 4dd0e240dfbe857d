"""A small city in which a child is born: the bodies of its district, the services of the parts, the bundle."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

import pytest
from tests import cast
from tests.city import AT, PACKS, POINT, act_id, publish, said, tiny_city

from linli.apps.bundles import facts, service
from linli.apps.bundles.models import BundlePart
from linli.apps.cases import service as cases
from linli.apps.cases.models import Case
from linli.apps.catalogue import service as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service as places
from linli.kernel.outbox import worker
from linli.packs.bundles import check_bundle_folder, frozen_bundle

OFFICES = ("police", "health", "medical", "labour", "education")
PARTS = (
    "birth-registration",
    "vaccination-booklet",
    "newborn-insurance",
    "social-security-card",
    "childcare-claim",
)
ANSWERS = MappingProxyType({
    "has_certificate": True, "certificate_number": "A123456789", "child_name": "李小满", "sex": "girl",
    "born_on": "2026-09-20", "applicant": {"name": "陈静"}, "register_with": "mother", "home": "柳溪苑 3 号楼",
    "wants_insurance": True, "wants_card": True, "wants_allowance": True, "account_holder": "陈静",
    "account_number": "6222000011112222",
})  # fmt: skip


@cache
def frozen(name):
    checked = check_bundle_folder(PACKS / "bundles" / name)
    assert not checked.found
    return frozen_bundle(checked)


def publish_bundle(name):
    return catalogue.publish_bundle(name, frozen(name), **said())


class Birth:
    """The city, and what people in it do."""

    def __init__(self):
        self.city = tiny_city(*(f"parts/{name}" for name in PARTS))
        rows = [
            f"{office.upper()},district_department,河东区{office},Hedong {office},990101,,{office},yes,0351-1"
            for office in OFFICES
        ]
        head = "code,kind,name,name_en,area,parent,office,may_lead,phone"
        places.import_bodies("\n".join([head, *rows, ""]).encode(), **said())
        publish_bundle("newborn")
        self.mother = self.city.people["resident"].actor
        members = {office: cast.officer(self._body(office), "/9901/") for office in OFFICES}
        self.accounts = {office: one.account for office, one in members.items()}
        self.officers = {office: one.actor for office, one in members.items()}

    @staticmethod
    def _body(office):
        found = grid.body(office.upper())
        return cast.Body(found.id, found.ref)

    def sent(self, actor=None, **more):
        answers = {**ANSWERS, **more.pop("answers", {})}
        filled = service.Sent("newborn", answers, lon=POINT[0], lat=POINT[1], place="柳溪苑 3 号楼", **more)
        return service.open_bundle(filled, actor=actor or self.mother, act_id=act_id(), at=AT)["ref"]

    def decide(self, ref, part, move="grant"):
        row = BundlePart.objects.select_related("case__lead_body").get(bundle__ref=ref, name=part)
        officer = self.officers[row.case.lead_body.office]
        words = {"answer": "办好了"} if move == "grant" else {
            "ground": "conditions_not_met", "reason": "不符合", "remedy": "补齐后再来",
        }  # fmt: skip
        cases.move(row.case.ref, move, words, actor=officer, act_id=act_id(), at=AT)
        self.hear()
        return str(row.case.ref)

    @staticmethod
    def hear():
        worker.fan_out(AT)
        worker.deliver(AT)

    def stands(self, ref):
        found = facts.view(self.mother, ref)
        return {one.name: one.stand.value for one in found.parts}


@pytest.fixture
def birth(db):
    return Birth()


__all__ = ["AT", "Birth", "Case", "publish"]
