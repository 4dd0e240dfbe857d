"""Takes a bundle: everything is looked at before the first write, then it begins with the parts that may."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from linli.apps.bundles import events
from linli.apps.bundles.facts.published import bundle as in_force
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.bundles.service.starting import carry_on, told_of
from linli.apps.cases import service as cases
from linli.apps.people import facts as people
from linli.core.clock.instants import local
from linli.core.forms.answers import Answers, read_answers
from linli.core.packs import fan_out
from linli.core.packs.bundle import BundleDefinition
from linli.core.packs.fan_out import Stand
from linli.core.shared.numbers import case_number
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, Outcome, Refused
from linli.kernel.files import facts as stored
from linli.kernel.files import service as keeping
from linli.kernel.identity import personal

CHANNELS = ("web", "agent", "phone", "counter", "paper")
OWN = ("web", "agent")
ROLES = {"web": "resident", "agent": "agent"}
RETENTION = "case"
COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle as it was filled in; ``contact`` is for somebody who has no account, or for whom staff write.

    ``on_behalf_of`` is the resident (of `people`) for whom an agent sends it, with consent.
    """

    bundle: str
    answers: Mapping[str, JsonValue]
    channel: str = "web"
    contact: cases.Contact = field(default_factory=cases.Contact)
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area: str = ""
    files: tuple[str, ...] = ()
    letters: bool = True
    language: str = ""
    consent: str = ""
    on_behalf_of: str = ""

    def as_said(self) -> JsonValue:
        """Return the input as hashed for ``act_id``."""
        point = [None if one is None else round(one * 1_000_000) for one in (self.lon, self.lat)]
        plain = [self.bundle, self.channel, self.contact.name, self.contact.phone, self.place, self.area]
        plain += [self.on_behalf_of] if self.on_behalf_of else []
        return [*plain, *point, dict(self.answers), [*self.files], self.letters, self.language, self.consent]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was sent, looked at: nothing speaks against it."""

    sha: str
    definition: BundleDefinition
    answers: Answers
    area_path: str


def check_sent(sent: Sent, *, at: datetime) -> Checked:
    """Look at everything that could keep the bundle from being sent, its parts included.

    Raises:
        Invalid: something said is wrong, field by field.
        Refused: a condition does not hold, or a service of a part is not offered.
    """
    sha, definition = in_force(sent.bundle)
    problems = _problems(sent)
    read = read_answers(definition.form, sent.answers, local(at).date())
    if not isinstance(read, Answers) or problems:
        raise Invalid(*problems, *(() if isinstance(read, Answers) else read))
    if unmet := definition.unmet(read.facts):
        raise Refused(Refusal("bundles.condition", {"bundle": definition.name, "condition": unmet[0]}))
    stands = fan_out.begin(definition.parts, read.facts)
    for part in definition.parts:
        if stands[part.name] is not Stand.NOT_NEEDED:
            cases.check_opening(told_of(_row(sent, read), part, at), at=at)
    if all(one is Stand.NOT_NEEDED for one in stands.values()):
        raise Refused(Refusal("bundles.nothing_wanted"))
    return Checked(sha, definition, read, cases.spot(sent.lon, sent.lat, sent.area).area_path)


def _problems(sent: Sent) -> tuple[Problem, ...]:
    """Return what is wrong beside the answers: channel, contact, place, consent."""
    plain = cases.Told(
        body="", channel=sent.channel, place=sent.place, lon=sent.lon, lat=sent.lat, contact=sent.contact,
        language=sent.language, consent=sent.consent,
    )  # fmt: skip
    found = cases.check_told(plain, in_words=False)
    if sent.channel not in CHANNELS:
        found.append(Problem("channel", "cases.not_a_choice"))
    if sent.channel not in OWN and not sent.consent:
        found.append(Problem("consent", "services.consent_missing"))
    return tuple(found)


def open_bundle(
    sent: Sent,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> dict[str, str]:
    """Send a bundle and begin with the parts that may; returns its ref and number.

    Raises:
        Invalid: something said is wrong, field by field.
        Refused: a condition does not hold, a service is not offered, or this person may not write for others.
    """
    answer = act(
        "bundles.open",
        lambda acting: _open(acting, sent, actor),
        said=sent.as_said(),
        actor=actor,
        act_id=act_id,
        at=at,
        source=source,
        occurred_at=at if source is Source.DEMO else None,
    )
    opened = {name: str(value) for name, value in answer.items()} if isinstance(answer, dict) else {}
    with suppress(Outcome):  # the outbox tries again, and what stays undone is seen there
        carry_on(opened["ref"], at=at)
    return opened


def _open(acting: Acting, sent: Sent, actor: Actor) -> JsonValue:
    checked = check_sent(sent, at=acting.at)
    if sent.channel not in OWN and not actor.may(Permission.CASE_SUBMIT_FOR, area_path=checked.area_path):
        raise Refused(Refusal("cases.not_for_others"))
    digests = stored.digests(sent.files, owner_key=cases.form_key(acting.act_id))
    if len(digests) != len(set(sent.files)):
        raise Invalid(Problem("files", "cases.no_such_file"))
    row = _row(sent, checked.answers, checked=checked)
    row.account_id = actor.account_id if sent.channel == "web" else None
    if sent.channel == "agent":
        _write_agent(row, sent, actor, acting.at)
    row.source, row.opened_at = acting.source.value, acting.occurred_at
    stands = fan_out.begin(checked.definition.parts, checked.answers.facts)
    _enter(acting, row, stands, digests, actor)
    row.save(force_insert=True)
    BundlePart.objects.bulk_create(
        BundlePart(bundle=row, name=name, position=n, stand=stand.value, since=row.opened_at)
        for n, (name, stand) in enumerate(stands.items())
    )
    keeping.hand_over(
        digests, sender_key=cases.form_key(acting.act_id), owner_key=f"bundle:{row.ref}",
        retained_until=None, at=acting.recorded_at,
    )  # fmt: skip
    acting.announce(events.BUNDLE_OPENED, {"bundle": str(row.ref)})
    return {"ref": str(row.ref), "number": row.number}


def _write_agent(row: Bundle, sent: Sent, actor: Actor, at: datetime) -> None:
    """It is the person's, who is told and asked like anybody; the agent follows it for them."""
    if not sent.on_behalf_of or people.agent_for(actor, sent.on_behalf_of, at) is None:
        raise Refused(Refusal("cases.no_consent"))
    person = people.resident(sent.on_behalf_of, actor=actor, at=at)
    row.account_id, row.agent_id = people.account_behind(sent.on_behalf_of), actor.account_id
    row.on_behalf_of = UUID(sent.on_behalf_of)
    row.contact_name = row.contact_name or person.name
    if person.phone and not row.contact_phone:
        row.contact_phone = personal.seal(person.phone, "phone")


