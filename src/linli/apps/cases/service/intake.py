"""Opens a case: what was told becomes a row, a stream, a number and a promise to answer."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from linli.apps.cases import events
from linli.apps.cases.facts import definitions
from linli.apps.cases.facts.loading import stored_state
from linli.apps.cases.models import Case, CaseText, Participant
from linli.apps.cases.service import files, reading
from linli.apps.cases.service.asking import asks_what, read_asked
from linli.apps.cases.service.draft import Draft, Scene
from linli.apps.cases.service.effects import carry_out
from linli.apps.cases.service.files import Sent
from linli.apps.cases.service.places import Spot, community_code, place_of, spot
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.core.clock.instants import local
from linli.core.clock.timetable import TIMETABLE
from linli.core.lifecycle.definition import Effect
from linli.core.lifecycle.state import CaseState, difference
from linli.core.packs.advice import opening_effects
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.definition import Sensitivity as Declared
from linli.core.shared.numbers import case_number
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.audit.prepared import Insert
from linli.kernel.identity import personal
from linli.kernel.identity.models import Account

BODY_LIMIT = 20_000
TITLE_LENGTH = 30
KINDS = ("inquiry", "help", "complaint", "tip_off", "suggestion")
CONSENTS = ("spoken", "paper")
"""How a caller agreed that staff fill a form in for them."""
CHANNELS = ("web", "phone", "counter", "paper", "message", "api", "agent", "grid", "import")
FOR_OTHERS = frozenset({"phone", "counter", "paper", "message", "grid"})
ROLES_OF_CHANNELS = {"agent": "agent", "grid": "grid_worker", **dict.fromkeys(FOR_OTHERS - {"grid"}, "clerk")}

_insert_case, _insert_text, _insert_person = Insert(Case), Insert(CaseText), Insert(Participant)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the person; all of it optional for somebody who keeps number and query code."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A problem as it was told. Places are WGS84 degrees; ``area`` is a code for who has no point.

    ``on_behalf_of`` is the resident (of `people`) for whom an agent tells it, with consent. ``letters`` says
    whether messages may reach the person: for somebody who is watched at home they may not. ``language`` is
    the one in which it was told: who has no account is written to in it. ``consent`` says
    how somebody agreed that staff write for them. ``teller`` is the account (its ref) for which the software
    opens what that person asked for before, as a part of a bundle; with the channel ``agent`` it is the agent's.
    """

    body: str
    service: str = "request"
    kind: str = "help"
    channel: str = "web"
    title: str = ""
    subject: str = ""
    link: str = ""
    condition: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area: str = ""
    about_body: str = ""
    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    contact: Contact = field(default_factory=Contact)
    files: tuple[str, ...] = ()
    confidential: bool = False
    urgent: bool = False
    may_publish: bool = False
    on_behalf_of: str = ""
    letters: bool = True
    language: str = ""
    consent: str = ""
    teller: str = ""

    def as_said(self) -> dict[str, JsonValue]:
        """Return the input as hashed for ``act_id``: degrees become micro-degrees."""
        degrees = {"lon": _micro(self.lon), "lat": _micro(self.lat)}
        plain = {
            name: getattr(self, name) for name in self.__dataclass_fields__ if name not in {"lon", "lat"}
        }
        return {
            **plain,
            **degrees,
            "answers": dict(self.answers),
            "contact": [self.contact.name, self.contact.phone],
            "files": list(self.files),
        }


def open_case(
    told: Told,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
    occurred_at: datetime | None = None,
) -> dict[str, JsonValue]:
    """Open a case; returns ``{"ref", "number", "stage", "version"}``.

    Raises:
        Invalid: something said is wrong, field by field.
        Refused: the service is not offered, or this person may not open for others.
    """
    answer = act(
        "cases.open",
        lambda acting: open_within(acting, told, actor),
        said=told.as_said(),
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=occurred_at,
    )
    return dict(answer) if isinstance(answer, Mapping) else {}


