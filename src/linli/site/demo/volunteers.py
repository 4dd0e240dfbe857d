"""Volunteers of the demo city: teams of the five types, tasks done and ahead, hours, the time bank, favours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.volunteers import service
from linli.apps.volunteers.facts.codes import start_code
from linli.apps.volunteers.service import Application, NewFavour, NewTask, NewTeam
from linli.kernel.access.actors import Actor
from linli.site.demo import naming
from linli.site.demo.hand import Hand, portions, together
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.sizes import Size
from linli.site.demo.world import Resident

JOINED, CLEARED = timedelta(days=60), timedelta(days=300)
TEN = 2  # o'clock in UTC: ten in the morning


class Helping:
    """Does the steps, each once."""

    def __init__(
        self, residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
    ) -> None:
        self.residents, self.staff, self.hand, self.until = residents, staff, hand, until
        self.told = naming.table("volunteers")
        self.body = next(one.body_ref for one in staff["clerk"].grants if one.body_ref) or ""
        self.home = residents[self.told["volunteers"][0]["who"]].home
        self.refs: dict[int, str] = {}

    def who(self, number: int) -> Actor:
        """Return a resident as who acts."""
        return actor_of(self.residents[number], self.until)

    def once(self, step: str, do: Any, *args: Any, by: str | int, ago: timedelta, **more: Any) -> Any:
        """Do a step as staff (by sign-in name) or a resident (by number), so long before the present."""
        actor = self.staff[by] if isinstance(by, str) else self.who(by)
        return self.hand.once(f"help/{step}", do, *args, actor=actor, at=self.until - ago, **more)

    def join(self) -> None:
        """Let people apply, be taken in, wait; let couriers report in."""
        for one in self.told["volunteers"]:
            ref = self._apply(one, JOINED)
            self.refs[one["who"]] = ref
            self.once(f"in/{one['who']}", service.decide, ref, accept=True, by="clerk", ago=JOINED)
            for kind in one.get("cleared", ()):
                until = (self.until + CLEARED).date()
                step = f"clear/{one['who']}/{kind}"
                self.once(step, service.clear, ref, kind, until, by="clerk", ago=JOINED)
        for one in self.told["waiting"]:
            self._apply(one, timedelta(days=2))
        young = self.told["young"]
        born = self.until.replace(year=self.until.year - 17, day=1).date().isoformat()
        phone = self.residents[young["guardian"]].phone
        self._apply({**young, "born": born}, timedelta(days=1), guardian_phone=phone)
        for one in self.told["couriers"]:
            wish = Application(
                one["name"], self.residents[one["who"]].home, "1992-06-01", platform=one["platform"], agrees=True
            )  # fmt: skip
            self.once(f"courier/{one['who']}", service.report_in, wish, by=one["who"], ago=timedelta(days=10))

    def _apply(self, one: Mapping[str, Any], ago: timedelta, **more: Any) -> str:
        wish = Application(
            one["name"], self.home, one["born"], skills=tuple(s for s in one.get("skills", ()) if s != "english"),
            times=tuple(one.get("times", ())), languages=("mandarin", "english") if one.get("languages") else (),
            banks=one.get("banks", False), agrees=True, **more,
        )  # fmt: skip
        return str(self.once(f"apply/{one['who']}", service.apply, wish, by=one["who"], ago=ago))

    def gather(self) -> None:
        """Open the teams and name their leaders."""
        for one in self.told["teams"]:
            new = NewTeam(one["kind"], one["zh"], self.body, self.home, one["en"])
            team = self.once(f"team/{one['kind']}", service.open_team, new, by="clerk", ago=JOINED)
            for number in (one["lead"], 16, 17):
                step = f"team/{one['kind']}/{number}"
                self.once(step, service.add_member, team, self.refs[number], by="clerk", ago=JOINED)
            self.once(
                f"lead/{one['kind']}",
                service.name_leader,
                team,
                self.refs[one["lead"]],
                by="clerk",
                ago=JOINED,
            )

    def more(self, n: int) -> None:
        """Open one more team, of the five types in turn, at the homes of residents in turn."""
        kinds = self.told["teams"]
        kind = kinds[n % len(kinds)]
        home = self.residents[n * 7 % len(self.residents)].home
        new = NewTeam(kind["kind"], f"{kind['zh']} {n + 1}", self.body, home, f"{kind['en']} {n + 1}")
        self.hand.once(f"help/team/{n}", service.open_team, new, actor=MAKER, at=self.until - JOINED)

    def help(self) -> None:
        """Have tasks done and confirmed by others; leave one unconfirmed and one disputed."""
        for n, one in enumerate(self.told["done"]):
            for number, part, ago in self._done(f"done/{n}", one, one["who"]):
                minutes = one["minutes"][one["who"].index(number)]
                by = one.get("helped", "clerk")
                self.once(f"done/{n}/ok/{number}", service.confirm, part, minutes, by=by, ago=ago)
        self._done("unconfirmed", self.told["unconfirmed"], [self.told["unconfirmed"]["who"]])
        wrong = self.told["disputed"]
        for number, part, ago in self._done("disputed", wrong, [wrong["who"]]):
            self.once("disputed/ok", service.confirm, part, wrong["minutes"], by="clerk", ago=ago)
            self.once("disputed/no", service.dispute, part, wrong["words"], by=number, ago=ago)

    def plan(self) -> None:
        """Put up what is ahead, some of it taken."""
        for n, one in enumerate(self.told["ahead"]):
            starts = (self.until + timedelta(days=one["days"])).replace(hour=TEN)
            task = self._task(f"ahead/{n}", one, starts, timedelta(days=1), wanted=one["wanted"])
            for number in one["takes"]:
                self.once(f"ahead/{n}/{number}", service.take, task, by=number, ago=timedelta(hours=5))

    def favour(self) -> None:
        """Let neighbours ask and offer, one favour be done, and some time be given to the pool."""
        for n, one in enumerate(self.told["favours"]):
            new = NewFavour(one["side"], one["kind"], one["words"], self.home, days=14, knows=True)
            ref = self.once(f"favour/{n}", service.put_up, new, by=one["who"], ago=timedelta(days=3))
            if one["show"]:
                self.once(
                    f"favour/{n}/show", service.review, ref, show=True, by="clerk", ago=timedelta(days=3)
                )
            if "by" in one:
                self._favour_done(n, one, ref)
        gift = self.told["gift"]
        self.once(
            "gift", service.give, service.TO_POOL, gift["minutes"], by=gift["who"], ago=timedelta(days=1)
        )

    def _favour_done(self, n: int, one: Mapping[str, Any], ref: str) -> None:
        ago = timedelta(days=2)
        match = self.once(f"favour/{n}/match", service.answer, ref, by=one["by"], ago=ago)
        self.once(f"favour/{n}/line", service.write, match, "好的，我周六过去。", by=one["by"], ago=ago)
        for number in (one["who"], one["by"]):
            self.once(
                f"favour/{n}/done/{number}", service.say_done, match, one["minutes"], bank=False, by=number, ago=ago
            )  # fmt: skip

    def _done(
        self, step: str, one: Mapping[str, Any], who: Sequence[int]
    ) -> list[tuple[int, str, timedelta]]:
        starts = (self.until - timedelta(days=one["ago"])).replace(hour=TEN)
        ends, ago = starts + timedelta(hours=2), self.until - starts
        task = self._task(step, one, starts, ago + timedelta(days=2), wanted=max(len(who), 1))
        parts = []
        for number in who:
            part = self.once(
                f"{step}/take/{number}", service.take, task, by=number, ago=ago + timedelta(days=1)
            )
            code, over = start_code(task), self.until - ends
            self.once(f"{step}/start/{number}", service.start, part, code, by=number, ago=ago)
            self.once(f"{step}/end/{number}", service.finish, part, code, by=number, ago=over)
            parts.append((number, str(part), over - timedelta(hours=1)))
        return parts

    def _task(
        self, step: str, one: Mapping[str, Any], starts: datetime, ago: timedelta, *, wanted: int
    ) -> str:
        helped = self.residents[one["helped"]].phone if "helped" in one else ""
        new = NewTask(
            one["kind"], one["title"], one["place"], self.home, self.body, starts, starts + timedelta(hours=2),
            wanted=wanted, skills=tuple(one.get("skills", ())), care=one.get("care", "none"), insured=True,
            safety=one.get("safety", ""), helped_phone=helped,
        )  # fmt: skip
        return str(self.once(f"{step}/task", service.open_task, new, by="clerk", ago=ago))


def lend_a_hand(
    size: Size, residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    """Let some residents help, in one commit; a large city has as many teams as the page that it answers to."""
    helping = Helping(residents, staff, hand, until)
    with together():
        helping.join()
        helping.gather()
        helping.help()
        helping.plan()
        helping.favour()
    made = range(len(helping.told["teams"]), helping.told["teams_in_all"].get(size.name, 0))
    for portion in portions(made):
        with together():
            for n in portion:
                helping.more(n)
