"""Swaps: one asks, the other agrees or not; nobody else has to be asked."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError

from linli.apps.grid.events import SWAP_ANSWERED, SWAP_ASKED
from linli.apps.grid.models import Shift, Swap, SwapState
from linli.apps.grid.service.duty import RETENTION, refuse_clash
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.vocabulary import register

_ASK = register("grid.ask_swap", ("roster", "swap", "shift", "instead"))
_ANSWER = register("grid.answer_swap", ("roster", "swap", "state"))
_RELATED = ("roster__stream", "roster__body__area")


def ask_swap(
    shift_ref: str,
    colleague_ref: str,
    instead_ref: str | None = None,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> JsonValue:
    """Ask a colleague to take one's own shift, for one of theirs or as a favour; returns the swap's ref.

    Raises:
        Invalid: the colleague is unknown or oneself, or ``instead`` is not theirs on the same roster.
        NotVisible: the shift is not there, or not the actor's own.
        Refused: the shift has begun, is on offer already, or either would have two shifts at once.
    """

    def work(acting: Acting) -> JsonValue:
        shift = _own_shift(shift_ref, actor, acting.at)
        colleague = _colleague(colleague_ref, actor)
        instead = _instead(instead_ref, shift, colleague, acting.at)
        _refuse_clashes(shift, instead, colleague)
        if Swap.objects.filter(shift=shift, state=SwapState.ASKED).exists():
            raise Refused(Refusal("grid.swap_on_offer"))
        row = Swap(
            shift=shift, instead=instead, asker_id=shift.account_id, asked_id=colleague,
            state=SwapState.ASKED.value, asked_at=acting.at,
        )  # fmt: skip
        roster = str(shift.roster.ref)
        shown: dict[str, JsonValue] = {
            "roster": roster,
            "swap": str(row.ref),
            "shift": shift_ref,
            "instead": instead_ref,
        }
        item = Item("asked", colleague_ref, f"account:{colleague_ref}", RETENTION)
        acting.enter(shift.roster.stream, _ASK, shown, [item])
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Stale("grid.swap_on_offer") from error
        acting.announce(SWAP_ASKED, {"roster": roster, "swap": str(row.ref)})
        return {"swap": str(row.ref)}

    said: JsonValue = {"shift": shift_ref, "colleague": colleague_ref, "instead": instead_ref}
    return act(_ASK, work, said=said, actor=actor, act_id=act_id, at=at)


def answer_swap(swap_ref: str, *, agree: bool, actor: Actor, act_id: str, at: datetime) -> JsonValue:
    """Agree to a swap one was asked for, or decline; agreed shifts change hands at once.

    Raises:
        NotVisible: it is not there, or the actor is not the one who was asked.
        Refused: it was answered, a shift has begun, or somebody would have two shifts at once.
        Stale: a shift was filled meanwhile by another act.
    """

    def work(acting: Acting) -> JsonValue:
        swap = _open_swap(swap_ref)
        if actor.account_id is None or swap.asked_id != actor.account_id:
            raise NotVisible
        _refuse_answered(swap)
        if agree:
            _refuse_begun(swap, acting.at)
        _answer(acting, swap, SwapState.AGREED if agree else SwapState.DECLINED)
        if agree:
            _change_hands(swap)
        return {"state": swap.state}

    said: JsonValue = {"swap": swap_ref, "agree": agree}
    return act(_ANSWER, work, said=said, actor=actor, act_id=act_id, at=at)


def withdraw_swap(swap_ref: str, *, actor: Actor, act_id: str, at: datetime) -> JsonValue:
    """Take back what one asked for.

    Raises:
        NotVisible: it is not there, or the actor did not ask.
        Refused: it was answered.
    """

    def work(acting: Acting) -> JsonValue:
        swap = _open_swap(swap_ref)
        if actor.account_id is None or swap.asker_id != actor.account_id:
            raise NotVisible
        _refuse_answered(swap)
        _answer(acting, swap, SwapState.WITHDRAWN)
        return {"state": swap.state}

    return act(_ANSWER, work, said={"swap": swap_ref, "withdraw": True}, actor=actor, act_id=act_id, at=at)


def _own_shift(ref: str, actor: Actor, at: datetime) -> Shift:
    shift = Shift.objects.select_related(*_RELATED).filter(ref=ref).first()
    if shift is None or actor.account_id is None or shift.account_id != actor.account_id:
        raise NotVisible
    if shift.cancelled or shift.starts_at <= at:
        raise Refused(Refusal("grid.shift_begun"))
    return shift


def _colleague(ref: str, actor: Actor) -> int:
    found = get_user_model().objects.filter(ref=ref, is_active=True).values_list("id", flat=True).first()
    if found is None or found == actor.account_id:
        raise Invalid(Problem("colleague", "grid.account_unknown", {"account": ref}))
    return int(found)


def _instead(ref: str | None, shift: Shift, colleague: int, at: datetime) -> Shift | None:
    if ref is None:
        return None
    theirs = Shift.objects.filter(ref=ref, roster=shift.roster, account=colleague, cancelled=False).first()
    if theirs is None:
        raise Invalid(Problem("instead", "grid.swap_instead"))
    if theirs.starts_at <= at:
        raise Refused(Refusal("grid.shift_begun"))
    return theirs


def _refuse_clashes(shift: Shift, instead: Shift | None, colleague: int) -> None:
    """Check both against their other shifts; the two that change hands do not count."""
    but = [shift.id, *([instead.id] if instead else [])]
    refuse_clash(colleague, shift.starts_at, shift.ends_at, *but)
    if instead is not None:
        refuse_clash(shift.account_id, instead.starts_at, instead.ends_at, *but)


def _open_swap(ref: str) -> Swap:
    related = ("shift__roster__stream", "shift__roster__body", "instead")
    swap = Swap.objects.select_related(*related).filter(ref=ref).first()
    if swap is None:
        raise NotVisible
    return swap


def _refuse_answered(swap: Swap) -> None:
    if swap.state != SwapState.ASKED:
        raise Refused(Refusal("grid.swap_answered"))


def _refuse_begun(swap: Swap, at: datetime) -> None:
    for shift, owner in ((swap.shift, swap.asker_id), (swap.instead, swap.asked_id)):
        if shift is not None and (shift.cancelled or shift.starts_at <= at or shift.account_id != owner):
            raise Refused(Refusal("grid.shift_begun"))
    _refuse_clashes(swap.shift, swap.instead, swap.asked_id)


def _answer(acting: Acting, swap: Swap, state: SwapState) -> None:
    roster = swap.shift.roster
    shown: dict[str, JsonValue] = {"roster": str(roster.ref), "swap": str(swap.ref), "state": state.value}
    acting.enter(roster.stream, _ANSWER, shown)
    swap.state, swap.answered_at = state.value, acting.at
    swap.save(update_fields=["state", "answered_at"])
    acting.announce(SWAP_ANSWERED, {"roster": str(roster.ref), "swap": str(swap.ref), "state": state.value})


def _change_hands(swap: Swap) -> None:
    try:
        Shift.objects.filter(id=swap.shift_id).update(account=swap.asked_id)
        if swap.instead_id is not None:
            Shift.objects.filter(id=swap.instead_id).update(account=swap.asker_id)
    except IntegrityError as error:
        raise Stale("grid.shifts_overlap_meanwhile") from error
