"""What happens to running cases when the ground moves: another calendar, an erasure."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.cases import events
from linli.apps.cases.facts.loading import load, stored_state
from linli.apps.cases.models import Case, CaseText, Note, Participant, Rating
from linli.apps.cases.service.clocks import due_columns
from linli.apps.cases.service.draft import Draft
from linli.apps.cases.service.files import owner_key
from linli.apps.cases.service.moving import answer_of
from linli.apps.catalogue import facts as catalogue
from linli.core.clock import running
from linli.core.clock.running import ClockState, Recomputed
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.state import CaseState, difference
from linli.core.shared.outcomes import JsonValue, Reason
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.files import facts as stored
from linli.kernel.files import service as kept

AT_ONCE = 200


def recompute_dates(actor: Actor, key: str, at: datetime, *, after: int = 0) -> int | None:
    """Count the clocks of up to 200 open cases anew; returns the last id looked at, None at the end.

    ``key`` names the change of calendar, so that doing it again does nothing twice.
    """
    version = catalogue.calendar().version
    rows = list(
        Case.objects.filter(closed_at=None, id__gt=after)
        .order_by("id")
        .values_list("id", "ref", "state")[:AT_ONCE]
    )
    for _id, ref, state in rows:
        if any(_outdated(clock, version) for clock in state.get("clocks", {}).values()):
            recompute_case(ref, actor=actor, act_id=str(uuid5(UUID(key), str(ref))), at=at)
    return rows[-1][0] if rows else None


def recompute_case(ref: str | uuid.UUID, *, actor: Actor, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Count the clocks of one case by the calendar in force, and announce every date that must be told."""

    def work(acting: Acting) -> JsonValue:
        loaded = load(actor, ref)
        after, told = _recomputed(loaded.state)
        public: dict[str, JsonValue] = {
            "role": "system",
            "calendar": catalogue.calendar().version,
            "state": difference(loaded.state, after),
        }
        acting.enter(loaded.case.stream, events.DATES_RECOMPUTED, public)
        columns = {"state": stored_state(after), **due_columns(Draft(state=after))}
        Case.objects.filter(pk=loaded.case.pk).update(**columns)
        if told:
            acting.announce(events.DATES_RECOMPUTED, {"case": str(ref), "told": [one.code for one in told]})
        return answer_of(loaded.case, after.stage, after.version)

    answer = act("cases.recompute", work, said={"case": str(ref)}, actor=actor, act_id=act_id, at=at)
    return dict(answer) if isinstance(answer, dict) else {}


def recompute_all(actor: Actor, key: str, at: datetime) -> None:
    """Count the clocks of every open case anew; broken off and asked again, it goes on where it was."""
    after: int | None = 0
    while after is not None:
        after = recompute_dates(actor, key, at, after=after)


def forget_contact(ref: str) -> None:
    """Forget who told a case and how to reach them after the ledger has."""
    if _is_uuid(ref):
        people = Participant.objects.filter(case__ref=ref, relation="reporter")
        people.update(name="", phone=b"", phone_shown="")


def forget_words(ref: str, at: datetime) -> None:
    """Forget the words, files and people of a case after the ledger has; its course and the proofs stay."""
    case = Case.objects.filter(ref=ref).first() if _is_uuid(ref) else None
    if case is None:
        return
    nothing = {"title": "", "body": "", "place": "", "lon": None, "lat": None, "answers": {}, "erased_at": at}
    CaseText.objects.filter(case=case, erased_at=None).update(**nothing)
    Participant.objects.filter(case=case).update(name="", phone=b"", phone_shown="")
    Note.objects.filter(case=case).update(text="")
    Rating.objects.filter(case=case).update(words="")
    Case.objects.filter(pk=case.pk).update(public_summary="")
    kept.delete([one.ref for one in stored.files_of(owner_key(case))], at)


def _recomputed(state: CaseState) -> tuple[CaseState, tuple[Reason, ...]]:
    clocks, told = dict(state.clocks), list[Reason]()
    for name, clock in state.clocks.items():
        found = running.recompute(ClockState.from_json(clock), catalogue.calendar(), TIMETABLE)
        if isinstance(found, Recomputed):
            clocks[name] = found.state.to_json()
            told += found.tell
    draft = Draft(state=state)
    draft.set_state(clocks=clocks)
    return draft.state, tuple(told)


def _outdated(clock: object, version: str) -> bool:
    return isinstance(clock, dict) and clock.get("stopped") is None and clock.get("calendar") != version


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
