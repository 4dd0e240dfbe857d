"""Joining, changing what one said, pausing, leaving: as easy out as in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from linli.apps.grid import facts as grid
from linli.apps.volunteers import events
from linli.apps.volunteers.models import Clearance, Invitation, Team, TeamMember, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, APPLIED, LEFT, PAUSED, RIDER, VOLUNTEER
from linli.apps.volunteers.policy.joining import Application, Read, read_application, wrong_choices
from linli.apps.volunteers.service import giving_back
from linli.apps.volunteers.service.inviting import invitation_of
from linli.apps.volunteers.service.rows import area_said, coarse, own, signed_in, who
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index, mask_name, seal
from linli.kernel.identity.service import phone_of

TAKEN_IN = "volunteers.taken_in"
"""Announced when somebody is a volunteer from now on, and ``GONE`` when not any more: the role follows."""
GONE = "volunteers.gone"
GUARDIAN_ASKED = "volunteers.guardian_asked"


def apply(said: Application, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Apply for oneself; staff review it. Returns the ref.

    Raises:
        Invalid: something in it is wrong, by field.
        Refused: nobody is signed in, or one has applied or joined already.
    """
    return _enter(said, VOLUNTEER, APPLIED, actor=actor, act_id=act_id, at=at)


def report_in(said: Application, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Report in as a courier: a name, a place, at once; what is asked is asked once and nothing is followed.

    Raises:
        Invalid: something in it is wrong, by field.
        Refused: nobody is signed in, or one has joined already.
    """
    return _enter(said, RIDER, ACTIVE, actor=actor, act_id=act_id, at=at)


def change(said: Application, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Correct what one can do, when and where; name and age stay with staff."""
    own(actor)
    area = area_said(said.area)
    if problems := [*wrong_choices(said)]:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row = own(actor)
        if row.state == LEFT:
            raise Stale("volunteers.left_already")
        acting.enter(row.stream, events.CHANGED, {"area": coarse(area.path)}, [who(actor)])
        _choices(row, said, area)
        row.save()
        return None

    act("volunteers.change", work, said=_digest(said), actor=actor, act_id=act_id, at=at)


def pause(*, wants: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Pause, or go on; a pause needs no reason."""
    own(actor)
    before, after = (ACTIVE, PAUSED) if wants else (PAUSED, ACTIVE)

    def work(acting: Acting) -> JsonValue:
        row = own(actor)
        if row.state != before:
            raise Stale("volunteers.so_already")
        acting.enter(row.stream, events.PAUSED, {"paused": wants}, [who(actor)])
        row.state = after
        row.save(update_fields=["state"])
        return None

    act("volunteers.pause", work, said=wants, actor=actor, act_id=act_id, at=at)


def leave(*, actor: Actor, act_id: str, at: datetime) -> int:
    """Leave and take everything back: open tasks are given back, who organises them is told; returns how many."""
    own(actor)

    def work(acting: Acting) -> JsonValue:
        row = own(actor)
        if row.state == LEFT:
            raise Stale("volunteers.left_already")
        acting.enter(row.stream, events.LEFT, {"by": "volunteer"}, [who(actor)])
        return go(row, acting)

    return int(str(act("volunteers.leave", work, said=None, actor=actor, act_id=act_id, at=at)))


def go(row: Volunteer, acting: Acting) -> int:
    """Let somebody go: tasks back, teams left, what was told wiped; confirmed hours stay theirs."""
    given = giving_back.all_of(row, acting)
    TeamMember.objects.filter(volunteer=row, until=None).update(until=acting.at)
    Team.objects.filter(leader=row).update(leader=None)
    Clearance.objects.filter(volunteer=row).delete()
    row.state, row.decided_at = LEFT, acting.at
    row.skills, row.times, row.languages, row.platform = [], [], [], ""
    row.guardian_sealed, row.guardian_index, row.guardian_agreed_at = None, "", None
    row.name_sealed, row.name_masked, row.adult_on, row.insured_until = None, "", None, None
    row.save()
    acting.announce(GONE, {"volunteer": str(row.ref)}, stream=row.stream)
    return given


def _enter(
    said: Application, kind: str, state: str, *, actor: Actor, act_id: str, at: datetime
) -> str:  # fmt: skip
    account = Account.objects.get(pk=signed_in(actor))
    read = read_application(said, local(at).date(), phone_of(account))
    if isinstance(read, list):
        raise Invalid(*read)
    area = area_said(said.area)

    def work(acting: Acting) -> JsonValue:
        row = _again(account.pk)
        invited = invitation_of(said.code, at) if said.code else None
        _fill(row, said, read, area)
        row.kind, row.state, row.applied_at = kind, state, at
        public: dict[str, JsonValue] = {"area": coarse(area.path), "kind": kind, "by": "volunteer"}
        _write(row, public, acting, actor)
        row.save()
        _join(row, invited, at)
        if read.guardian:
            acting.announce(GUARDIAN_ASKED, {"volunteer": str(row.ref)}, stream=row.stream)
        if state == ACTIVE:
            acting.announce(TAKEN_IN, {"volunteer": str(row.ref)}, stream=row.stream)
        return str(row.ref)

    name = "volunteers.apply" if kind == VOLUNTEER else "volunteers.report_in"
    return str(act(name, work, said=_digest(said), actor=actor, act_id=act_id, at=at))


def _again(account: int) -> Volunteer:
    row = Volunteer.objects.select_related("stream").filter(account_id=account).first()
    if row is None:
        return Volunteer(account_id=account)
    if row.state in {APPLIED, ACTIVE, PAUSED}:
        raise Refused(Refusal("volunteers.joined_already"))
    return row


def _write(row: Volunteer, public: dict[str, JsonValue], acting: Acting, actor: Actor) -> None:
    if row.pk is None:
        row.stream = acting.open_stream("volunteer", events.APPLIED, public, [who(actor)], sealed=True)
    else:
        acting.enter(row.stream, events.APPLIED, public, [who(actor)])


def _fill(row: Volunteer, said: Application, read: Read, area: grid.AreaFact) -> None:
    row.name_sealed, row.name_masked = seal(read.name, "name"), mask_name(read.name)
    row.adult_on, row.platform, row.banks = read.adult_on, said.platform.strip(), said.banks
    row.guardian_sealed = seal(read.guardian, "phone") if read.guardian else None
    row.guardian_index = index(read.guardian, "phone") if read.guardian else ""
    row.guardian_agreed_at, row.guardian_on_paper = None, False
    row.decided_at, row.why = None, ""
    _choices(row, said, area)


def _choices(row: Volunteer, said: Application, area: grid.AreaFact) -> None:
    row.area_id, row.area_path, row.radius, row.banks = area.id, area.path, said.radius, said.banks
    row.skills, row.times = sorted({*said.skills}), sorted({*said.times})
    row.languages = sorted({*said.languages})


def _join(row: Volunteer, invited: Invitation | None, at: datetime) -> None:
    if invited is None:
        return
    if not Invitation.objects.filter(pk=invited.pk, used_at=None).update(used_at=at):
        raise Stale("volunteers.code_used")
    TeamMember.objects.create(team=invited.team, volunteer=row, since=at)


def _digest(said: Application) -> JsonValue:
    told = asdict(said)
    personal = "\n".join(str(told.pop(name)) for name in ("name", "born", "guardian_phone"))
    return [index(personal, "said"), {name: list(one) if isinstance(one, tuple | list) else one for name, one in told.items()}]  # fmt: skip
