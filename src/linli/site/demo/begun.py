"""What a resident keeps of herself for forms to be filled in from, and a form that she will go on with."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.apps.cases import service as cases
from linli.apps.catalogue import facts as catalogue
from linli.apps.people import facts, service
from linli.kernel.access.actors import Actor
from linli.site.demo import naming
from linli.site.demo.hand import Hand
from linli.site.demo.play import actor_of
from linli.site.demo.world import Resident

TOLD, SAVED = timedelta(days=9), timedelta(hours=20)
PREFILL, CITY = "prefill", "city"


def begin(person: Resident, hand: Hand, until: datetime) -> None:
    """Keep the data, agree to their use, save the form."""
    actor, told = actor_of(person, until), naming.table("begun")
    _know(person, told["profile"], actor, hand, until - TOLD)
    sha = catalogue.snapshot().current_pack(told["form"])
    if sha is not None:
        said = {"raw": told["raw"], "rows": {"people": 3}, "act_id": hand.act_id("begun/form")}
        begun = cases.Begun(told["form"], sha, hand.act_id("begun/form"), said)
        cases.save_form(begun, actor=actor, at=until - SAVED)


def _know(person: Resident, profile: dict[str, str], actor: Actor, hand: Hand, at: datetime) -> None:
    said = service.Person(person.name, person.phone, profile["id_number"], profile["address"], person.home)
    me = facts.me(actor)
    if me is None:
        ref = str(hand.once("begun/profile", service.register_resident, said, own=True, actor=actor, at=at))
    else:
        ref = me.ref
        if hand.answer("begun/corrected") is None and not me.id_number:
            hand.once("begun/corrected", service.correct_resident, ref, said, actor=actor, at=at)
    if not facts.has_consent(ref, PREFILL, CITY, at + TOLD):
        hand.once("begun/consent", service.give_consent, ref, PREFILL, CITY, actor=actor, at=at)
