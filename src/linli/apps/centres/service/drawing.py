"""Gives scarce places by lot: people apply, the list is closed and committed, and only then does the seed come to be.

The commitment is an entry of the public log. The seed is the root of that log over a fixed number of later entries: when
the list was closed nobody had written them. (An operator who writes all of those entries alone could try out many; seeds
from outside the house come later: docs/decisions.)
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.facts.drawing import LATER, keeps_draws
from linli.apps.centres.models import CLOSED, DRAWN, OPEN, Applicant, Centre, Draw, DrawChoice
from linli.apps.centres.models.drawing import TAKEN
from linli.apps.centres.policy.verifying import drawn_again
from linli.apps.centres.service.booking import Contact, read_contact, said_contact, settled, who, written
from linli.core.draw.order import (
    DrawList,
    Entrant,
    list_hash,
    read_list,
    seed,
    seed_size,
    tickets,
    write_list,
)
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit import log
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index, mask_name
from linli.kernel.identity.service import phone_of

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_FAMILY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
NUMBERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody mistakes for one another when read out."""
MOST_CHOICES, MOST_PLACES = 12, 5_000


@dataclass(frozen=True, slots=True)
class NewChoice:
    """One thing that the draw gives, with its places."""

    code: str
    name_zh: str
    places: int
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class NewDraw:
    """A draw; ``family`` names what comes round again, so that who was refused before has more tickets."""

    centre: str
    family: str
    title_zh: str
    apply_until: datetime
    choices: tuple[NewChoice, ...]
    title_en: str = ""


