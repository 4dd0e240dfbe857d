"""Acts beside the course: joining, notes, classifying, confidentiality, unmasking, the public summary.

None of them moves a case or touches a clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.facts.loading import Loaded, also_as_person, load
from linli.apps.cases.models import Case, Note, Participant
from linli.apps.cases.policy import RELATIONS
from linli.apps.cases.service import files as attached
from linli.apps.cases.service.moving import KEPT, answer_of
from linli.apps.catalogue import facts as catalogue
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import ROLES, Permission, Role
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import personal

NOTE_LIMIT = 5_000
PURPOSES = ("call_back", "ask", "visit", "emergency")


def beside(  # noqa: PLR0913 - the frame that all acts of this module share
    name: str,
    ref: str | uuid.UUID,
    work: Callable[[Acting, Loaded], Mapping[str, JsonValue] | None],
    *,
    said: Mapping[str, JsonValue],
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> dict[str, JsonValue]:
    """Load the case as this actor may see it, do the work, answer with where the case stands."""

    def framed(acting: Acting) -> JsonValue:
        loaded = also_as_person(load(actor, ref), actor)
        extra = work(acting, loaded)
        return {**answer_of(loaded.case, loaded.case.stage, loaded.case.version), **(extra or {})}

    answer = act(
        name,
        framed,
        said={"case": str(ref), **said},
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=occurred_at,
    )
    return dict(answer) if isinstance(answer, Mapping) else {}


def join(
    ref: str | uuid.UUID,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> dict[str, JsonValue]:
    """Join somebody else's public case: me too. Told of the result like the one who raised it."""
    if actor.account_id is None:
        raise Refused(Refusal("cases.sign_in_to_join"))

    def work(acting: Acting) -> JsonValue:
        case = _joinable(ref)
        _refuse_joined(case, actor)
        joined = case.joined + 1
        acting.enter(
            case.stream,
            events.CASE_JOINED,
            {"joined": joined, "role": "resident"},
            [Item("actor", actor.key, actor.key, "actor")],
        )
        Participant(
            case=case,
            account_id=actor.account_id,
            relation="joined",
            name=actor.name,
            since=acting.occurred_at,
        ).save(force_insert=True)
        Case.objects.filter(pk=case.pk).update(joined=joined)
        acting.announce(events.CASE_JOINED, {"case": str(case.ref), "joined": joined})
        return {**answer_of(case, case.stage, case.version), "joined": joined}

    answer = act(
        "cases.join",
        work,
        said={"case": str(ref)},
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=occurred_at,
    )
    return dict(answer) if isinstance(answer, Mapping) else {}


def _joinable(ref: str | uuid.UUID) -> Case:
    case = Case.objects.select_related("stream").filter(ref=ref, sensitivity="normal", listed=True).first()
    if case is None:
        raise NotVisible
    if case.closed_at is not None:
        raise Refused(Refusal("cases.ended_cannot_join"))
    return case


def _refuse_joined(case: Case, actor: Actor) -> None:
    if Participant.objects.filter(case=case, account_id=actor.account_id).exists():
        raise Refused(Refusal("cases.already_joined"))


