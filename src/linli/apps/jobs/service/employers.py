"""Employers: registered by themselves or at the counter, looked at twice, suspended with a reason, their people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.grid import facts as grid
from linli.apps.jobs import events, policy
from linli.apps.jobs.models import Employer, EmployerPerson, Post
from linli.apps.jobs.models.employers import (
    COMPANY,
    DOCUMENTS,
    HOUSEHOLD,
    KINDS,
    LOOKED_AT,
    REASONS,
    REFUSED,
    SUSPENDED,
    VERIFIED,
    WAITING,
)
from linli.core.forms.identifiers import read_credit_code
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, mask_phone, read_phone, seal
from linli.kernel.identity.service import open_resident

NAME = "jobs.name"


@dataclass(frozen=True, slots=True)
class NewEmployer:
    """Who wants to give work: a firm with its credit code, or a private household with its owner's name."""

    kind: str
    name: str
    phone: str
    area: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    phone: str
    code: str | None
    area: grid.AreaFact


def register_employer(new: NewEmployer, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Register an employer, whose first person is who registers it or who telephoned; returns the ref.

    Raises:
        Refused: nobody is signed in.
        Invalid: what is missing or cannot be, by field; a firm that is here already.
    """
    if actor.is_stranger:
        raise Refused(Refusal("jobs.sign_in"))
    read = _read(new)
    if read.code and Employer.objects.filter(credit_code=read.code).exists():
        raise Invalid(Problem("credit_code", "jobs.firm_here_already"))
    for_other = actor.is_system or actor.may(Permission.WORKER_ENTER, area_path=read.area.path)
    person = open_resident(read.phone, at=at).pk if for_other else actor.account_id

    def work(acting: Acting) -> JsonValue:
        row = Employer(kind=new.kind, registered_at=at, area_id=read.area.id, area_path=read.area.path)
        row.firm = read.name if new.kind == COMPANY else ""
        row.credit_code = read.code
        row.name_sealed = seal(read.name, NAME) if new.kind == HOUSEHOLD else None
        row.phone_sealed, row.phone_masked = seal(read.phone, "phone"), mask_phone(read.phone)
        public: dict[str, JsonValue] = {"kind": new.kind, "area": read.area.code}
        items = [who(actor), Item("name", read.name, str(row.ref), "employer")]
        row.stream = acting.open_stream(
            "employer", events.EMPLOYER_REGISTERED, public, items, sealed=new.kind == HOUSEHOLD
        )
        row.save(force_insert=True)
        EmployerPerson.objects.create(employer=row, account_id=person, since=at)
        return str(row.ref)

    said: JsonValue = [new.kind, index(read.name, "said"), index(read.phone, "said"), new.area, read.code]
    return str(act("jobs.register_employer", work, said=said, actor=actor, act_id=act_id, at=at))


def _read(new: NewEmployer) -> _Read:
    problems: list[Problem] = []
    if new.kind not in KINDS:
        problems.append(Problem("kind", "jobs.no_such_kind"))
    if not clean_text(new.name).strip():
        problems.append(Problem("name", "jobs.name_missing"))
    phone = read_phone(new.phone)
    if isinstance(phone, Problem):
        problems.append(phone)
    code = read_credit_code("credit_code", new.credit_code) if new.kind == COMPANY else None
    if isinstance(code, Problem):
        problems.append(code)
    area = grid.area(new.area)
    if area is None:
        problems.append(Problem("area", "jobs.no_such_area"))
    if problems or area is None:
        raise Invalid(*problems)
    return _Read(clean_text(new.name).strip()[:80], str(phone), None if code is None else str(code), area)


def look_at(ref: UUID | str, seen: Iterable[str], *, actor: Actor, act_id: str, at: datetime) -> None:
    """Note which papers were seen: the first look. A second person verifies.

    Raises:
        NotVisible: no such employer in the actor's area.
        Invalid: no paper named.
        Stale: it was looked at already.
    """
    _staffed(ref, actor)
    papers = [one for one in DOCUMENTS if one in set(seen)]
    if not papers:
        raise Invalid(Problem("seen", "jobs.papers_missing"))

    def work(acting: Acting) -> JsonValue:
        row = _staffed(ref, actor)
        if row.state != WAITING:
            raise Stale("jobs.looked_at_already")
        acting.enter(row.stream, events.EMPLOYER_LOOKED_AT, {"seen": [*papers]}, [who(actor)])
        row.state, row.seen, row.first_look_id = LOOKED_AT, ",".join(papers), actor.account_id
        row.save(update_fields=["state", "seen", "first_look"])
        return None

    act("jobs.look_at", work, said=[str(ref), [*papers]], actor=actor, act_id=act_id, at=at)


def verify(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Verify an employer as the second person; from now on it may post.

    Raises:
        NotVisible: no such employer in the actor's area.
        Refused: nobody had a first look, or it was the actor's own.
    """
    _staffed(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _staffed(ref, actor)
        if row.state == VERIFIED:
            raise Stale("jobs.verified_already")
        if row.state != LOOKED_AT:
            raise Refused(Refusal("jobs.first_look_missing"))
        if row.first_look_id == actor.account_id and not actor.is_system:
            raise Refused(Refusal("jobs.second_person"))
        acting.enter(row.stream, events.EMPLOYER_VERIFIED, {"area": _code(row)}, [who(actor)])
        row.state, row.verified_at, row.reason = VERIFIED, at, ""
        row.save(update_fields=["state", "verified_at", "reason"])
        return None

    act("jobs.verify", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def refuse_employer(ref: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Refuse an employer with a reason, before it was verified."""
    _end(ref, reason, REFUSED, actor=actor, act_id=act_id, at=at)


def suspend(ref: UUID | str, reason: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Suspend an employer with a reason: its posts come down, what was agreed stays agreed."""
    _end(ref, reason, SUSPENDED, actor=actor, act_id=act_id, at=at)


def _end(ref: UUID | str, reason: str, state: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    _staffed(ref, actor)
    if reason not in REASONS:
        raise Invalid(Problem("reason", "jobs.reason_missing"))

    def work(acting: Acting) -> JsonValue:
        row = _staffed(ref, actor)
        if (row.state == VERIFIED) != (state == SUSPENDED):
            raise Stale("jobs.not_in_this_state")
        posts = Post.objects.filter(employer=row, state__in=("open", "waiting"), starts_at__gt=at)
        if state == SUSPENDED:
            public: dict[str, JsonValue] = {"reason": reason, "posts": posts.count()}
            acting.enter(row.stream, events.EMPLOYER_SUSPENDED, public, [who(actor)])
        else:
            acting.enter(row.stream, events.EMPLOYER_REFUSED, {"reason": reason}, [who(actor)])
        row.state, row.reason = state, reason
        row.save(update_fields=["state", "reason"])
        posts.update(state="withdrawn", reason="other")
        return None

    act("jobs.end_employer", work, said=[str(ref), reason, state], actor=actor, act_id=act_id, at=at)


def resume(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a suspended employer post again; its old posts stay down."""
    _staffed(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _staffed(ref, actor)
        if row.state != SUSPENDED:
            raise Stale("jobs.not_in_this_state")
        acting.enter(row.stream, events.EMPLOYER_RESUMED, {"area": _code(row)}, [who(actor)])
        row.state, row.reason = VERIFIED, ""
        row.save(update_fields=["state", "reason"])
        return None

    act("jobs.resume_employer", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def add_person(ref: UUID | str, phone: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let another person act for one's employer.

    Raises:
        NotVisible: not one's own employer.
        Invalid: no mobile number, or somebody who is there already.
    """
    row = _owned(ref, actor)
    number = read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    account = open_resident(number, at=at)
    if row.people.filter(account=account).exists():
        raise Invalid(Problem("phone", "jobs.person_here_already"))

    def work(acting: Acting) -> JsonValue:
        row = _owned(ref, actor)
        acting.enter(row.stream, events.PERSON_JOINED, {"people": row.people.count() + 1}, [who(actor)])
        EmployerPerson.objects.create(employer=row, account=account, since=at)
        return None

    said: JsonValue = [str(ref), index(number, "said")]
    act("jobs.add_person", work, said=said, actor=actor, act_id=act_id, at=at)


def remove_person(ref: UUID | str, account: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a person off one's employer; the last one stays."""
    _owned(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _owned(ref, actor)
        here = row.people.count()
        if not row.people.filter(account__ref=account).exists():
            raise NotVisible
        if here == 1:
            raise Refused(Refusal("jobs.last_person"))
        acting.enter(row.stream, events.PERSON_LEFT, {"people": here - 1}, [who(actor)])
        row.people.filter(account__ref=account).delete()
        return None

    act("jobs.remove_person", work, said=[str(ref), account], actor=actor, act_id=act_id, at=at)


def _staffed(ref: UUID | str, actor: Actor) -> Employer:
    row = Employer.objects.select_related("stream").filter(ref=ref).first()
    if row is None or not actor.may(Permission.EMPLOYER_VERIFY, area_path=row.area_path):
        raise NotVisible
    return row


def _owned(ref: UUID | str, actor: Actor) -> Employer:
    row = Employer.objects.select_related("stream").filter(ref=ref).first()
    if row is None or not policy.acts_for(actor, row.pk):
        raise NotVisible
    return row


def _code(row: Employer) -> str:
    return row.area_path.strip("/").rpartition("/")[2]


def who(actor: Actor) -> Item:
    """Return the private item that says who acted."""
    return Item("actor", actor.key, actor.key, "actor")