def open_within(acting: Acting, told: Told, actor: Actor) -> dict[str, JsonValue]:
    """Open a case as a part of an act that does more, so that both happen or neither; answers as ``open_case``."""
    sha, definition = definitions.current(told.service)
    problems = tuple(check_told(told, in_words=asks_what(definition)))
    if problems:
        raise Invalid(*problems)
    told = _placed(told, definition)
    asked = read_asked(told, definition, acting.occurred_at)
    confidential = told.confidential or asked.confidential
    told = replace(told, answers=asked.values, link=told.link or asked.link, confidential=confidential)
    _refuse_wrong_link(told)
    located = spot(told.lon, told.lat, told.area)
    _refuse_stranger_to_channel(told, actor, located)
    _refuse_without_consent(acting, told, actor)
    sent = [files.sent(acting, "files", list(told.files))] if told.files else []
    case = _case(acting, told, sha, definition, located)
    effects = opening_effects(definition, asked.facts, local(acting.occurred_at).date())
    scene, draft = _opening(acting, case, definition, actor, effects)
    _write(acting, told, actor, scene, draft, sent)
    return {"ref": str(case.ref), "number": case.number, "stage": case.stage, "version": 0}


def _placed(told: Told, definition: ServiceDefinition) -> Told:
    """Take the place from the answers where none was said beside them."""
    if told.area or told.lon is not None:
        return told
    found = place_of(definition.form, told.answers)
    return replace(told, lon=found.lon, lat=found.lat, area=found.area, place=told.place or found.words)


def check_opening(told: Told, *, at: datetime) -> None:
    """Make sure that a case could be opened so, without opening it.

    Raises:
        Invalid: something said is wrong, field by field.
        Refused: the service is not offered.
    """
    _, definition = definitions.current(told.service)
    if problems := check_told(told, in_words=asks_what(definition)):
        raise Invalid(*problems)
    read_asked(told, definition, at)
    spot(told.lon, told.lat, told.area)


def check_told(told: Told, *, in_words: bool = True) -> list[Problem]:
    """Return what is wrong with what was told, field by field; ``in_words`` when it must be told in words."""
    problems = [
        Problem(name, "cases.not_a_choice")
        for name, choices in (
            ("kind", KINDS),
            ("channel", CHANNELS),
            ("language", ("", *LANGUAGES)),
            ("consent", ("", *CONSENTS)),
        )
        if getattr(told, name) not in choices
    ]
    body = clean_text(told.body)
    if in_words and not body.strip():
        problems.append(Problem("body", "cases.nothing_told"))
    if len(told.body) > BODY_LIMIT:
        problems.append(
            Problem("body", "cases.body_too_long", {"limit": BODY_LIMIT, "length": len(told.body)})
        )
    problems += [
        Problem(name, "lifecycle.too_long", {"limit": limit, "length": len(getattr(told, name))})
        for name, limit in (("title", 80), ("place", 200))
        if len(getattr(told, name)) > limit
    ]
    if told.subject and catalogue.snapshot().subject(told.subject) is None:
        problems.append(Problem("subject", "cases.no_such_subject"))
    if told.condition and catalogue.snapshot().condition(told.condition) is None:
        problems.append(Problem("condition", "cases.no_such_condition"))
    if told.about_body and grid.body(told.about_body) is None:
        problems.append(Problem("about_body", "cases.no_such_body"))
    phone = personal.read_phone(told.contact.phone) if told.contact.phone else ""
    if isinstance(phone, Problem):
        problems.append(phone)
    if (told.lon is None) != (told.lat is None):
        problems.append(Problem("place", "cases.half_a_point"))
    return problems


def _refuse_wrong_link(told: Told) -> None:
    """Refuse a link that the subject does not have; who names none leaves it to whoever classifies the case."""
    wrong = catalogue.link_problem(told.subject, told.link) if told.link else None
    if wrong:
        raise Invalid(wrong)


