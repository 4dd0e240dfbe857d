"""Tasks of contact households: staff of the area ask, the household says yes or no, both may end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.grid.events import HOUSEHOLD_ASKED, HOUSEHOLD_TASK_MOVED
from linli.apps.grid.models import Body, ContactHousehold, HouseholdTask, TaskState
from linli.apps.grid.models.kinds import COMMUNITY_TIER
from linli.apps.grid.models.tasks import OPEN
from linli.apps.grid.policy import household_tasks as policy
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.vocabulary import register
from linli.kernel.ui import show

_SHOWN = ("kind", "state", "area", "role")
_ASK = register("grid.ask_household", _SHOWN)
_ANSWER = register("grid.answer_task", _SHOWN)
_WITHDRAW = register("grid.withdraw_task", _SHOWN)
_LEAVE = register("grid.household_task_left", _SHOWN)
# Nobody is written to about what was invented or brought in from files.
_SAID_NOW = frozenset({Source.LIVE, Source.DEVICE})
_LATEST = ("state", "word", "words", "answered_at", "ended_at", "remind_at")


@dataclass(frozen=True, slots=True)
class NewTask:
    """What somebody wishes to ask: a kind, in words, perhaps by a day."""

    kind: str
    words: str
    day: date | None = None


def ask_household(
    household_ref: str, new: NewTask, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> JsonValue:
    """Ask a contact household for something; returns the task's ref.

    Raises:
        Invalid: the kind is unknown, the words are missing or too long, or the day is past or far off.
        NotVisible: the household is not there, or not in the actor's area.
        Refused: it has left, has nobody who could answer here, or has enough to do.
    """
    words, day = clean_text(new.words).strip(), new.day.isoformat() if new.day else None

    def work(acting: Acting) -> JsonValue:
        home = _home(household_ref, actor)
        if problems := policy.check_task(new.kind, words, new.day, show.local(acting.at).date()):
            raise Invalid(*problems)
        _refuse_asking(home)
        grant = policy.grant_of(actor, home.area)
        row = HouseholdTask(
            household=home, kind=new.kind, words=words, day=new.day, asked_at=acting.at,
            role=grant.role if grant else "system",
            body=Body.objects.filter(id=grant.body_id).first() if grant and grant.body_id else None,
            state=TaskState.OFFERED.value,
        )  # fmt: skip
        items = [_item(row, "words", words), *([_item(row, "day", day)] if day else [])]
        row.stream = acting.open_stream("household_task", _ASK, _public(row, "offered"), items)
        row.save(force_insert=True)
        if acting.source in _SAID_NOW:
            acting.announce(HOUSEHOLD_ASKED, {"task": str(row.ref)})
        return {"task": str(row.ref)}

    said: JsonValue = {"household": household_ref, "kind": new.kind, "words": words, "day": day}
    return act(_ASK, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def answer_task(
    task_ref: str,
    answer: str,
    word: str = "",
    *,
    seen: str = "",
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Take a task on, decline it, or say that it is done or could not be; no reason is asked.

    ``seen`` is the state that the household had before its eyes.

    Raises:
        Invalid: the word back is too long.
        NotVisible: it is not there, or not the actor's own household's.
        Refused: it was answered before, or was taken back.
        Stale: it is not as the household saw it.
    """
    word = clean_text(word).strip()

    def work(acting: Acting) -> JsonValue:
        row = _task(task_ref)
        if actor.account_id is None or row.household.account_id != actor.account_id:
            raise NotVisible
        if problems := policy.check_word(word):
            raise Invalid(*problems)
        state = policy.ANSWERS.get(row.state, {}).get(answer)
        if state is None:
            raise Refused(Refusal(_why_not(row.state)))
        if seen and seen != row.state:
            raise Stale("grid.task_changed")
        _answer(acting, row, state, word)
        return {"state": row.state}

    said: JsonValue = {"task": task_ref, "answer": answer, "word": word}
    return act(_ANSWER, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def withdraw_task(
    task_ref: str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> JsonValue:
    """Take back what was asked of a household, by those who may ask it.

    Raises:
        NotVisible: it is not there, or not in the actor's area.
        Refused: it has ended.
    """

    def work(acting: Acting) -> JsonValue:
        row = _task(task_ref)
        if not policy.may_ask(actor, row.household.area):
            raise NotVisible
        if not policy.is_open(row.state):
            raise Refused(Refusal(_why_not(row.state)))
        acting.enter(row.stream, _WITHDRAW, _public(row, "ended"))
        _end(row, TaskState.WITHDRAWN, acting.at)
        acting.announce(HOUSEHOLD_TASK_MOVED, {"task": task_ref})
        return {"state": row.state}

    return act(_WITHDRAW, work, said={"task": task_ref}, actor=actor, act_id=act_id, at=at, source=source)


def end_all(acting: Acting, home: ContactHousehold) -> None:
    """End what is open of a household that leaves, and forget the words of everything it was asked."""
    tasks = HouseholdTask.objects.filter(household=home)
    for row in tasks.filter(state__in=OPEN).select_related("stream", "household__area").order_by("id"):
        acting.enter(row.stream, _LEAVE, _public(row, "ended"))
        row.words = row.word = ""
        _end(row, TaskState.LEFT, acting.at)
    tasks.update(words="", word="")


def _home(ref: str, actor: Actor) -> ContactHousehold:
    """Return a household that the actor may ask, kept from leaving until the act is done."""
    rows = ContactHousehold.objects.select_for_update(of=("self",)).select_related("area")
    home = rows.defer("area__boundary").filter(ref=policy.read_ref(ref)).first()
    if home is None or not policy.may_ask(actor, home.area):
        raise NotVisible
    return home


def _refuse_asking(home: ContactHousehold) -> None:
    if home.withdrawn_at is not None:
        raise Refused(Refusal("grid.household_withdrawn"))
    if home.account_id is None:
        raise Refused(Refusal("grid.household_cannot_answer"))
    if HouseholdTask.objects.filter(household=home, state__in=OPEN).count() >= policy.MOST_OPEN:
        raise Refused(Refusal("grid.household_has_enough", {"n": policy.MOST_OPEN}))


def _task(ref: str) -> HouseholdTask:
    rows = HouseholdTask.objects.select_related("stream", "household__area").defer(
        "household__area__boundary"
    )
    row = rows.filter(ref=policy.read_ref(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _why_not(state: str) -> str:
    """Say why nothing can be answered any more: taken back, the household left, or answered."""
    return {
        TaskState.WITHDRAWN.value: "grid.task_withdrawn",
        TaskState.LEFT.value: "grid.household_withdrawn",
    }.get(state, "grid.task_answered")


def _answer(acting: Acting, row: HouseholdTask, state: TaskState, word: str) -> None:
    """Write an answer down; the public part says that there was one, not which: nobody counts refusals."""
    first = row.state == TaskState.OFFERED
    items = [_item(row, "answer", state.value), *([_item(row, "word", word)] if word else [])]
    acting.enter(row.stream, _ANSWER, _public(row, "answered" if first else "ended"), items)
    row.word = word
    if first:
        row.answered_at = acting.at
    if state is TaskState.TAKEN:
        row.state = state.value
        row.remind_at = policy.reminder(row.day, acting.at) if acting.source in _SAID_NOW else None
        row.save(update_fields=_LATEST)
    else:
        _end(row, state, acting.at)
    acting.announce(HOUSEHOLD_TASK_MOVED, {"task": str(row.ref)})


def _end(row: HouseholdTask, state: TaskState, at: datetime) -> None:
    row.state, row.ended_at, row.remind_at = state.value, at, None
    row.save(update_fields=_LATEST)


def _public(row: HouseholdTask, state: str) -> dict[str, JsonValue]:
    return {
        "kind": row.kind,
        "state": state,
        "area": row.household.area.code[:COMMUNITY_TIER],
        "role": row.role,
    }


def _item(row: HouseholdTask, name: str, value: JsonValue) -> Item:
    return Item(name, value, policy.subject_of(str(row.household.ref)), policy.RETENTION)
