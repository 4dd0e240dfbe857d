"""The responsibility matrix: proposed, previewed, approved by a second person, pilot area first, then everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import Max

from linli.apps.catalogue import events
from linli.apps.catalogue.facts.epoch import move_on
from linli.apps.catalogue.facts.matrix import area_path_of, faults
from linli.apps.catalogue.facts.snapshot import rows_of
from linli.apps.catalogue.models import MatrixRow
from linli.apps.catalogue.policy.refs import as_uuid
from linli.apps.catalogue.policy.sheet import Proposal
from linli.apps.catalogue.service.allowed import require, require_second
from linli.apps.grid import facts as grid
from linli.core.routing.effect import body_from_rulings
from linli.core.routing.rows import HANDLE, is_token, pilot_first
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import t

RULINGS_NEEDED = 3
"""So many rulings in a row for the same body propose a row."""
MOST_AT_ONCE = 500
"""So many rows can be approved by one act; more is no decision any more."""
Public = dict[str, JsonValue]


def propose_row(proposal: Proposal, *, actor: Actor, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Propose a row; it takes effect when somebody else approves it. Returns its ref and number.

    Raises:
        Invalid: everything wrong with it by itself; gaps and overlaps are for the preview.
    """
    row = _stored(proposal, actor)
    require(actor, Permission.MATRIX_PROPOSE, area_path=row.area_path)
    wrong = faults(rows_of(row), on=row.valid_from)
    if wrong:
        raise Invalid(*wrong)

    def work(acting: Acting) -> JsonValue:
        row.number = 1 + (MatrixRow.objects.aggregate(last=Max("number"))["last"] or 0)
        items = [Item("article", [row.article_zh, row.article_en], "", "matrix"), _who(actor)]
        row.stream = acting.open_stream("matrix_row", events.ROW_PROPOSED, _public(row), items)
        _insert(row)
        return {"ref": str(row.ref), "number": row.number}

    answer = act("catalogue.propose_row", work, said=_said(proposal), actor=actor, act_id=act_id, at=at)
    return cast("dict[str, JsonValue]", answer)


