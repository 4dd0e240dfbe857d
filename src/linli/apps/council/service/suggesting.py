"""A suggestion is made, online or in the hall, and looked over before anybody else reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.council import events
from linli.apps.council.facts.finding import any_meeting, as_uuid, keeps, kept_meeting
from linli.apps.council.models import CHANNELS, PUBLISHED, REASONS, REJECTED, WAITING, Meeting, Suggestion
from linli.apps.council.service.meetings import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, seal

LONGEST, LONGEST_NAME, MOST = 20_000, 40, 20
SEALED = "council"


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """What somebody suggests; ``name`` only where it shall be shown beside it."""

    text: str
    channel: str = "online"
    name: str = ""


def suggest(ref: UUID | str, new: NewSuggestion, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take a suggestion: the actor's own online, or as staff what was said in the hall or came on paper.

    Raises:
        NotVisible: no such meeting, or the actor may not write down for others.
        Invalid: no words, more than 20,000 characters, or no such channel.
        Refused: nobody is signed in, it has not opened or is over, or one said very much already.
    """
    row = any_meeting(ref)
    if new.channel != "online" and not keeps(row, actor):
        raise NotVisible
    if new.channel == "online" and actor.account_id is None:
        raise Refused(Refusal("council.sign_in"))
    text, name = new.text.strip(), " ".join(new.name.split())
    if problems := _wrong(text, name, new.channel):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = any_meeting(ref)
        _refuse(fresh, new.channel, actor, at)
        acting.enter(fresh.stream, events.SUGGESTED, {"channel": new.channel}, [who(actor)])
        made = Suggestion(meeting=fresh, channel=new.channel, state=WAITING, made_at=at)
        made.account_id = actor.account_id if new.channel == "online" else None
        made.text_sealed = seal(text, SEALED)
        made.name_sealed = seal(name, "name") if name else None
        made.save(force_insert=True)
        return str(made.ref)

    said: JsonValue = [str(ref), new.channel, index(f"{text}\n{name}", "said")]
    return str(act("council.suggest", work, said=said, actor=actor, act_id=act_id, at=at))


def decide(
    ref: UUID | str, suggestion: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Publish a suggestion (no reason), or say by a reason why not; the author is told.

    Raises:
        NotVisible: no such meeting of this actor, or no such suggestion.
        Invalid: no such reason.
        Refused: the person who decides made it.
        Stale: it is decided.
    """
    kept_meeting(ref, actor)
    if reason and reason not in REASONS:
        raise Invalid(Problem("reason", "council.no_such_reason"))

    def work(acting: Acting) -> JsonValue:
        row = kept_meeting(ref, actor)
        one = row.suggestions.filter(ref=as_uuid(suggestion)).first()
        if one is None:
            raise NotVisible
        if one.state != WAITING:
            raise Stale("council.decided_already")
        if one.account_id is not None and one.account_id == actor.account_id:
            raise Refused(Refusal("council.own"))
        state = REJECTED if reason else PUBLISHED
        public: dict[str, JsonValue] = {"suggestion": str(one.ref), "state": state, "reason": reason or None}
        acting.enter(row.stream, events.DECIDED, public, [who(actor)])
        Suggestion.objects.filter(pk=one.pk).update(state=state, reason=reason, decided_at=at)
        if reason:
            acting.announce(events.REJECTED, {"suggestion": str(one.ref)})
        return None

    said: JsonValue = [str(ref), str(suggestion), reason]
    act("council.decide", work, said=said, actor=actor, act_id=act_id, at=at)


def _wrong(text: str, name: str, channel: str) -> list[Problem]:
    found = []
    if not text:
        found.append(Problem("text", "council.text_missing"))
    if len(text) > LONGEST:
        found.append(Problem("text", "council.text_long", {"n": len(text), "most": LONGEST}))
    if len(name) > LONGEST_NAME:
        found.append(Problem("name", "council.too_long", {"n": LONGEST_NAME}))
    if channel not in CHANNELS:
        found.append(Problem("channel", "council.no_such_channel"))
    return found


def _refuse(row: Meeting, channel: str, actor: Actor, at: datetime) -> None:
    if at < row.opens_at:
        raise Refused(Refusal("council.opens_later", {"at": row.opens_at.isoformat()}))
    if row.closed_at is not None or (channel == "online" and at >= row.ends_at):
        raise Refused(Refusal("council.over"))
    mine = row.suggestions.filter(account_id=actor.account_id)
    if channel == "online" and mine.count() >= MOST:
        raise Refused(Refusal("council.said_much", {"n": MOST}))