def add_note(
    ref: str | uuid.UUID,
    text: str,
    *,
    audience: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    files: Sequence[str] = (),
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Write a remark, to the resident or inside, with files or as files alone; the clock does not hear it."""
    words = clean_text(text).strip()
    if not words and not files:
        raise Invalid(Problem("text", "lifecycle.required"))
    if len(words) > NOTE_LIMIT:
        raise Invalid(Problem("text", "lifecycle.too_long", {"limit": NOTE_LIMIT, "length": len(words)}))

    def work(acting: Acting, loaded: Loaded) -> None:
        seen = "resident" if not actor.grants else audience
        role = _role(loaded, Permission.CASE_COMMENT, actor)
        sent = [attached.sent(acting, "files", list(files))] if files else []
        said = {"note": words, **attached.committed(sent)}
        items = [Item(name, value, str(loaded.case.ref), KEPT) for name, value in said.items() if value]
        public: dict[str, JsonValue] = {"role": role, "audience": seen}
        acting.enter(
            loaded.case.stream,
            events.CASE_NOTED,
            public,
            [Item("actor", actor.key, actor.key, "actor"), *items],
        )
        if words:
            Note(
                case=loaded.case,
                author_key=actor.key,
                author_role=role,
                audience=seen,
                text=words,
                at=acting.occurred_at,
            ).save(force_insert=True)
        attached.hand_over(acting, loaded.case, sent)
        acting.announce(events.CASE_NOTED, {"case": str(ref), "audience": seen})

    said: dict[str, JsonValue] = {"text": words, "audience": audience, "files": list(files)}
    return beside("cases.note", ref, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def classify(  # noqa: PLR0913 - an act names everything it rests on
    ref: str | uuid.UUID,
    *,
    subject: str,
    condition: str = "",
    link: str = "",
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> dict[str, JsonValue]:
    """Say what the case is about; its limits follow from the condition when it is accepted.

    ``link`` has to be named where the matrix speaks of several links of the subject.
    """
    snapshot = catalogue.snapshot()
    if snapshot.subject(subject) is None:
        raise Invalid(Problem("subject", "cases.no_such_subject"))
    if condition and snapshot.condition(condition) is None:
        raise Invalid(Problem("condition", "cases.no_such_condition"))
    wrong = catalogue.link_problem(subject, link) or catalogue.link_missing(subject, link)
    if wrong:
        raise Invalid(wrong)

    def work(acting: Acting, loaded: Loaded) -> None:
        role = _role(loaded, Permission.CASE_CLASSIFY, actor)
        public: dict[str, JsonValue] = {"role": role, "subject": subject, "condition": condition or None}
        if link:
            public["link"] = link
        acting.enter(
            loaded.case.stream, events.CASE_CLASSIFIED, public, [Item("actor", actor.key, actor.key, "actor")]
        )
        Case.objects.filter(pk=loaded.case.pk).update(subject=subject, condition=condition, link=link)

    return beside(
        "cases.classify",
        ref,
        work,
        said={"subject": subject, "condition": condition, **({"link": link} if link else {})},
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=occurred_at,
    )


def unmask(
    ref: str | uuid.UUID,
    *,
    purpose: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, JsonValue]:
    """Show the whole contact of the person behind a case; each time leaves an entry.

    The answer carries no telephone number, because answers are kept: read it with ``contact_of``.
    """
    if purpose not in PURPOSES:
        raise Invalid(Problem("purpose", "cases.not_a_choice"))

    def work(acting: Acting, loaded: Loaded) -> None:
        role = _role(loaded, Permission.CASE_UNMASK, actor)
        acting.enter(
            loaded.case.stream,
            events.CONTACT_UNMASKED,
            {"role": role, "purpose": purpose},
            [Item("actor", actor.key, actor.key, "actor")],
        )

    return beside(
        "cases.unmask", ref, work, said={"purpose": purpose}, actor=actor, act_id=act_id, at=at, source=source
    )


def unmasked_contact(
    ref: str | uuid.UUID, *, purpose: str, actor: Actor, act_id: str, at: datetime
) -> tuple[str, str]:
    """Record the unmasking, then return name and telephone number ("" where none was left)."""
    answer = unmask(ref, purpose=purpose, actor=actor, act_id=act_id, at=at)
    person = Participant.objects.filter(case__ref=answer["ref"], relation="reporter").order_by("id").first()
    if person is None:
        return "", ""
    return person.name, personal.unseal(bytes(person.phone), "phone") if person.phone else ""


def make_confidential(
    ref: str | uuid.UUID, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> dict[str, JsonValue]:
    """Let only those with a part in it see the case from now on; what was public stays in the log."""

    def work(acting: Acting, loaded: Loaded) -> None:
        role = "resident" if loaded.parts.relation else _role(loaded, Permission.CASE_SEAL, actor)
        acting.enter(
            loaded.case.stream,
            events.CASE_SEALED,
            {"role": role},
            [Item("actor", actor.key, actor.key, "actor")],
        )
        loaded.case.stream.__class__.objects.filter(pk=loaded.case.stream_id).update(sealed=True)
        Case.objects.filter(pk=loaded.case.pk).update(
            sensitivity="confidential", may_publish=False, public_summary=""
        )

    return beside(
        "cases.make_confidential", ref, work, said={}, actor=actor, act_id=act_id, at=at, source=source
    )


def review_summary(
    ref: str | uuid.UUID, text: str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> dict[str, JsonValue]:
    """Publish an officer-reviewed sentence about a case, if its resident chose so; "" takes it back."""
    words = clean_text(text).strip()
    if len(words) > 400:  # noqa: PLR2004 - the column's length
        raise Invalid(Problem("text", "lifecycle.too_long", {"limit": 400, "length": len(words)}))

    def work(acting: Acting, loaded: Loaded) -> None:
        role = _role(loaded, Permission.CASE_PUBLISH, actor)
        if words and not loaded.case.may_publish:
            raise Refused(Refusal("cases.resident_did_not_choose"))
        items = [Item("actor", actor.key, actor.key, "actor"), Item("summary", words, str(ref), KEPT)]
        acting.enter(loaded.case.stream, events.SUMMARY_REVIEWED, {"role": role, "shown": bool(words)}, items)
        Case.objects.filter(pk=loaded.case.pk).update(public_summary=words)

    return beside(
        "cases.review_summary",
        ref,
        work,
        said={"text": words},
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
    )


def _role(loaded: Loaded, permission: Permission, actor: Actor) -> str:
    """Return in what role the actor may do it here; Refused when in none."""
    if actor.is_system:
        return "system"
    for body_id in loaded.parts.body_ids or {None}:
        if actor.may(permission, area_path=loaded.case.area_path, body_id=body_id):
            staff = sorted(role for role in loaded.roles if not role.startswith("lead_"))
            return staff[0] if staff else "resident"
    if loaded.parts.relation and permission in ROLES[Role.RESIDENT]:
        return RELATIONS[loaded.parts.relation]
    raise Refused(Refusal("cases.not_allowed"))
