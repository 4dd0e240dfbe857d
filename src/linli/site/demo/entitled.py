"""Residents who let their answers be kept, a programme that asks them, and a new figure that waits for approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from linli.apps.benefits import facts, service
from linli.apps.benefits.models import Proposal
from linli.kernel.access.actors import Actor
from linli.packs.changing import propose_change
from linli.site.demo import naming
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

KEPT, RAN = timedelta(days=12), timedelta(days=2)


def agree(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Let some keep their answers, run the programmes that the data name, and let one say no."""
    told = naming.table("entitled")
    for n, one in enumerate(told["kept"]):
        actor = actor_of(residents[one["who"]], until)
        wish = service.Wish(
            one["benefit"], facts.hash_of(one["benefit"]), one["answers"],
            findable=one["findable"], company=one.get("company", ""),
        )  # fmt: skip
        hand.once(f"kept/{n}", service.keep, wish, actor=actor, at=until - KEPT)
    for one in told["programmes"]:
        officer, name = staff[one["officer"]], f"programme/{one['benefit']}"
        body = facts.own_bodies(officer)[0].ref
        ref = hand.once(name, service.start_programme, one["benefit"], body, actor=officer, at=until - KEPT)
        if hand.answer(f"{name}/ran") is None:
            hand.once(f"{name}/ran", service.run_programme, str(ref), actor=officer, at=until - RAN)
    _decline(actor_of(residents[told["declines"]], until), hand, until)
    change = told["proposed"]
    if hand.answer("rules/proposed") is None:
        hand.once(
            "rules/proposed", propose_change, change["benefit"], change["change"], None,
            actor=staff["administrator"], at=until - RAN,
        )  # fmt: skip


def _decline(actor: Actor, hand: Hand, until: datetime) -> None:
    row = Proposal.objects.filter(account_id=actor.account_id).order_by("id").first()
    if row is not None and hand.answer("kept/declined") is None:
        hand.once("kept/declined", service.decline, str(row.ref), "already_have", actor=actor, at=until)
