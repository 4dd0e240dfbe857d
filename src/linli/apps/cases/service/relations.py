"""Effects that look beyond the case: who may lead, precedents, repeats, second approvals."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db.models import QuerySet

from linli.apps.cases import events
from linli.apps.cases.models import Assignment, Case, Note, Participant, Ruling
from linli.apps.cases.service.draft import Draft, Scene
from linli.core.shared.numbers import read_case_number
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.act import Acting
from linli.kernel.audit.outcomes import Invalid, Refused


def refuse_bad_lead(scene: Scene, lead: str) -> None:
    """Refuse a community as lead, and a tip-off to the body it is about (practice.md 5, 9)."""
    body = scene.bodies[lead]
    if not body.may_lead:
        raise Invalid(Problem("lead", "cases.lead_not_allowed", {"body": body.code}))
    if scene.case.about_body_id == body.id:
        raise Refused(Refusal("cases.about_this_body"))


def own_parts(scene: Scene, part: str) -> tuple[int, ...]:
    """Return the bodies of this actor that have such a part; for the lead, the body that leads."""
    if part == "lead":
        return (scene.case.lead_body_id,) if scene.case.lead_body_id else ()
    having = scene.parts.bodies_with(part) if scene.parts else ()
    mine = tuple(body for body in having if scene.actor.is_system or body in scene.actor.body_ids)
    if not mine:
        raise Refused(Refusal("cases.no_part"))
    return mine


def settle_consultation(scene: Scene, draft: Draft) -> None:
    """Once somebody leads, nobody is consulted any more: those bodies see the case no longer."""
    asked = scene.parts.bodies_with("consulted") if scene.parts else ()
    if asked:
        rows = Assignment.objects.filter(case=scene.case, part="consulted", body_id__in=asked)
        draft.rows.append(lambda acting, _case: end_parts(rows, acting))


def end_parts(rows: QuerySet[Assignment], acting: Acting) -> None:
    """End parts; the words said with them stay."""
    rows.update(state="ended", changed_at=acting.occurred_at)


def refuse_second_yes(scene: Scene) -> None:
    """Refuse the same person's second approval of one extension."""
    last = (
        Note.objects.filter(case=scene.case, move__in=["request_extension", "approve_extension"])
        .order_by("-id")
        .first()
    )
    if last is not None and last.move == scene.move and last.author_key == scene.actor.key:
        raise Refused(Refusal("cases.second_person_needed"))


def link(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    """Merge into, or relate to, the case whose number the input gives."""
    target = find_case(scene, options.get("input", "case"))
    if target.closed_at is not None:
        raise Refused(Refusal("cases.merge_into_ended"))
    draft.columns["merged_into_id"] = target.pk
    draft.public["linked"] = target.stream.sid
    draft.rows.append(lambda acting, case: _move_people(acting, case, target))


def find_case(scene: Scene, field: str) -> Case:
    """Return the case that an input names by number; Invalid when there is none or it is this one."""
    number = read_case_number(str(scene.inputs.get(field, "")))
    if isinstance(number, Problem):
        raise Invalid(Problem(field, number.code, number.params))
    target = Case.objects.select_related("stream").filter(number=number).first()
    if target is None or target.pk == scene.case.pk or target.sensitivity != scene.case.sensitivity:
        raise Invalid(Problem(field, "cases.no_such_case"))
    return target


def _move_people(acting: Acting, case: Case, target: Case) -> None:
    """The people of a repeat follow the main case from now on; nobody has to ask twice."""
    known = set(
        Participant.objects.filter(case=target).exclude(account=None).values_list("account_id", flat=True)
    )
    moved = [
        Participant(
            case=target,
            account_id=person.account_id,
            relation="joined",
            name=person.name,
            phone=person.phone,
            phone_shown=person.phone_shown,
            wants_letters=person.wants_letters,
            since=acting.at,
        )
        for person in Participant.objects.filter(case=case)
        if person.account_id is None or person.account_id not in known
    ]
    joined = target.joined + len(moved)
    acting.enter(target.stream, events.REPEAT_MERGED, {"linked": case.stream.sid, "joined": joined})
    Participant.objects.bulk_create(moved)
    Case.objects.filter(pk=target.pk).update(joined=joined)


def rule(scene: Scene, draft: Draft, options: Mapping[str, str]) -> None:
    """Write the precedent: which body was competent, and whether the return was right."""
    lead = str(scene.inputs.get(options.get("lead", "lead"), ""))
    if lead not in scene.bodies:
        raise Invalid(Problem("lead", "cases.no_such_body"))
    upheld = scene.inputs.get("decision") == "upheld"
    returned_by = scene.case.lead_body_id
    if upheld == (scene.bodies[lead].id == returned_by):
        raise Invalid(Problem("lead", "cases.ruling_contradicts"))
    reason = str(scene.inputs.get("reason", ""))
    draft.rows.append(
        lambda acting, case: _write_ruling(
            acting,
            case,
            competent=scene.bodies[lead].id,
            returned_by=returned_by,
            upheld=upheld,
            reason=reason,
        )
    )


def _write_ruling(
    acting: Acting, case: Case, *, competent: int, returned_by: int | None, upheld: bool, reason: str
) -> None:
    year = acting.occurred_at.year
    last = (
        Ruling.objects.filter(number__startswith=f"{year}-")
        .order_by("-id")
        .values_list("number", flat=True)
        .first()
    )
    following = int(last.partition("-")[2]) + 1 if last else 1
    Ruling.objects.create(
        ref=uuid.uuid4(),
        number=f"{year}-{following}",
        case=case,
        subject=case.subject,
        area_path=case.area_path,
        returned_by_id=returned_by,
        competent_id=competent,
        upheld=upheld,
        reason=reason,
        at=acting.occurred_at,
    )