def _refuse_stranger_to_channel(told: Told, actor: Actor, located: Spot) -> None:
    if told.teller and not actor.is_system:
        raise Refused(Refusal("cases.not_for_others"))
    # A grid worker reports what lies across the street too.
    where = None if told.channel == "grid" else located.area_path
    if told.channel in FOR_OTHERS and not actor.may(Permission.CASE_SUBMIT_FOR, area_path=where):
        raise Refused(Refusal("cases.not_for_others"))


def _refuse_without_consent(acting: Acting, told: Told, actor: Actor) -> None:
    if told.channel != "agent":
        return
    if told.teller:
        held = people.has_consent(told.on_behalf_of, "agent", told.teller, acting.at)
    else:
        held = people.agent_for(actor, told.on_behalf_of, acting.at) is not None
    if not told.on_behalf_of or not held:
        raise Refused(Refusal("cases.no_consent"))


def _case(acting: Acting, told: Told, sha: str, definition: ServiceDefinition, located: Spot) -> Case:
    return Case(
        ref=uuid.uuid4(),
        number=case_number(secrets.randbelow(10**10)),
        service=told.service,
        pack=sha,
        kind=told.kind,
        subject=told.subject,
        condition=told.condition,
        link=told.link,
        channel=told.channel,
        source=acting.source.value,
        sensitivity=_sensitivity(told, definition),
        urgent=told.urgent,
        listed=definition.public.listed,
        stage=definition.lifecycle.initial,
        area_path=located.area_path,
        unit_cell=located.unit_cell,
        responsibility_grid=located.responsibility_grid,
        opened_at=acting.occurred_at,
        recorded_at=acting.recorded_at,
        stage_since=acting.occurred_at,
        may_publish=told.may_publish,
        about_body_id=_about(told.about_body),
    )


def _sensitivity(told: Told, definition: ServiceDefinition) -> str:
    if definition.sensitivity is not Declared.NORMAL:
        return definition.sensitivity.value
    return "confidential" if told.confidential or told.kind == "tip_off" else "normal"


def _about(ref: str) -> int | None:
    body = grid.body(ref) if ref else None
    return body.id if body else None


def _opening(
    acting: Acting, case: Case, definition: ServiceDefinition, actor: Actor, effects: tuple[Effect, ...]
) -> tuple[Scene, Draft]:
    scene = Scene(
        case=case,
        definition=definition,
        inputs={},
        actor=actor,
        move="",
        at=acting.at,
        happened_at=acting.occurred_at,
        calendar=catalogue.calendar(),
        timetable=TIMETABLE,
        condition_limit=reading.condition_limit(case),
        bodies={},
    )
    flags = frozenset({"urgent"}) if case.urgent else frozenset()
    draft = Draft(state=CaseState(stage=definition.lifecycle.initial, flags=flags))
    carry_out(scene, draft, effects)
    return scene, draft


def _write(
    acting: Acting,
    told: Told,
    actor: Actor,
    scene: Scene,
    draft: Draft,
    sent: list[Sent],
) -> None:
    case = scene.case
    public: dict[str, JsonValue] = {
        "service": case.service,
        "pack": case.pack,
        "kind": case.kind,
        "channel": case.channel,
        "subject": case.subject or None,
        "condition": case.condition or None,
        **({"link": case.link} if case.link else {}),
        **({"inputs": {"consent": told.consent}} if told.consent else {}),
        "area": community_code(case.area_path),
        "role": ROLES_OF_CHANNELS.get(told.channel, "resident"),
        "state": difference(None, draft.state),
    }
    case.stream = acting.open_stream(
        "case",
        events.CASE_OPENED,
        public,
        _items(told, actor, case, sent),
        sealed=case.sensitivity != "normal",
    )
    for name, value in draft.columns.items():
        setattr(case, name, value)
    case.desk = scene.definition.lifecycle.stages[case.stage].holder.value
    case.state = stored_state(draft.state)
    _insert_case(case)
    _write_text(case, told, scene.definition)
    _write_people(acting, case, told, actor)
    files.hand_over(acting, case, sent)
    acting.announce(events.CASE_OPENED, {"case": str(case.ref), "stage": case.stage})


