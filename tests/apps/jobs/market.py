"""A small market for the tests: two trades, a minimum wage, a restaurant, a bricklayer, a clerk."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests import cast
from tests.city import AT

from linli.apps.jobs import service
from linli.apps.jobs.service import Free
from linli.kernel.access.actors import system_actor

DISTRICT = "/9901/990101/"
COMMUNITY = "990101001001"
MAKER = system_actor("test")
WEEK = tuple(Free(day, 0, 1440) for day in range(1, 8))
MONDAY = datetime(2026, 10, 12, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai


def said(member, at=AT, **more):
    actor = member if not hasattr(member, "actor") else member.actor
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at, **more}


def credit_code(body="91140100MA0KABC12"):
    """A code whose check digit fits."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def new_employer(**more):
    plain = {
        "kind": "company", "name": "汾安小馆", "phone": "13900001111", "area": COMMUNITY,
        "credit_code": credit_code(),
    }  # fmt: skip
    return service.NewEmployer(**{**plain, **more})


def new_post(**more):
    plain = {
        "trade": "bricklayer", "area": COMMUNITY, "place": "平桥社区东门工地", "starts_at": MONDAY,
        "ends_at": MONDAY + timedelta(hours=9), "places": 1, "pay_fen": 26_000, "pay_unit": "day", "pay_days": 1,
    }  # fmt: skip
    return service.NewPost(**{**plain, **more})


def new_worker(**more):
    plain = {
        "name": "石铁柱", "born": date(1971, 3, 1), "area": COMMUNITY, "trades": (("bricklayer", 4),), "free": WEEK,
    }  # fmt: skip
    return service.NewWorker(**{**plain, **more})


@dataclass(slots=True)
class Market:
    """Who and what there is."""

    clerk: cast.Member
    second: cast.Member
    owner: cast.Member
    worker: cast.Member
    employer: str
    entry: str

    def opened(self, **more):
        """A post that a clerk opened."""
        ref = service.post_shift(self.employer, new_post(**more), **said(self.owner))
        service.open_post(ref, **said(self.clerk))
        return ref

    def agreed(self, **more):
        """An engagement in which both said yes."""
        ref = service.wish(self.opened(**more), **said(self.worker))
        service.answer(ref, yes=True, **said(self.owner))
        return ref

    def confirmed(self, *, wants_case=True, keeps_name=False, **more):
        """An agreement that both confirmed."""
        ref = self.agreed(**more)
        service.confirm(ref, wants_case=wants_case, keeps_name=keeps_name, **said(self.worker))
        service.confirm(ref, **said(self.owner))
        return ref


def tables():
    """Two trades and a minimum wage."""
    for trade in (
        service.TradeIn("bricklayer", "瓦工", "Bricklayer"),
        service.TradeIn("scaffolder", "架子工", "Scaffolder", dangerous=True),
        service.TradeIn("kitchen", "帮厨", "Kitchen help"),
    ):
        service.keep_trade(trade, **said(MAKER))
    wage = service.WageIn("9901", date(2026, 1, 1), 2_200, "示例", is_example=True)
    service.keep_wage(wage, **said(MAKER))


def open_market(worker_phone="13900002222"):
    """The whole of it."""
    tables()
    clerk, second = cast.clerk(DISTRICT), cast.clerk(DISTRICT)
    owner, worker = cast.resident("马有才"), cast.resident("石铁柱", phone=worker_phone)
    employer = service.register_employer(new_employer(), **said(owner))
    service.look_at(employer, ["licence", "id_card"], **said(clerk))
    service.verify(employer, **said(second))
    entry = service.enter_worker(new_worker(), **said(worker))
    return Market(clerk, second, owner, worker, employer, entry)
