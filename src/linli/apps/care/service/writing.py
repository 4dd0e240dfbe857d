"""What the acts of care share: whose file, how words are sealed, who did it, what is committed."""

from __future__ import annotations

from uuid import UUID

from linli.apps.care.models import CareFile
from linli.apps.care.policy import as_uuid, coordinates, is_own
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Item
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.identity.personal import index

RETENTION = "care"
LONG, SHORT = 2000, 300


def file_of(ref: UUID | str) -> CareFile:
    """Return an open file; raises NotVisible where there is none."""
    rows = CareFile.objects.select_related("stream", "resident", "body")
    row = rows.filter(ref=as_uuid(ref), closed_at=None).first()
    if row is None:
        raise NotVisible
    return row


def coordinated(ref: UUID | str, actor: Actor) -> CareFile:
    """Return a file that the actor coordinates; raises NotVisible for all others."""
    row = file_of(ref)
    if not coordinates(actor, row.body_id):
        raise NotVisible
    return row


def hand_of(row: CareFile, actor: Actor) -> str:
    """Say in what part somebody acts: the person, or the body's coordinator; raises NotVisible otherwise."""
    if is_own(actor, row):
        return "self"
    if coordinates(actor, row.body_id):
        return "staff"
    raise NotVisible


def subject_of(row: CareFile) -> str:
    """Name the person in the log's private items, as `people` does."""
    return f"resident:{row.resident.ref}"


def who(actor: Actor) -> Item:
    """Note who did it."""
    return Item("actor", actor.key, actor.key, "actor")


def words(row: CareFile, name: str, text: str) -> list[Item]:
    """Commit to words by a keyed digest, so that the log holds nothing readable a second time."""
    return [Item(name, index(text, "care"), subject_of(row), RETENTION)] if text else []


def text_of(name: str, typed: str, limit: int = SHORT, *, required: bool = False) -> str:
    """Return words as they are kept; raises Invalid where they are missing or too long."""
    text = clean_text(typed).strip()
    if required and not text:
        raise Invalid(Problem(name, "care.words_missing"))
    if len(text) > limit:
        raise Invalid(Problem(name, "care.words_too_long", {"limit": limit, "length": len(text)}))
    return text
