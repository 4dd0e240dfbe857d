"""Subjects and conditions: load what is shipped, add a new subject, edit a condition by a new version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from linli.apps.catalogue import events
from linli.apps.catalogue.facts.epoch import move_on
from linli.apps.catalogue.facts.snapshot import condition_key
from linli.apps.catalogue.models import Condition, Standard, Subject, SubjectMapping
from linli.apps.catalogue.policy import shipped
from linli.apps.catalogue.service.allowed import require
from linli.core.clock.limits import Limit, read_limit
from linli.core.routing.rows import HANDLE
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.models import Stream
from linli.kernel.audit.outcomes import Invalid, NotVisible

_CODE = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*")
_LINK = re.compile(r"[a-z][a-z_]{0,29}")
TEXT_LENGTH = 300
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject to add, such as "fuel-vegetable_oil" with the links that somebody has to answer for."""

    standard: str
    kind: str
    code: str
    name_zh: str
    name_en: str
    links: tuple[str, ...] = (HANDLE,)
    words_zh: str = ""
    words_en: str = ""

    @property
    def key(self) -> str:
        """The key it will have."""
        return f"{self.standard}:{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a condition says and its limit ("3 working_days")."""

    text_zh: str
    limit: str
    text_en: str = ""


def load_taxonomy(*, actor: Actor, act_id: str, at: datetime) -> dict[str, int]:
    """Load the shipped standards; what is there already, edited or not, stays. A second run does nothing."""
    require(actor, Permission.SUBJECT_EDIT)
    waiting = [one for one in shipped.shipments() if _is_new(one)]
    if not waiting:
        return {"standards": 0, "subjects": 0, "conditions": 0, "mappings": 0}

    def work(acting: Acting) -> JsonValue:
        subjects = conditions = 0
        for shipment in waiting:
            public: dict[str, JsonValue] = {
                "standard": shipment.key,
                "subjects": len(shipment.subjects),
                "conditions": len(shipment.conditions),
                "digest": shipment.digest,
            }
            stream = acting.open_stream("standard", events.STANDARD_LOADED, public)
            card = {name: value for name, value in shipment.card.items() if name != "conditions"}
            Standard.objects.create(stream=stream, **card)
            subjects += _store_subjects(shipment)
            conditions += _store_conditions(shipment, at)
        mappings = _store_mappings()
        move_on()
        return {
            "standards": len(waiting),
            "subjects": subjects,
            "conditions": conditions,
            "mappings": mappings,
        }

    said: JsonValue = {one.key: one.digest for one in waiting}
    loaded: dict[str, int] = act(  # type: ignore[assignment]
        "catalogue.load_taxonomy", work, said=said, actor=actor, act_id=act_id, at=at
    )
    return loaded