def _items(told: Told, actor: Actor, case: Case, sent: list[Sent]) -> list[Item]:
    subject = str(case.ref)
    said: dict[str, JsonValue] = {
        "body": clean_text(told.body),
        "place": told.place,
        "point": [_micro(told.lon), _micro(told.lat)] if told.lon is not None else None,
        "answers": dict(told.answers),
        "contact.name": told.contact.name,
        "contact.phone": told.contact.phone,
        **files.committed(sent),
    }
    return [
        Item("actor", actor.key, actor.key, "actor"),
        *(
            Item(name, value, subject, "case")
            for name, value in said.items()
            if value not in (None, "", {}, [])
        ),
    ]


def _write_text(case: Case, told: Told, definition: ServiceDefinition) -> None:
    body = clean_text(told.body)
    text = CaseText(
        case=case,
        title=clean_text(told.title) or title_of(body) or definition.text("title", "zh"),
        body=body,
        place=clean_text(told.place),
        lon=told.lon,
        lat=told.lat,
        answers=dict(told.answers),
    )
    _insert_text(text)


def _write_people(acting: Acting, case: Case, told: Told, actor: Actor) -> None:
    if told.channel == "agent":
        _write_agent(acting, case, told, actor)
        return
    account_id, name = _teller(told, actor)
    if account_id is not None or told.contact.name or told.contact.phone:
        _reporter(acting, case, told, account_id, name)


def _teller(told: Told, actor: Actor) -> tuple[int | None, str]:
    """Return the account of whoever tells it, and its name; nothing when it is told for somebody else."""
    if told.teller:
        row = Account.objects.filter(ref=told.teller).values_list("id", "name").first()
        return row or (None, "")
    own = actor.account_id is not None and told.channel not in FOR_OTHERS
    return (actor.account_id, actor.name) if own else (None, "")


def _write_agent(acting: Acting, case: Case, told: Told, actor: Actor) -> None:
    """The person it is about is the reporter, told and asked like any other; the agent follows for them."""
    contact, agent_id, agent_name = told.contact, actor.account_id, actor.name
    if told.teller:
        agent_id, agent_name = _teller(told, actor)
    else:
        person = people.resident(told.on_behalf_of, actor=actor, at=acting.at)
        contact = Contact(contact.name or person.name, contact.phone or person.phone)
    account_id = people.account_behind(told.on_behalf_of)
    _reporter(acting, case, replace(told, contact=contact), account_id, "")
    agent = Participant(
        case=case,
        account_id=agent_id,
        relation="agent",
        on_behalf_of=told.on_behalf_of,
        name=agent_name,
        since=acting.occurred_at,
    )
    _insert_person(agent)


def _reporter(acting: Acting, case: Case, told: Told, account_id: int | None, name: str) -> None:
    phone = personal.read_phone(told.contact.phone) if told.contact.phone else ""
    if isinstance(phone, Problem):
        raise Invalid(phone)
    reporter = Participant(
        case=case,
        account_id=account_id,
        relation="reporter",
        name=clean_text(told.contact.name)[:60] or name,
        phone=personal.seal(phone, "phone") if phone else b"",
        phone_shown=personal.mask_phone(phone) if phone else "",
        wants_letters=told.letters,
        language=told.language,
        since=acting.occurred_at,
    )
    _insert_person(reporter)


def title_of(body: str) -> str:
    """Return the first clause of what was said, short enough for a list."""
    line = body.strip().splitlines()[0] if body.strip() else ""
    for stop in "。！？；!?;":
        line = line.partition(stop)[0]
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _micro(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 1_000_000)