def _row(sent: Sent, answers: Answers, *, checked: Checked | None = None) -> Bundle:
    phone = personal.read_phone(sent.contact.phone) if sent.contact.phone else ""
    return Bundle(
        ref=uuid.uuid4(),
        number=case_number(secrets.randbelow(10**10)),
        name=sent.bundle,
        pack=checked.sha if checked else "",
        sensitivity=checked.definition.sensitivity.value if checked else "",
        area_path=checked.area_path if checked else "",
        channel=sent.channel,
        contact_name=clean_text(sent.contact.name)[:60],
        contact_phone=personal.seal(phone, "phone") if isinstance(phone, str) and phone else b"",
        wants_letters=sent.letters,
        language=sent.language,
        consent=sent.consent,
        answers=dict(answers.values),
        place=clean_text(sent.place),
        lon=sent.lon,
        lat=sent.lat,
    )


def _enter(
    acting: Acting, row: Bundle, stands: Mapping[str, Stand], digests: Mapping[str, str], actor: Actor
) -> None:
    codes = [code for code in row.area_path.split("/") if code and len(code) <= COMMUNITY_DIGITS]
    public: dict[str, JsonValue] = {
        "bundle": row.name,
        "pack": row.pack,
        "channel": row.channel,
        "area": codes[-1] if codes else None,
        "role": ROLES.get(row.channel, "clerk"),
        "parts": fan_out.changes({}, stands),
        **({"inputs": {"consent": row.consent}} if row.consent else {}),
    }
    files: list[JsonValue] = [{"ref": ref, "sha256": digest} for ref, digest in digests.items()]
    subject = str(row.ref)
    said: dict[str, JsonValue] = {"answers": row.answers, "place": row.place, "files": files}
    items = [
        Item("actor", actor.key, actor.key, "actor"),
        *(Item(name, value, subject, RETENTION) for name, value in said.items() if value),
    ]
    row.stream = acting.open_stream(
        "bundle", events.BUNDLE_OPENED, public, items, sealed=row.sensitivity != "normal"
    )