def add_subject(new: NewSubject, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Add a new subject under its big class and return its key."""
    require(actor, Permission.SUBJECT_EDIT)
    parents = Subject.objects.filter(standard=new.standard, kind=new.kind)
    parent = parents.filter(code=new.code.rpartition("-")[0]).first()
    _sound(_subject_problems(new, parent))
    if Subject.objects.filter(key=new.key).exists():
        raise Invalid(Problem("code", "catalogue.subject_exists", {"subject": new.key}))

    def work(acting: Acting) -> JsonValue:
        digest = hashlib.sha256(f"{new.key}\n{new.name_zh}\n{new.name_en}".encode()).hexdigest()
        public: dict[str, JsonValue] = {
            "standard": new.standard, "subjects": 1, "conditions": 0, "digest": digest,
        }  # fmt: skip
        acting.enter(_stream(new.standard), events.STANDARD_EXTENDED, public)
        said = asdict(new) | {"links": [*new.links]}
        Subject.objects.create(key=new.key, parent=parent, local=True, **said)
        move_on()
        return new.key

    said: JsonValue = [
        new.key, new.name_zh, new.name_en, [*new.links], new.words_zh, new.words_en,
    ]  # fmt: skip
    return str(act("catalogue.add_subject", work, said=said, actor=actor, act_id=act_id, at=at))


def edit_condition(
    subject: str, standard: str, number: int, wording: Wording, *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Put a new version of a condition (or a new condition) in place; cases keep the one they have."""
    require(actor, Permission.SUBJECT_EDIT)
    limit = _read_wording(wording)
    owner = Subject.objects.filter(key=subject, parent__isnull=False).first()
    if owner is None or not Standard.objects.filter(key=standard).exists():
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        stream = _stream(standard)
        versions = Condition.objects.filter(subject=owner, standard=standard, number=number)
        version = 1 + max(versions.values_list("version", flat=True), default=0)
        key = condition_key(subject, standard, number, version)
        digest = hashlib.sha256(f"{wording.text_zh}\n{wording.text_en}".encode()).hexdigest()
        public: dict[str, JsonValue] = {
            "condition": key, "amount": limit.amount, "unit": limit.unit.value, "digest": digest,
        }  # fmt: skip
        acting.enter(stream, events.CONDITION_EDITED, public)
        versions.filter(current=True).update(current=False)
        Condition.objects.create(
            subject=owner, standard=standard, number=number, version=version, since=at.date(),
            text_zh=wording.text_zh.strip(), text_en=wording.text_en.strip(), limit=" ".join(wording.limit.split()),
        )  # fmt: skip
        move_on()
        return key

    said: JsonValue = [subject, standard, number, wording.text_zh, wording.text_en, wording.limit]
    return str(act("catalogue.edit_condition", work, said=said, actor=actor, act_id=act_id, at=at))


def map_subject(old: str, new: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Decide which new class an old one became."""
    require(actor, Permission.SUBJECT_EDIT)
    mapping = SubjectMapping.objects.filter(old=old).first()
    if mapping is None:
        raise NotVisible
    target = Subject.objects.filter(key=new, parent__isnull=False).first()
    if target is None or target.kind != old.split(":")[1]:
        raise Invalid(Problem("new", "catalogue.mapping_target", {"subject": new}))

    def work(acting: Acting) -> JsonValue:
        stream = Standard.objects.select_related("stream").get(key=target.standard).stream
        acting.enter(stream, events.SUBJECT_MAPPED, {"old": old, "new": new})
        SubjectMapping.objects.filter(old=old).update(new=new, how="decided")
        return None

    act("catalogue.map_subject", work, said=[old, new], actor=actor, act_id=act_id, at=at)


def _is_new(shipment: shipped.Shipment) -> bool:
    return not Standard.objects.filter(key=shipment.key).exists()


def _sound(problems: Sequence[Problem]) -> None:
    if problems:
        raise Invalid(*problems)


def _stream(standard: str) -> Stream:
    return Standard.objects.select_related("stream").get(key=standard).stream


def _read_wording(wording: Wording) -> Limit:
    read = read_limit(wording.limit)
    problems = [read] if isinstance(read, Problem) else []
    problems += [
        Problem(name, "catalogue.text_length", {"limit": TEXT_LENGTH})
        for name, text in (("text_zh", wording.text_zh), ("text_en", wording.text_en))
        if len(text) > TEXT_LENGTH or (name == "text_zh" and not text.strip())
    ]
    if isinstance(read, Problem) or problems:
        raise Invalid(*problems)
    return read


def _subject_problems(new: NewSubject, parent: Subject | None) -> list[Problem]:
    problems = []
    if not Standard.objects.filter(key=new.standard).exists():
        problems.append(Problem("standard", "catalogue.no_standard"))
    if not _CODE.fullmatch(new.code) or parent is None:
        problems.append(Problem("code", "catalogue.subject_code", {"code": new.code[:40]}))
    return [*problems, *_naming_problems(new)]


def _naming_problems(new: NewSubject) -> Iterator[Problem]:
    for name, text in (("name_zh", new.name_zh), ("name_en", new.name_en)):
        if not 0 < len(text.strip()) <= NAME_LENGTH:
            yield Problem(name, "catalogue.name_length", {"limit": NAME_LENGTH})
    for name, text in (("words_zh", new.words_zh), ("words_en", new.words_en)):
        if len(text) > TEXT_LENGTH:
            yield Problem(name, "catalogue.text_length", {"limit": TEXT_LENGTH})
    for link in new.links or ("",):
        if not _LINK.fullmatch(link):
            yield Problem("links", "catalogue.link_shape", {"link": link[:30]})


def _store_subjects(shipment: shipped.Shipment) -> int:
    words: Mapping[str, shipped.Line] = shipped.words()
    big: dict[str, Subject] = {}
    for lines in (
        [one for one in shipment.subjects if not one["parent"]],
        [one for one in shipment.subjects if one["parent"]],
    ):
        rows = [_subject(shipment.key, line, big, words) for line in lines]
        for row in Subject.objects.bulk_create(rows):
            big[row.key] = row
    return len(shipment.subjects)


def _subject(
    standard: str, line: shipped.Line, big: dict[str, Subject], words: Mapping[str, shipped.Line]
) -> Subject:
    key = f"{standard}:{line['kind']}:{line['code']}"
    said = words.get(key, {})
    return Subject(
        key=key,
        standard=standard,
        kind=line["kind"],
        code=line["code"],
        parent=big[f"{standard}:{line['kind']}:{line['parent']}"] if line["parent"] else None,
        name_zh=line["name_zh"],
        name_en=line["name_en"],
        local=line["local"] == "1",
        links=shipped.links_of(line),
        words_zh=said.get("words_zh", ""),
        words_en=said.get("words_en", ""),
    )


def _store_conditions(shipment: shipped.Shipment, at: datetime) -> int:
    owner = shipped.SUBJECTS_OF.get(shipment.key, shipment.key)
    ids = dict(Subject.objects.filter(standard=owner).values_list("key", "id"))
    example = shipment.card["key"] == "linli"
    Condition.objects.bulk_create(
        Condition(
            subject_id=ids[f"{owner}:{line['kind']}:{line['code']}"],
            standard=shipment.key,
            number=int(line["number"]),
            text_zh=line["text_zh"],
            text_en=line.get("text_en", ""),
            limit=line["limit"],
            abridged=not example,
            example=example,
            since=at.date(),
        )
        for line in shipment.conditions
    )
    return len(shipment.conditions)


def _store_mappings() -> int:
    known = set(SubjectMapping.objects.values_list("old", flat=True))
    rows = [
        SubjectMapping(
            old=f"30428.2:{line['kind']}:{line['old']}",
            new=f"47678.5:{line['kind']}:{line['new']}" if line["new"] else "",
            how=line["how"],
            candidate=f"47678.5:{line['kind']}:{line['candidate']}" if line["candidate"] else "",
            similarity_percent=int(line["similarity_percent"]),
        )
        for line in shipped.mappings()
    ]
    return len(SubjectMapping.objects.bulk_create(row for row in rows if row.old not in known))
