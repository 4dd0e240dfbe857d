"""Does what a kept message asks: opens a case, makes the move a person could make, takes up what is said there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid5

from linli.apps.cases import facts as case_facts
from linli.apps.cases import service as cases
from linli.apps.exchange.models import Exchange, Message
from linli.apps.exchange.service.enclosing import let_go_of
from linli.apps.exchange.service.ending import end_matter
from linli.apps.exchange.service.posting import come_back
from linli.apps.exchange.service.telling import news_of
from linli.apps.exchange.service.writing import ACTOR, write
from linli.core.exchange import message as wire
from linli.core.exchange.message import Kind, read_message
from linli.core.forms.questions import QuestionType
from linli.core.lifecycle.definition import InputKind
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Reason, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Busy, Invalid, Outcome, Refused
from linli.kernel.ui.text import reason, t

NO_WORDS = frozenset({"", "—"})
NOT_NEEDED = "exchange.file_not_needed"
WAITING = "waiting_resident"
"""The stage of our own case in which it waits for the person."""

log = logging.getLogger(__name__)


def work_off(ref: str, *, at: datetime) -> None:
    """Do what a kept message asks; tried again after a fault, each step of it is done once."""
    row = Message.objects.select_related("exchange__peer", "exchange__case").filter(ref=ref).first()
    if row is None or row.state != "heard":
        return
    message = read_message(row.body.encode())
    if isinstance(message, wire.Message):
        _DEEDS[message.kind](row, message, at)
    Message.objects.filter(pk=row.pk).update(state="done")


def _handed_over(row: Message, message: wire.Message, at: datetime) -> None:
    """Open a case of our own for what another city accepted, or say why not."""
    matter = row.exchange
    try:
        _refuse_other_service(matter, str(message.body["service"]))
        told = _told(row, message)
        opened = cases.open_case(told, actor=_person(matter), act_id=_own(row, "open"), at=at)
    except (Refused, Invalid) as no:
        _refuse(row, no, at)
        return
    case = str(opened["ref"])
    Exchange.objects.filter(pk=matter.pk).update(case_id=case_facts.key_of(case))
    cases.send_by_itself(case, actor=ACTOR, act_id=_own(row, "send"), at=at)
    view = case_facts.case_view(ACTOR, case, at=at)
    write(matter, Kind.NEWS, news_of(view), act_id=_own(row, "news"), at=at)


def _told(row: Message, message: wire.Message) -> cases.Told:
    """Return what was handed over as somebody here would tell it."""
    said, service = message.body, str(message.body["service"])
    _, definition = case_facts.current(service)
    raw = dict(said["answers"]) if isinstance(said["answers"], dict) else {}
    answers, missing = _answers(row, definition, raw)
    words = [str(said["words"]), *([_asked_for(definition, missing)] if missing else [])]
    return cases.Told(
        body="\n".join(one for one in words if one) or definition.text("title", "zh"), service=service,
        channel="api", title=definition.text("title", "zh")[:80] if missing else "", answers=answers,
        contact=cases.Contact(str(said["name"])[:60], str(said["phone"])), letters=False,
        language=str(said["language"]) if said["language"] in {"zh", "en"} else "",
    )  # fmt: skip


def _answers(
    row: Message, definition: ServiceDefinition, raw: Mapping[str, JsonValue]
) -> tuple[dict[str, JsonValue], list[str]]:
    """Name our own refs where files were answered; and the questions whose files will not come by themselves.

    Software that knows no files sends none, also where the form wants one: then the case is opened all the
    same, with the ref of a file that does not exist, and whoever works on it asks for the paper.
    """
    ours = {str(one.ref): str(one.stored) for one in row.enclosures.all()}
    answers, missing = dict(raw), list[str]()
    for one in definition.form.questions:
        if one.type is not QuestionType.FILES:
            continue
        said = answers.pop(one.name, None)
        refs: list[JsonValue] = [ours[ref] for ref in _texts(said) if ref in ours]
        if not refs and one.required and one.when is None and not ours:
            refs, missing = [str(uuid5(row.exchange.ref, one.name))], [*missing, one.name]
        if refs:
            answers[one.name] = refs
    return answers, missing


def _texts(said: JsonValue) -> list[str]:
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def _asked_for(definition: ServiceDefinition, missing: list[str]) -> str:
    names = "、".join(definition.text(f"question.{one}", "zh") for one in missing)
    return t("exchange.files_not_sent", lang="zh", names=names)


def _refuse_other_service(matter: Exchange, service: str) -> None:
    if service not in matter.peer.services:
        said = {"service": service[:80], "peer": matter.peer.name_zh}
        raise Refused(Refusal("exchange.not_offered", said))


def _refuse(row: Message, no: Refused | Invalid, at: datetime) -> None:
    if isinstance(no, Invalid):
        fields = ", ".join(one.field for one in no.problems)[:200]
        refusal = Refusal("exchange.answers", {"problems": fields})
    else:
        refusal = no.refusal
    words = reason(Reason(refusal.code, refusal.because), lang="zh")
    body: dict[str, JsonValue] = {"code": refusal.code, "words": words}
    write(row.exchange, Kind.REFUSED, body, act_id=_own(row, "refuse"), at=at)
    _end(row, at)


def _end(row: Message, at: datetime) -> None:
    """End a matter for good: what has not come yet is not waited for."""
    end_matter(row.exchange, at)
    let_go_of([row.exchange], NOT_NEEDED, at=at)


def _person(matter: Exchange, case: str = "") -> Actor:
    """The other city acts for the person, as somebody with number and query code would."""
    return Actor(
        key=f"peer:{matter.peer.code}", name=matter.peer.name_zh, case_refs=frozenset({case} if case else ())
    )


def _own(row: Message, what: str) -> str:
    return str(uuid5(row.ref, what))


def _answered(row: Message, message: wire.Message, at: datetime) -> None:
    """Answer for the person where the case waits for them; else it is something that they add."""
    words = str(message.body["words"])
    if not _as_person(row, "waiting", words, at) and row.exchange.case is not None:
        case = str(row.exchange.case.ref)
        _add(row, words, _person(row.exchange, case), at)


def _withdrawn(row: Message, message: wire.Message, at: datetime) -> None:
    _as_person(row, "withdraw", str(message.body["words"]), at)
    _end(row, at)


def _as_person(row: Message, what: str, words: str, at: datetime) -> bool:
    """Make the move that a person could make: answer what was asked, or take the case back."""
    case = row.exchange.case
    if case is None:
        return False
    ref = str(case.ref)
    actor = _person(row.exchange, ref)
    view = case_facts.case_view(actor, ref, at=at)
    waits = case_facts.waits_for_person(view)
    moves = [one for one in view.moves if (one.name == "withdraw") == (what == "withdraw")]
    for one in moves if waits or what == "withdraw" else ():
        texts = [each.name for each in one.inputs if each.kind is InputKind.TEXT]
        said: Mapping[str, JsonValue] = {texts[0]: words} if texts and words else {}
        _try(lambda name=one.name, said=said: cases.move(  # type: ignore[misc]
            ref, name, said, actor=actor, act_id=_own(row, "move"), at=at
        ))  # fmt: skip
        return True
    return False


def _add(row: Message, words: str, actor: Actor, at: datetime) -> None:
    """Leave words beside the course of our case, for the person and for whoever works on it."""
    if row.exchange.case is not None and words not in NO_WORDS:
        ref, note = row.exchange.case.ref, words[: cases.NOTE_LIMIT]
        act_id = _own(row, "note")
        _try(lambda: cases.add_note(ref, note, audience="resident", actor=actor, act_id=act_id, at=at))


def _try(do: Callable[[], object]) -> None:
    """Do what may have become impossible meanwhile: then it is left as it is, and the log says so."""
    try:
        do()
    except Busy:  # no verdict: it is done again
        raise
    except Outcome as no:
        log.info("exchange: %s", no)


def _news(row: Message, message: wire.Message, at: datetime) -> None:
    """Take up on our own case what the other city says of theirs; our promise is ours."""
    said, matter = message.body, row.exchange
    Exchange.objects.filter(pk=matter.pk).update(
        their_number=str(said["number"])[:20], their_stage_zh=str(said["stage_zh"])[:200],
        their_stage_en=str(said["stage_en"])[:200], their_due=str(said["due"])[:30],
    )  # fmt: skip
    if said["ended"]:
        end_matter(matter, at)
    if matter.case is None:
        return
    words = str(said["told"]) or str(said["stage_zh"])
    if said["ended"]:
        granted = said["result"] == "granted"
        name, inputs = ("granted_there" if granted else "refused_there"), {"answer": words}
    elif said["waits"] and matter.case.stage == WAITING:
        _add(row, words, ACTOR, at)
        return
    elif said["waits"]:
        name, inputs = "ask_from_there", {"question": words}
    else:
        waits = matter.case.stage == WAITING
        name, inputs = ("goes_on_there" if waits else "told_there"), {"news": words}
    ref, act_id = matter.case.ref, _own(row, "move")
    _try(lambda: cases.move(ref, name, inputs, actor=ACTOR, act_id=act_id, at=at))


def _refused(row: Message, message: wire.Message, at: datetime) -> None:
    _end(row, at)
    come_back(row.exchange, str(message.body["code"])[:60], str(message.body["words"]), at)


_DEEDS: Mapping[Kind, Callable[[Message, wire.Message, datetime], None]] = {
    Kind.HANDED_OVER: _handed_over,
    Kind.ANSWERED: _answered,
    Kind.WITHDRAWN: _withdrawn,
    Kind.NEWS: _news,
    Kind.REFUSED: _refused,
}
