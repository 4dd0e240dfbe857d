"""Letters to the people of a case: what the pack says of a move, in each reader's language, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from linli.apps.cases import events
from linli.apps.cases.facts.codes import query_code
from linli.apps.cases.facts.definitions import definition
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.facts.page import promise_of
from linli.apps.cases.models import Case, CaseText, Participant
from linli.apps.cases.policy import RELATIONS
from linli.apps.cases.service import migrating
from linli.apps.catalogue.events import MIGRATION_APPROVED
from linli.core.clock.running import ClockState
from linli.core.forms.questions import QuestionType
from linli.core.lifecycle.definition import ClockKind
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.identity import personal
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui import show
from linli.kernel.ui.text import t

AUDIENCES = frozenset(RELATIONS.values())
SENDER, MOVER = "cases.letters", "cases.migration"
TO_RESIDENT = "clock.tell_resident"


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(events.CASE_MOVED, SENDER, write_of_move)
    subscribe(events.CASE_OPENED, SENDER, write_of_opening)
    subscribe(events.DATES_RECOMPUTED, SENDER, write_of_dates)
    subscribe(events.CASE_REMINDED, SENDER, write_of_move)
    subscribe(MIGRATION_APPROVED, MOVER, lead_over)


def lead_over(happening: Happening) -> None:
    """Lead the running cases over to the version that a second person approved, until none is left."""
    ref, actor = str(happening.payload["migration"]), system_actor("migration")
    while migrating.carry_out(ref, actor=actor, at=happening.at) == migrating.AT_ONCE:
        pass


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to write to: where, and in which language."""

    key: str
    phone: str
    language: str


def write_of_move(happening: Happening) -> None:
    """Write to everybody whom the pack wants told of a move.

    A case that is not for everybody gets a letter that says nothing but its number: somebody else may
    read the telephone.
    """
    case = _case(happening)
    if case is None:
        return
    for index, told in enumerate(_told(happening.payload.get("told"))):
        audiences = {*told["to"].split(",")}
        reminded = happening.event == events.CASE_REMINDED
        named = _other_parties(case) if reminded and "parties" in audiences else ()
        for reader in (*_readers(case, AUDIENCES & audiences), *named):
            body = _discreet(case, reader) or _notice(case, told["text"], reader.language)
            _send(happening, f"{index}/{reader.key}", reader, case, body)


def write_of_opening(happening: Happening) -> None:
    """Write number and query code to a person who left a telephone number and has no account."""
    case = _case(happening)
    if case is None:
        return
    for reader in _readers(case, frozenset({"resident"}), with_account=False):
        body = _discreet(case, reader) or t(
            "cases.letter_opened", lang=reader.language, number=case.number, code=query_code(case.ref)
        )
        _send(happening, f"opened/{reader.key}", reader, case, body)


def write_of_dates(happening: Happening) -> None:
    """Write to whoever waits when a new calendar moved the date that they were promised."""
    case = _case(happening)
    codes = happening.payload.get("told")
    moved = isinstance(codes, list) and any(str(one).startswith(TO_RESIDENT) for one in codes)
    if case is None or not moved:
        return
    for reader in _readers(case, frozenset({"resident", "joined"})):
        body = _discreet(case, reader) or _dates(case, reader.language)
        _send(happening, f"dates/{reader.key}", reader, case, body)


def _dates(case: Case, language: str) -> str:
    due = show.when(promise.told_due, language) if (promise := _promise(case)) else show.NOTHING
    return t("cases.letter_dates", lang=language, due=due, number=case.number)


def _case(happening: Happening) -> Case | None:
    found = Case.objects.select_related("lead_body").filter(ref=str(happening.payload["case"])).first()
    return found if found is not None and found.source in {"live", "device"} else None


def _told(payload: JsonValue | None) -> Iterable[Mapping[str, str]]:
    for one in payload if isinstance(payload, list) else ():
        if isinstance(one, dict) and "text" in one:
            yield {"to": str(one.get("to", "")), "text": str(one["text"])}


def _readers(case: Case, audiences: frozenset[str], *, with_account: bool = True) -> Iterable[Reader]:
    relations = [relation for relation, role in RELATIONS.items() if role in audiences]
    if "resident" in audiences and with_account:
        relations.append("agent")  # who follows for the resident hears what the resident hears
    people = Participant.objects.filter(case=case, relation__in=set(relations), wants_letters=True)
    for person in people.select_related("account").order_by("id"):
        if not with_account and person.account is not None:
            continue
        phone = personal.unseal(bytes(person.phone), "phone") if person.phone else ""
        phone = phone or (phone_of(person.account) if person.account else "")
        if phone:
            yield Reader(
                str(person.pk), phone, person.account.language if person.account else person.language or "zh"
            )


def _other_parties(case: Case) -> Iterable[Reader]:
    """Yield the people whom the answers name with a number, such as the other side of a mediation.

    They hear of reminders only: by then they have agreed, and nobody is written to who may be feared.
    """
    answers = CaseText.objects.filter(case=case).values_list("answers", flat=True).first() or {}
    for question in definition(case.pack).form.questions:
        said = answers.get(question.name)
        phone = str(said.get("phone") or "") if isinstance(said, dict) else ""
        if question.type is QuestionType.PERSON and phone:
            yield Reader(f"party/{question.name}", phone, "zh")


def _discreet(case: Case, reader: Reader) -> str:
    if case.sensitivity == "normal":
        return ""
    return t("cases.letter_discreet", lang=reader.language, number=case.number)


def _notice(case: Case, key: str, language: str) -> str:
    promise = _promise(case)
    lead = case.lead_body
    name = (lead.name_zh if language == "zh" else lead.name_en or lead.name_zh) if lead else ""
    due = show.when(promise.told_due, language) if promise else show.NOTHING
    notice = definition(case.pack).text(key, language, due=due, body=name)
    return t("cases.letter", lang=language, notice=notice, number=case.number)


def _promise(case: Case) -> ClockState | None:
    clocks = [ClockState.from_json(stored) for stored in state_of(case).clocks.values()]
    return promise_of([clock for clock in clocks if clock.kind == ClockKind.PROMISE.value])


def _send(happening: Happening, what: str, reader: Reader, case: Case, body: str) -> None:
    subject = t("cases.letter_subject", lang=reader.language, number=case.number)
    send(reader.phone, "sms", subject, body, happening.at, ref=uuid5(UUID(happening.key), what))
