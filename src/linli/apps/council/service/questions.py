"""Questions from the hall and from home, answered where everybody can read it, or set aside by a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from linli.apps.council import events
from linli.apps.council.facts.finding import any_sitting, as_uuid, keeps, kept_sitting
from linli.apps.council.models import HALL, HOME, REASONS, Question, Sitting
from linli.apps.council.service.meetings import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, seal

LONGEST, LONGEST_ANSWER, MOST, MOST_IN_ALL = 1_000, 4_000, 10, 500
SEALED = "council"


def ask_question(
    ref: UUID | str, text: str, channel: str = HOME, *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Take a question to a sitting: the actor's own, or as staff one that was put in the hall; returns its ref.

    Raises:
        NotVisible: no such sitting, or the actor may not write down for others.
        Invalid: nothing is asked, too much, or no such channel.
        Refused: nobody is signed in, the sitting is over or called off, or one asked very often.
    """
    row = any_sitting(ref)
    if channel != HOME and not keeps(row.meeting, actor):
        raise NotVisible
    if actor.account_id is None:
        raise Refused(Refusal("council.sign_in"))
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Invalid(Problem("text", "council.question_text", {"n": LONGEST}))
    if channel not in {HALL, HOME}:
        raise Invalid(Problem("channel", "council.no_such_place"))

    def work(acting: Acting) -> JsonValue:
        fresh = any_sitting(ref)
        _refuse(fresh, channel, actor)
        public: dict[str, JsonValue] = {"sitting": str(fresh.ref), "channel": channel}
        acting.enter(fresh.meeting.stream, events.QUESTION_ASKED, public, [who(actor)])
        made = Question(sitting=fresh, channel=channel, text_sealed=seal(said, SEALED), asked_at=at)
        made.account_id = actor.account_id if channel == HOME else None
        made.save(force_insert=True)
        return str(made.ref)

    digest: JsonValue = [str(ref), channel, index(said, "said")]
    return str(act("council.ask_question", work, said=digest, actor=actor, act_id=act_id, at=at))


def answer_question(
    ref: UUID | str,
    question: UUID | str,
    text_zh: str,
    text_en: str = "",
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> None:
    """Answer a question; from then on everybody reads both, without a name.

    Raises:
        NotVisible: no such sitting of this actor, or no such question in it.
        Invalid: no answer, or too long.
        Stale: it is answered or set aside.
    """
    kept_sitting(ref, actor)
    zh, en = text_zh.strip(), text_en.strip()
    if not zh or len(zh) > LONGEST_ANSWER or len(en) > LONGEST_ANSWER:
        raise Invalid(Problem("answer_zh", "council.answer_text", {"n": LONGEST_ANSWER}))

    def work(acting: Acting) -> JsonValue:
        _settle(acting, _open(kept_sitting(ref, actor), question), actor, answer_zh=zh, answer_en=en)
        return None

    said: JsonValue = [str(ref), str(question), zh, en]
    act("council.answer_question", work, said=said, actor=actor, act_id=act_id, at=at)


def set_aside(
    ref: UUID | str, question: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Set a question aside by a reason that its author reads; nobody else ever reads it.

    Raises:
        NotVisible: no such sitting of this actor, or no such question in it.
        Invalid: no such reason.
        Stale: it is answered or set aside.
    """
    kept_sitting(ref, actor)
    if reason not in REASONS:
        raise Invalid(Problem("reason", "council.no_such_reason"))

    def work(acting: Acting) -> JsonValue:
        _settle(acting, _open(kept_sitting(ref, actor), question), actor, reason=reason)
        return None

    said: JsonValue = [str(ref), str(question), reason]
    act("council.set_aside", work, said=said, actor=actor, act_id=act_id, at=at)


def _refuse(row: Sitting, channel: str, actor: Actor) -> None:
    if row.called_off:
        raise Refused(Refusal("council.sitting_off"))
    if row.closed_at is not None:
        raise Refused(Refusal("council.sitting_over"))
    if row.questions.count() >= MOST_IN_ALL:
        raise Refused(Refusal("council.asked_much", {"n": MOST_IN_ALL}))
    if channel == HOME and row.questions.filter(account_id=actor.account_id).count() >= MOST:
        raise Refused(Refusal("council.asked_much", {"n": MOST}))


def _open(row: Sitting, question: UUID | str) -> Question:
    found = row.questions.filter(ref=as_uuid(question)).first()
    if found is None:
        raise NotVisible
    if found.settled_at is not None:
        raise Stale("council.settled_already")
    found.sitting = row
    return found


def _settle(acting: Acting, one: Question, actor: Actor, **what: str) -> None:
    public: dict[str, JsonValue] = {"question": str(one.ref), "reason": what.get("reason")}
    acting.enter(one.sitting.meeting.stream, events.QUESTION_SETTLED, public, [who(actor)])
    Question.objects.filter(pk=one.pk).update(settled_at=acting.at, **what)
