"""Takes volunteers from a file of another system: each line with the day its person agreed to be entered here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from linli.apps.volunteers import events
from linli.apps.volunteers.models import Team, TeamMember, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, LEFT
from linli.apps.volunteers.policy.joining import Application, Read, read_application
from linli.apps.volunteers.service.joining import TAKEN_IN
from linli.apps.volunteers.service.rows import area_said, coarse, who
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.identity import personal
from linli.kernel.identity.service import open_resident

COLUMNS = ("phone", "name", "born", "area", "consented_on", "skills", "times", "languages", "team")
NEEDED = ("phone", "name", "born", "area", "consented_on")


def import_volunteer(raw: Mapping[str, str], source: str, *, actor: Actor, at: datetime) -> bool:
    """Enter one line; False where this person is entered already. The same line again does nothing.

    Raises:
        NotVisible: the actor keeps no volunteers in this area.
        Invalid: something in it is wrong: no consent, under age (a guardian agrees in person), no such area.
    """
    said = {name: str(raw.get(name) or "").strip() for name in COLUMNS}
    phone = personal.read_phone(said["phone"])
    if isinstance(phone, Problem):
        raise Invalid(phone)
    read, wish = _read(said, phone, at)
    area = area_said(said["area"])
    if not actor.may(Permission.VOLUNTEER_KEEP, area_path=area.path):
        raise NotVisible
    team = _team(said["team"], area.path)
    mark = personal.index(phone, "phone")
    if Volunteer.objects.filter(account__phone_index=mark).exclude(state=LEFT).exists():
        return False

    def work(acting: Acting) -> JsonValue:
        account = open_resident(phone, name=read.name, at=at)
        row = Volunteer.objects.select_related("stream").filter(account=account).first() or Volunteer(
            account=account
        )
        row.name_sealed, row.name_masked = personal.seal(read.name, "name"), personal.mask_name(read.name)
        row.area_id, row.area_path, row.state = area.id, area.path, ACTIVE
        row.skills, row.times, row.languages = [*wish.skills], [*wish.times], [*wish.languages]
        row.applied_at = row.decided_at = at
        public: dict[str, JsonValue] = {"area": coarse(area.path), "kind": row.kind, "by": "import"}
        if row.pk is None:
            row.stream = acting.open_stream("volunteer", events.APPLIED, public, [who(actor)], sealed=True)
        else:
            acting.enter(row.stream, events.APPLIED, public, [who(actor)])
        row.save()
        if team is not None:
            TeamMember.objects.create(team=team, volunteer=row, since=at)
        acting.announce(TAKEN_IN, {"volunteer": str(row.ref)})
        return True

    act_id = str(uuid5(NAMESPACE_URL, f"linli/volunteers/{source}/{mark}/{said['consented_on']}"))
    digest = personal.index("\n".join(said.values()), "said")
    act("volunteers.import", work, said=digest, actor=actor, act_id=act_id, at=at)
    return True


def _read(said: Mapping[str, str], phone: str, at: datetime) -> tuple[Read, Application]:
    today = local(at).date()
    wish = Application(
        name=said["name"], area=said["area"], born=said["born"], agrees=True, skills=_several(said["skills"]),
        times=_several(said["times"]), languages=_several(said["languages"]),
    )  # fmt: skip
    read = read_application(wish, today, phone)
    problems = [] if isinstance(read, Read) else [_mended(one) for one in read]
    if not _is_day(said["consented_on"], today):
        problems.append(Problem("consented_on", "volunteers.consent_day"))
    if problems or not isinstance(read, Read):
        raise Invalid(*problems)
    return read, wish


def _mended(one: Problem) -> Problem:
    return Problem("born", "volunteers.guardian_in_person") if one.field == "guardian_phone" else one


def _several(said: str) -> tuple[str, ...]:
    return tuple(part for part in said.replace(";", " ").replace(",", " ").split() if part)


def _is_day(said: str, today: date) -> bool:
    try:
        return date.fromisoformat(said) <= today
    except ValueError:
        return False


def _team(name: str, area_path: str) -> Team | None:
    if not name:
        return None
    found = Team.objects.filter(name_zh=name, closed_at=None)
    row = next((one for one in found if area_path.startswith(one.area_path) or one.area_path.startswith(area_path)), None)  # fmt: skip
    if row is None:
        raise Invalid(Problem("team", "volunteers.team_unknown"))
    return row
