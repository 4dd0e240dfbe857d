"""Drafts of services: every save is an edition of its own, so nothing written is lost and every step can be taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.apps.catalogue import events
from linli.apps.catalogue.models import PackDraft, PackDraftEdition
from linli.apps.catalogue.policy.draft_files import MAINS, check_files, check_name
from linli.apps.catalogue.service.allowed import require
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to a draft: how it is called in its history, and which file it was about."""

    what: str
    path: str = ""


def open_draft(
    name: str, files: Mapping[str, str], *, actor: Actor, act_id: str, at: datetime, what: str = "opened"
) -> str:
    """Begin a draft with these files."""
    require(actor, Permission.PACK_PUBLISH)
    if problems := (*check_name(name), *check_files(files)):
        raise Invalid(*problems)
    if PackDraft.objects.filter(name=name).exists():
        raise Refused(Refusal("catalogue.draft_exists", {"pack": name}))

    def work(acting: Acting) -> JsonValue:
        public: dict[str, JsonValue] = {"pack": name, "edition": 1, "digest": _digest(files)}
        stream = acting.open_stream("pack_draft", events.DRAFT_OPENED, public)
        draft = PackDraft.objects.create(name=name, stream=stream, edition=1)
        _keep(draft, 1, files, Step(what), acting)
        return name

    said: JsonValue = [name, _digest(files)]
    return str(act("catalogue.open_draft", work, said=said, actor=actor, act_id=act_id, at=at))


def save_file(
    name: str, path: str, text: str, edition: int, *, actor: Actor, act_id: str, at: datetime
) -> int:
    """Write one file of a draft, new or again; returns the new edition."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _latest(name, actor)
    return _save(name, {**found, path: plain}, edition, Step("saved", path), actor, act_id, at)


def remove_file(name: str, path: str, edition: int, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Take one file out of a draft; returns the new edition."""
    found = _latest(name, actor)
    if path not in found:
        raise NotVisible
    if path in MAINS:
        raise Invalid(Problem("path", "catalogue.draft_no_main", {"file": path}))
    kept = {one: text for one, text in found.items() if one != path}
    return _save(name, kept, edition, Step("removed", path), actor, act_id, at)


def replace_files(
    name: str, files: Mapping[str, str], edition: int, *, actor: Actor, act_id: str, at: datetime
) -> int:
    """Put all files of a draft in the place of those it had; returns the new edition."""
    return _save(name, files, edition, Step("imported"), actor, act_id, at)


def restore_edition(name: str, number: int, edition: int, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Go back to an earlier edition, as a new one: going back can be taken back as well."""
    require(actor, Permission.PACK_PUBLISH)
    row = PackDraftEdition.objects.filter(draft__name=name, number=number).first()
    if row is None:
        raise NotVisible
    return _save(name, row.files, edition, Step("restored", str(number)), actor, act_id, at)


def discard_draft(name: str, edition: int, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Throw a draft away with all its editions; what was published of it stays."""
    require(actor, Permission.PACK_PUBLISH)
    _draft(name)

    def work(acting: Acting) -> JsonValue:
        fresh = _fresh(name, edition)
        acting.enter(fresh.stream, events.DRAFT_DISCARDED, {"pack": name, "edition": edition})
        fresh.delete()
        return None

    act("catalogue.discard_draft", work, said=[name, edition], actor=actor, act_id=act_id, at=at)


def _save(
    name: str,
    files: Mapping[str, str],
    edition: int,
    step: Step,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> int:
    require(actor, Permission.PACK_PUBLISH)
    _draft(name)
    if problems := (*check_files(files),):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = _fresh(name, edition)
        number = edition + 1
        public: dict[str, JsonValue] = {"pack": name, "edition": number, "digest": _digest(files)}
        acting.enter(fresh.stream, events.DRAFT_SAVED, public)
        _keep(fresh, number, files, step, acting)
        PackDraft.objects.filter(pk=fresh.pk).update(edition=number)
        return number

    said: JsonValue = [name, edition, _digest(files), step.what, step.path]
    return int(str(act("catalogue.save_draft", work, said=said, actor=actor, act_id=act_id, at=at)))


def _keep(draft: PackDraft, number: int, files: Mapping[str, str], step: Step, acting: Acting) -> None:
    PackDraftEdition.objects.create(
        draft=draft,
        number=number,
        files=dict(files),
        what=step.what,
        path=step.path,
        saved_by=acting.actor.key,
        saved_at=acting.at,
    )


def _latest(name: str, actor: Actor) -> dict[str, str]:
    require(actor, Permission.PACK_PUBLISH)
    draft = _draft(name)
    found: dict[str, str] = draft.editions.get(number=draft.edition).files
    return found


def _draft(name: str) -> PackDraft:
    row = PackDraft.objects.select_related("stream").filter(name=name).first()
    if row is None:
        raise NotVisible
    return row


def _fresh(name: str, edition: int) -> PackDraft:
    """Return the draft as long as nobody saved it since it was opened."""
    row = _draft(name)
    if row.edition != edition:
        raise Stale("catalogue.draft_changed", {"edition": row.edition, "yours": edition})
    return row


def _digest(files: Mapping[str, str]) -> str:
    whole = json.dumps(dict(sorted(files.items())), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