def approve_row(ref: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Put a proposed row into effect: in its pilot area if it has one, else in all of its area."""

    def work(acting: Acting) -> JsonValue:
        fresh = _for_approval(ref, "proposed", actor)
        wrong = faults(rows_of(fresh), on=max(at.date(), fresh.valid_from))
        if wrong:
            raise Invalid(*wrong)
        acting.enter(fresh.stream, events.ROW_APPROVED, _public(fresh), [_who(actor)])
        fresh.state = "pilot" if fresh.pilot_area else "in_force"
        _changed(acting, fresh, actor)
        return None

    act("catalogue.approve_row", work, said=ref, actor=actor, act_id=act_id, at=at)


def approve_rows(refs: Sequence[str], *, actor: Actor, act_id: str, at: datetime) -> int:
    """Put proposed rows into effect by one act: all of them or, when anything is wrong, none.

    Returns:
        How many they were.

    Raises:
        Invalid: what keeps which row out; the field of each problem is ``row.<ref>``.
    """
    wanted = [*dict.fromkeys(refs)]
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid(Problem("ref", "catalogue.rows_at_once", {"n": len(wanted), "most": MOST_AT_ONCE}))

    def work(acting: Acting) -> JsonValue:
        rows, wrong = _proposed(wanted, actor)
        wrong += _faulty(rows, at.date())
        if wrong:
            raise Invalid(*wrong)
        for row in rows:
            acting.enter(row.stream, events.ROW_APPROVED, _public(row), [_who(actor)])
            row.state, row.decided_by = "pilot" if row.pilot_area else "in_force", actor.key
        MatrixRow.objects.bulk_update(rows, ["state", "decided_by"])
        for row in rows:
            acting.announce(events.MATRIX_CHANGED, _changed_row(row), stream=row.stream)
        move_on()
        return len(rows)

    return cast("int", act("catalogue.approve_rows", work, said=[*wanted], actor=actor, act_id=act_id, at=at))


def _proposed(refs: Sequence[str], actor: Actor) -> tuple[list[MatrixRow], list[Problem]]:
    """Return the rows that this person may approve, in their order, and what is wrong with the others."""
    named = [as_uuid(ref) for ref in refs]
    found = {row.ref: row for row in MatrixRow.objects.select_related("stream").filter(ref__in=named)}
    rows: list[MatrixRow] = []
    wrong: list[Problem] = []
    for ref, key in zip(refs, named, strict=True):
        row = found.get(key)
        why = _refusal(row, actor)
        if row is not None and why is None:
            rows.append(row)
        elif why is not None:
            wrong.append(Problem(f"row.{ref}", why.code, why.because))
    return sorted(rows, key=lambda row: row.number), wrong


def _refusal(row: MatrixRow | None, actor: Actor) -> Refusal | None:
    if row is None or row.state != "proposed":
        return Refusal("catalogue.row_decided", {})
    try:
        require(actor, Permission.MATRIX_APPROVE, area_path=row.area_path)
        require_second(actor, row.proposed_by)
    except Refused as refused:
        return refused.refusal
    return None


def _faulty(rows: Sequence[MatrixRow], on: date) -> list[Problem]:
    """Return what forbids rows together, each problem at the row it is about."""
    refs = {str(row.number): str(row.ref) for row in rows}
    found = faults([one for row in rows for one in rows_of(row)], on=on)
    told: dict[tuple[str, str], Problem] = {}
    for one in found:
        for name in ("row", "other"):
            number = str(one.params.get(name, "")).partition(".")[0]  # a pilot has its row's number and more
            if number in refs:
                told[(number, one.code)] = replace(one, field=f"row.{refs[number]}")
    return [*told.values()]


def reject_row(ref: str, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Turn a proposed row down, with a reason; whoever proposed it may take it back so."""
    row = _row(ref)
    if row.proposed_by != actor.key:
        require(actor, Permission.MATRIX_APPROVE, area_path=row.area_path)
    if not reason.strip():
        raise Invalid(Problem("reason", "catalogue.reason_missing"))

    def work(acting: Acting) -> JsonValue:
        fresh = _in_state(ref, "proposed")
        items = [Item("reason", reason.strip()[:2000], "", "matrix"), _who(actor)]
        acting.enter(fresh.stream, events.ROW_REJECTED, {"row": fresh.number}, items)
        MatrixRow.objects.filter(pk=fresh.pk).delete()
        return None

    act("catalogue.reject_row", work, said=[ref, reason], actor=actor, act_id=act_id, at=at)


def widen_row(ref: str, everywhere_from: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """After the pilot: let a row hold in all of its area from a day on."""

    def work(acting: Acting) -> JsonValue:
        fresh = _for_approval(ref, "pilot", actor)
        whole = replace(rows_of(fresh)[0], area_path=fresh.area_path)
        split = pilot_first(whole, fresh.pilot_area, everywhere_from)
        if isinstance(split, Refusal):
            raise Refused(split)
        fresh.everywhere_from, fresh.state = everywhere_from, "in_force"
        acting.enter(fresh.stream, events.ROW_WIDENED, _public(fresh), [_who(actor)])
        _changed(acting, fresh, actor)
        return None

    said: JsonValue = [ref, everywhere_from.isoformat()]
    act("catalogue.widen_row", work, said=said, actor=actor, act_id=act_id, at=at)


def end_row(ref: str, to: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a row end: ``to`` is the first day on which it no longer holds, today or later."""
    row = _row(ref)
    require(actor, Permission.MATRIX_APPROVE, area_path=row.area_path)
    if to <= row.valid_from or to < at.date():
        raise Invalid(Problem("to", "catalogue.end_too_early", {"from": row.valid_from.isoformat()}))

    def work(acting: Acting) -> JsonValue:
        fresh = _in_state(ref, "pilot", "in_force")
        acting.enter(
            fresh.stream, events.ROW_ENDED, {"row": fresh.number, "to": to.isoformat()}, [_who(actor)]
        )
        fresh.valid_to = to
        MatrixRow.objects.filter(pk=fresh.pk).update(valid_to=to)
        _announce(acting, fresh)
        return None

    act("catalogue.end_row", work, said=[ref, to.isoformat()], actor=actor, act_id=act_id, at=at)


def propose_from_rulings(
    subject: str,
    area_path: str,
    rulings: Sequence[Mapping[str, str]],
    *,
    link: str = HANDLE,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> dict[str, JsonValue] | None:
    """Propose a row when the latest rulings agree; a person decides. None when there is nothing to propose.

    A ruling is {"body": ref, "at": ISO instant, "case": number}.
    """
    body = body_from_rulings(rulings, least=RULINGS_NEEDED)
    if body is None:
        return None
    same = MatrixRow.objects.filter(subject=subject, link=link, area_path=area_path, lead=body)
    if same.exists():
        return None
    told = {
        "n": RULINGS_NEEDED,
        "cases": ", ".join(filter(None, (one.get("case") for one in rulings[-RULINGS_NEEDED:]))),
    }
    proposal = Proposal(
        subject=subject, area=area_path, lead=body, valid_from=at.date(), link=link,
        article_zh=t("catalogue.rulings_agree", lang="zh", **told), article_en=t("catalogue.rulings_agree", lang="en", **told),
    )  # fmt: skip
    return propose_row(proposal, actor=actor, act_id=act_id, at=at)


def _stored(proposal: Proposal, actor: Actor) -> MatrixRow:
    problems: list[Problem] = []
    row = MatrixRow(
        state="proposed",
        subject=proposal.subject,
        link=proposal.link,
        area_path=_path("area", proposal.area, problems),
        pilot_area=_path("pilot", proposal.pilot, problems) if proposal.pilot else "",
        valid_from=proposal.valid_from,
        valid_to=proposal.valid_to,
        lead=_body("lead", proposal.lead, problems),
        supporting=[_body("supporting", name, problems) for name in proposal.supporting],
        article_zh=proposal.article_zh,
        article_en=proposal.article_en,
        proposed_by=actor.key,
    )
    if not problems and row.pilot_area and not rows_of(row):
        problems.append(
            Problem("pilot", "routing.pilot_outside", {"pilot": row.pilot_area, "area": row.area_path})
        )
    if problems:
        raise Invalid(*problems)
    return row


def _insert(row: MatrixRow) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:  # somebody else took the number; the act counts again
        raise LostRaceError from clash


def _path(field: str, said: str, problems: list[Problem]) -> str:
    path = area_path_of(said)
    if path is None:
        problems.append(Problem(field, "catalogue.no_area", {"area": said[:60]}))
    return path or said


def _body(field: str, said: str, problems: list[Problem]) -> str:
    if is_token(said):
        return said
    body = grid.body(said)
    if body is None:
        problems.append(Problem(field, "catalogue.no_body", {"body": said[:60]}))
    return body.ref if body else said


def _row(ref: str) -> MatrixRow:
    row = MatrixRow.objects.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _for_approval(ref: str, state: str, actor: Actor) -> MatrixRow:
    row = MatrixRow.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    require(actor, Permission.MATRIX_APPROVE, area_path=row.area_path)
    require_second(actor, row.proposed_by)
    if row.state != state:
        raise Stale("catalogue.row_decided")
    return row


def _in_state(ref: str, *states: str) -> MatrixRow:
    row = MatrixRow.objects.select_related("stream").filter(ref=as_uuid(ref), state__in=states).first()
    if row is None:
        raise Stale("catalogue.row_decided")
    return row


def _changed(acting: Acting, row: MatrixRow, actor: Actor) -> None:
    row.decided_by = actor.key
    MatrixRow.objects.filter(pk=row.pk).update(
        state=row.state, decided_by=actor.key, everywhere_from=row.everywhere_from
    )
    _announce(acting, row)


def _announce(acting: Acting, row: MatrixRow) -> None:
    move_on()
    acting.announce(events.MATRIX_CHANGED, _changed_row(row))


def _changed_row(row: MatrixRow) -> Public:
    return {"row": row.number, "subject": row.subject, "area": row.area_path}


def _who(actor: Actor) -> Item:
    return Item("actor", actor.key, actor.key, "actor")


def _public(row: MatrixRow) -> Public:
    public: Public = {
        "row": row.number,
        "subject": row.subject,
        "link": row.link,
        "area": row.area_path,
        "from": row.valid_from.isoformat(),
        "lead": row.lead,
        "supporting": [*row.supporting],
    }
    for name, day in (("to", row.valid_to), ("everywhere", row.everywhere_from)):
        if day is not None:
            public[name] = day.isoformat()
    if row.pilot_area:
        public["pilot"] = row.pilot_area
    return public


def _said(one: Proposal) -> JsonValue:
    return [
        one.subject, one.area, one.lead, one.valid_from.isoformat(), one.link, [*one.supporting],
        one.valid_to.isoformat() if one.valid_to else None, one.pilot, one.article_zh, one.article_en,
    ]  # fmt: skip