def open_draw(new: NewDraw, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> str:
    """Open a draw and return its ref.

    Raises:
        NotVisible: no such centre, or the actor does not keep draws there.
        Invalid: what is missing or cannot be, by field.
    """
    centre = Centre.objects.filter(ref=new.centre, closed_on=None).first()
    if centre is None or not keeps_draws(actor, centre.area_path, centre.body_id):
        raise NotVisible
    if problems := _wrong(new, at):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row = Draw(centre=centre, family=new.family, apply_until=new.apply_until, opened_at=at)
        row.title_zh, row.title_en = (
            clean_text(new.title_zh).strip()[:80],
            clean_text(new.title_en).strip()[:80],
        )
        public: dict[str, JsonValue] = {
            "centre": str(centre.ref), "family": new.family, "places": {one.code: one.places for one in new.choices},
        }  # fmt: skip
        row.stream = acting.open_stream("draw", events.DRAW_OPENED, public)
        row.save(force_insert=True)
        DrawChoice.objects.bulk_create(
            DrawChoice(
                draw=row, code=one.code, name_zh=clean_text(one.name_zh).strip()[:80], name_en=clean_text(one.name_en).strip()[:80],
                places=one.places,
            )
            for one in new.choices
        )  # fmt: skip
        return str(row.ref)

    said: JsonValue = [
        new.centre, new.family, new.title_zh, new.title_en, new.apply_until.isoformat(),
        [[one.code, one.name_zh, one.name_en, one.places] for one in new.choices],
    ]  # fmt: skip
    return str(act("centres.open_draw", work, said=said, actor=actor, act_id=act_id, at=at, source=source))


def apply(
    draw: UUID | str, wanted: tuple[str, ...], contact: Contact | None = None, *,
    actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE,
) -> dict[str, JsonValue]:  # fmt: skip
    """Apply for a draw; staff apply for somebody they name. Answers {"ref", "number", "tickets"}.

    Raises:
        NotVisible: no such draw, or the actor does not keep draws there and names somebody.
        Invalid: nothing wanted, or something that is not offered.
        Refused: nobody signed in, the list is closed, or this person is on it already.
    """
    problems: list[Problem] = []
    phone = read_contact(contact, problems)
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row = _draw(draw)
        if contact is not None and not keeps_draws(actor, row.centre.area_path, row.centre.body_id):
            raise NotVisible
        key, columns = _person(actor, contact, phone)
        offered = {one.code for one in row.choices.all()}
        if not wanted or len({*wanted}) != len(wanted) or {*wanted} - offered:
            raise Invalid(Problem("wanted", "centres.no_such_choice"))
        if not _holds_open(row, at):
            raise Refused(Refusal("centres.list_closed"))
        if Applicant.objects.filter(draw=row, person_key=key).exists():
            raise Refused(Refusal("centres.applied_already"))
        missed = _missed(row.family, key)
        by = "person" if contact is None else "staff"
        public: dict[str, JsonValue] = {"draw": str(row.ref), "by": by}
        stream = acting.open_stream("application", events.APPLIED, public, [who(actor)], sealed=True)
        one = Applicant.objects.create(
            stream=stream, draw=row, number=_number(), person_key=key, wanted=" ".join(wanted), missed=missed,
            applied_at=at, **columns,
        )  # fmt: skip
        return {"ref": str(one.ref), "number": one.number, "tickets": tickets(missed)}

    said: JsonValue = [str(draw), [*wanted], said_contact(contact)]
    answer = settled(
        lambda: act("centres.apply", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    )
    return answer if isinstance(answer, dict) else {}


def withdraw(applicant: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take an application back while the list is open; nothing of it stays on the list.

    Raises:
        NotVisible: not the actor's own, nor at a centre where they keep draws.
        Refused: the list is closed.
    """
    _application(applicant, actor)

    def work(acting: Acting) -> JsonValue:
        row = _application(applicant, actor)
        if not _holds_open(row.draw, at):
            raise Refused(Refusal("centres.list_closed"))
        own = row.account_id is not None and row.account_id == actor.account_id
        public: dict[str, JsonValue] = {"draw": str(row.draw.ref), "by": "person" if own else "staff"}
        acting.enter(row.stream, events.APPLICATION_WITHDRAWN, public, [who(actor)])
        row.delete()
        return None

    act("centres.withdraw", work, said=str(applicant), actor=actor, act_id=act_id, at=at)


def close_draw(
    ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Close the list and write its digest into the public log, before there is a seed; returns the digest.

    Raises:
        NotVisible: no such draw, or not the actor's to keep.
        Refused: people may still apply, or nobody did.
        Stale: it is closed already.
    """
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if at < row.apply_until:
            raise Refused(Refusal("centres.still_open"))
        # Holding the row first: an application that runs beside this is in the list or is refused.
        if not Draw.objects.filter(pk=row.pk, state=OPEN).update(later=LATER):
            raise Stale("centres.closed_list_already")
        listed = _list(row, LATER)
        if not listed.entrants:
            raise Refused(Refusal("centres.nobody_applied"))
        text = write_list(listed)
        digest = list_hash(text)
        public: dict[str, JsonValue] = {
            "list": digest, "applicants": len(listed.entrants), "later": LATER,
            "tickets": sum(one.tickets for one in listed.entrants),
        }  # fmt: skip
        entry = acting.enter(row.stream, events.DRAW_COMMITTED, public)
        Draw.objects.filter(pk=row.pk, state=OPEN).update(
            state=CLOSED, list_json=text, list_hash=digest, entry=entry
        )
        return digest

    return str(
        act("centres.close_draw", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)
    )


def run_draw(
    ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> dict[str, JsonValue]:
    """Draw: the order follows from the committed list and the root of the log that came after it.

    Raises:
        NotVisible: no such draw, or not the actor's to keep.
        Refused: the list is not closed, it is no longer the one that was committed, or the seed does not exist yet.
        Stale: it is drawn already.
    """
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        listed = _committed(row)
        size, root = _seed_root(row)
        value = seed(row.list_hash, size, root)
        if isinstance(value, Problem):
            raise Refused(Refusal(value.code))
        told = drawn_again(listed, value)
        given = [one for one in told if isinstance(one, dict) and one["given"]]
        public: dict[str, JsonValue] = {
            "list": row.list_hash, "size": size, "root": root, "seed": value, "given": len(given),
            "results": list_hash(json.dumps(told, sort_keys=True, separators=(",", ":"))),
        }  # fmt: skip
        acting.enter(row.stream, events.DRAW_RUN, public)
        _store(row, told)
        Draw.objects.filter(pk=row.pk, state=CLOSED).update(
            state=DRAWN, seed=value, seed_size=size, drawn_at=at
        )
        acting.announce(events.DRAW_RUN, {"draw": str(row.ref)})
        return {
            "ref": str(row.ref),
            "seed": value,
            "size": size,
            "given": len(given),
            "applicants": len(told),
        }

    answer = act("centres.run_draw", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)
    return answer if isinstance(answer, dict) else {}


def _committed(row: Draw) -> DrawList:
    """Return the committed list, if the stored applicants are still exactly it and the log still says so."""
    if row.state == DRAWN:
        raise Stale("centres.drawn_already")
    if row.state == OPEN or row.entry is None:
        raise Refused(Refusal("centres.list_open"))
    text = write_list(_list(row, row.later))
    said = json.loads(row.entry.body)["public"]["list"]
    listed = read_list(row.list_json)
    if (
        isinstance(listed, Problem)
        or not text == row.list_json
        or not list_hash(text) == row.list_hash == said
    ):
        raise Refused(Refusal("centres.draw_list_changed"))
    return listed


def _seed_root(row: Draw) -> tuple[int, str]:
    place = row.entry.leaf_index if row.entry else None
    published = log.checkpoint().size
    size = seed_size(place, row.later) if place is not None else published + row.later
    if place is None or published < size:
        raise Refused(Refusal("centres.seed_later", {"entries": size - published}))
    return size, log.root(size).hex()


def _store(row: Draw, told: list[JsonValue]) -> None:
    places = {str(one["number"]): one for one in told if isinstance(one, dict)}
    rows = [*Applicant.objects.filter(draw=row)]
    for one in rows:
        said = places[one.number]
        one.place, one.given = int(str(said["place"])), str(said["given"])
    Applicant.objects.bulk_update(rows, ["place", "given"], batch_size=200)


def _list(row: Draw, later: int) -> DrawList:
    found = Applicant.objects.filter(draw=row).values_list("number", "missed", "wanted")
    return DrawList(
        str(row.ref), {one.code: one.places for one in row.choices.all()}, later,
        tuple(Entrant(number, tickets(missed), tuple(wanted.split())) for number, missed, wanted in found),
    )  # fmt: skip


def _missed(family: str, key: str) -> int:
    """Count how often a person was refused in draws of the family since they last had a place."""
    past = Applicant.objects.filter(person_key=key, draw__family=family, draw__state=DRAWN)
    missed = 0
    found = past.order_by("-draw__drawn_at", "-pk").values_list("given", "later_state")
    for given, later in found[:20]:
        if given or later == TAKEN:
            break
        missed += 1
    return missed


def _person(actor: Actor, contact: Contact | None, phone: str) -> tuple[str, dict[str, object]]:
    """Return the key under which somebody is known again, by telephone where there is one, and their columns."""
    if contact is not None:
        return index(phone, "draw_person"), written(contact, phone)
    account = Account.objects.filter(pk=actor.account_id).first() if actor.account_id is not None else None
    if account is None:
        raise Refused(Refusal("centres.sign_in"))
    masked = {"name_masked": mask_name(account.name), "phone_masked": account.phone_masked}
    return index(phone_of(account) or str(account.ref), "draw_person"), {"account_id": account.pk, **masked}


def _number() -> str:
    return "".join(secrets.choice(NUMBERS) for _ in range(8))


def _holds_open(row: Draw, at: datetime) -> bool:
    """Hold the draw's row while it is open, so that closing waits for this act or this act sees it closed."""
    if at >= row.apply_until:
        return False
    return Draw.objects.filter(pk=row.pk, state=OPEN).update(state=OPEN) == 1


def _wrong(new: NewDraw, at: datetime) -> list[Problem]:
    problems = []
    if not new.title_zh.strip():
        problems.append(Problem("title_zh", "centres.title_missing"))
    if not _FAMILY.fullmatch(new.family):
        problems.append(Problem("family", "centres.family"))
    if new.apply_until <= at:
        problems.append(Problem("apply_until", "centres.apply_until_past"))
    codes = [one.code for one in new.choices]
    named = all(one.name_zh.strip() and _CODE.fullmatch(one.code) for one in new.choices)
    places = all(0 < one.places <= MOST_PLACES for one in new.choices)
    if not codes or len(codes) > MOST_CHOICES or len({*codes}) != len(codes) or not named or not places:
        problems.append(Problem("choices", "centres.choices", {"most": MOST_CHOICES}))
    return problems


def _draw(ref: UUID | str) -> Draw:
    row = (
        Draw.objects.select_related("centre", "stream", "entry")
        .prefetch_related("choices")
        .filter(ref=ref)
        .first()
    )
    if row is None:
        raise NotVisible
    return row


def _own(ref: UUID | str, actor: Actor) -> Draw:
    row = _draw(ref)
    if not keeps_draws(actor, row.centre.area_path, row.centre.body_id):
        raise NotVisible
    return row


def _application(ref: UUID | str, actor: Actor) -> Applicant:
    row = Applicant.objects.select_related("stream", "draw__centre").filter(ref=ref).first()
    own = row is not None and row.account_id is not None and row.account_id == actor.account_id
    if row is None or not (own or keeps_draws(actor, row.draw.centre.area_path, row.draw.centre.body_id)):
        raise NotVisible
    return row
