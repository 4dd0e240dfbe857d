"""Questions to those who hold an activity, from the room or from home; and where it can be seen again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from linli.apps.activities import events
from linli.apps.activities.facts.finding import as_uuid, held_row, shown_row
from linli.apps.activities.models import LIVE, Activity, AskedQuestion, SignUp
from linli.apps.activities.policy.planning import is_link
from linli.apps.activities.service.lists import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index

LONGEST, LONGEST_ANSWER, MOST = 1_000, 4_000, 20


def ask_question(ref: UUID | str, text: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Ask something about an activity that one signed up for; returns the ref.

    Raises:
        NotVisible: no such activity.
        Invalid: nothing is asked, or too much.
        Refused: one did not sign up, or asked very often.
    """
    shown_row(ref)
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Invalid(Problem("text", "activities.question", {"n": LONGEST}))

    def work(acting: Acting) -> JsonValue:
        row = shown_row(ref)
        mine = SignUp.objects.filter(activity=row, account_id=actor.account_id, standing__in=LIVE)
        if actor.account_id is None or not mine.exists():
            raise Refused(Refusal("activities.ask_signed_up"))
        if AskedQuestion.objects.filter(activity=row, account_id=actor.account_id).count() >= MOST:
            raise Refused(Refusal("activities.asked_often", {"n": MOST}))
        acting.enter(row.stream, events.QUESTION_ASKED, {}, [who(actor)])
        asked = AskedQuestion.objects.create(
            activity=row, account_id=actor.account_id, text=said, asked_at=at
        )
        return str(asked.ref)

    digest: JsonValue = [str(ref), index(said, "said")]
    return str(act("activities.ask", work, said=digest, actor=actor, act_id=act_id, at=at))


def answer_question(
    ref: UUID | str, question: UUID | str, answer: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Answer a question; from then on everybody reads both, without a name.

    Raises:
        NotVisible: the actor does not hold this activity, or there is no such question.
        Invalid: no answer, or too long.
        Stale: it is answered.
    """
    held_row(ref, actor)
    said = answer.strip()
    if not said or len(said) > LONGEST_ANSWER:
        raise Invalid(Problem("answer", "activities.answer", {"n": LONGEST_ANSWER}))

    def work(acting: Acting) -> JsonValue:
        row = held_row(ref, actor)
        asked = AskedQuestion.objects.filter(activity=row, ref=as_uuid(question)).first()
        if asked is None:
            raise NotVisible
        if asked.answered_at is not None:
            raise Stale("activities.answered_already")
        acting.enter(row.stream, events.QUESTION_ANSWERED, {"question": str(asked.ref)}, [who(actor)])
        AskedQuestion.objects.filter(pk=asked.pk).update(answer=said, answered_at=at)
        return None

    digest: JsonValue = [str(ref), str(question), said]
    act("activities.answer", work, said=digest, actor=actor, act_id=act_id, at=at)


def show_replay(ref: UUID | str, link: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say where the activity can be seen again; nothing takes the link away.

    Raises:
        NotVisible: the actor does not hold this activity.
        Invalid: no https address.
    """
    held_row(ref, actor)
    said = link.strip()
    if said and not is_link(said):
        raise Invalid(Problem("replay", "activities.link"))

    def work(acting: Acting) -> JsonValue:
        row = held_row(ref, actor)
        acting.enter(row.stream, events.REPLAY_SHOWN, {}, [who(actor)])
        Activity.objects.filter(pk=row.pk).update(replay=said)
        return None

    act("activities.show_replay", work, said=[str(ref), said], actor=actor, act_id=act_id, at=at)
