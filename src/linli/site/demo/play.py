"""Plays the stories in the order of their days, through the services, as the people who would do it."""

from __future__ import annotations

import heapq
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from linli.apps.cases import service as cases
from linli.apps.grid.facts import BodyFact
from linli.core.ledger.entry import Source
from linli.kernel.access.actors import Actor, resident_actor
from linli.kernel.audit.outcomes import Outcome
from linli.kernel.files import service as files
from linli.kernel.identity.service import open_resident
from linli.site.demo.hand import Hand, portions, together
from linli.site.demo.pictures import photo
from linli.site.demo.sizes import Size
from linli.site.demo.steps import Number, Office, Picture, Step
from linli.site.demo.stories import halts, moments, plan
from linli.site.demo.world import Resident, World

SHARE_OF_REPEATS = 0.95
BATCH = 400


@dataclass
class _Upload:
    """A file in memory, as `kernel.files` takes it."""

    name: str | None
    size: int | None
    content: io.BytesIO

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        return self.content.read(size)


@dataclass
class Player:
    """Everybody and everything that the steps need; ``faults`` counts steps that were refused."""

    world: World
    hand: Hand
    bodies: Mapping[str, BodyFact]
    staff: Mapping[str, Actor]
    refs: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    lost: set[int] = field(default_factory=set)
    pictures: dict[str, dict[str, list[str]]] = field(default_factory=dict)


def stories(world: World, seed: str, size: Size, cases_wanted: int) -> Iterator[list[Step]]:
    """Yield the steps of each story, in the order in which the stories begin."""
    told = moments(world, seed, round(cases_wanted * SHARE_OF_REPEATS), size)
    standing = halts(world, seed, told, cases_wanted)
    for number, at in enumerate(told):
        yield plan(world, seed, number, at, standing.get(number, ""))


def in_order(plans: Iterator[list[Step]]) -> Iterator[Step]:
    """Merge stories that begin one after the other into one line of steps."""
    waiting: list[tuple[datetime, int, int, int, Step]] = []
    for steps in plans:
        if not steps:
            continue
        begins = steps[0].at
        while waiting and waiting[0][0] < begins:
            yield heapq.heappop(waiting)[-1]
        for place, step in enumerate(steps):
            heapq.heappush(waiting, (step.at, step.story, step.case, place, step))
    while waiting:
        yield heapq.heappop(waiting)[-1]


def play(player: Player, steps: Iterator[Step], tell: Callable[[int], None]) -> None:
    """Take all steps, many to a commit; ``tell`` hears how many cases were opened."""
    for portion in portions(steps, BATCH):
        new = [step for step in portion if player.hand.answer(step.label) is None]
        if new:
            _introduce(player, portion)
            _draw(player, new)
        with together():
            for step in portion:
                _take(player, step)
        tell(sum(step.kind == "open" for step in portion))


def _introduce(player: Player, steps: Sequence[Step]) -> None:
    """Open the accounts of residents who come in for the first time, in one commit."""
    names = {step.who for step in steps if step.who.startswith("resident:")} - player.people.keys()
    if not names:
        return
    with transaction.atomic():
        for name in sorted(names):
            player.people[name] = actor_of(
                player.world.residents[int(name.partition(":")[2])], player.world.until
            )


def actor_of(person: Resident, at: datetime) -> Actor:
    """Return a resident as who acts, with an account."""
    account = open_resident(person.phone, name=person.name, at=at)
    return resident_actor(account_id=account.pk, account_ref=str(account.ref), name=account.name)


def _draw(player: Player, steps: Sequence[Step]) -> None:
    """Store the photos of the coming steps, in one commit, under the key of the act that takes them."""
    player.pictures.clear()
    with transaction.atomic():
        for step in steps:
            for name, value in step.inputs.items():
                if isinstance(value, list) and value and isinstance(value[0], Picture):
                    refs = [_stored(player, step, one) for one in value]
                    player.pictures.setdefault(step.label, {})[name] = refs


def _stored(player: Player, step: Step, picture: Picture) -> str:
    content = photo(picture.scene, after=picture.after)
    upload = _Upload(f"{picture.scene}.jpg", len(content), io.BytesIO(content))
    owner = cases.form_key(player.hand.act_id(step.label))
    return files.store(upload, owner_key=owner, purpose="evidence", at=datetime.now(UTC)).ref


def _take(player: Player, step: Step) -> None:
    """Take one step; a story whose step is refused goes no further and is counted."""
    if step.story in player.lost:
        return
    known = player.hand.answer(step.label)
    if known is not None:
        _remember(player, step, known[0])
        return
    try:
        answer = player.hand.once(step.label, lambda act_id: _do(player, step, act_id))
    except Outcome as outcome:
        player.lost.add(step.story)
        player.faults[f"{step.kind}:{step.name}: {outcome}"] += 1
        return
    _remember(player, step, answer)


def _remember(player: Player, step: Step, answer: Any) -> None:
    known = player.refs.setdefault((step.story, step.case), {})
    if step.kind == "open":
        known |= {"ref": answer["ref"], "number": answer["number"]}
    if step.kind == "order":
        known["order"] = answer["order"]


def _do(player: Player, step: Step, act_id: str) -> Any:
    actor = player.people.get(step.who) or player.staff[step.who]
    said = {"actor": actor, "act_id": act_id, "at": step.at}
    inputs = {name: _filled(player, step, name, value) for name, value in step.inputs.items()}
    case = player.refs.get((step.story, step.case), {})
    return _DEEDS[step.kind](case, step, inputs, said)


def _filled(player: Player, step: Step, name: str, value: Any) -> Any:
    if isinstance(value, Office):
        return player.bodies[value.code].ref
    if isinstance(value, Number):
        return player.refs[(step.story, value.case)]["number"]
    if isinstance(value, list) and value and isinstance(value[0], Office):
        return [player.bodies[one.code].ref for one in value]
    if isinstance(value, list) and value and isinstance(value[0], Picture):
        return player.pictures[step.label][name]
    return value


Deed = Callable[[Mapping[str, Any], Step, dict[str, Any], dict[str, Any]], Any]


def _open(_case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    contact = cases.Contact(*inputs.pop("contact"))
    return cases.open_case(cases.Told(contact=contact, **inputs), source=Source.DEMO, **said)


def _move(case: Mapping[str, Any], step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.move(case["ref"], step.name, inputs, source=Source.DEMO, **said)


def _join(case: Mapping[str, Any], _step: Step, _inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.join(case["ref"], source=Source.DEMO, **said)


def _classify(case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.classify(case["ref"], source=Source.DEMO, **inputs, **said)


def _note(case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.add_note(
        case["ref"], inputs["text"], audience=inputs["audience"], source=Source.DEMO, **said
    )


def _summary(case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.review_summary(case["ref"], inputs["text"], source=Source.DEMO, **said)


def _order(case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.issue_order(case["ref"], source=Source.DEMO, **inputs, **said)


def _answer_order(case: Mapping[str, Any], _step: Step, inputs: dict[str, Any], said: dict[str, Any]) -> Any:
    return cases.answer_order(case["order"], inputs["text"], source=Source.DEMO, **said)


_DEEDS: Mapping[str, Deed] = {
    "open": _open,
    "move": _move,
    "join": _join,
    "classify": _classify,
    "note": _note,
    "summary": _summary,
    "order": _order,
    "answer_order": _answer_order,
}
