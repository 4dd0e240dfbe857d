"""Opens a file for somebody who may see it, and lists the files of a thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage

from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.files.kinds import IMAGES, KINDS
from linli.kernel.files.models import StoredFile
from linli.kernel.files.owners import may_open


@dataclass(frozen=True, slots=True)
class FileCard:
    """What a page shows of a file without opening it."""

    ref: str
    kind: str
    media_type: str
    name: str
    size: int
    purpose: str
    is_image: bool
    stored_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A file opened for reading, with what the answer's head needs."""

    file: IO[Any]
    size: int
    media_type: str
    file_name: str
    inline: bool


def open_for(actor: Actor, ref: str | UUID, at: datetime, *, small: bool = False) -> Opened:
    """Open a file, or the small form of a photo.

    Raises:
        NotVisible: absent, deleted, or not for this actor: not told apart.
    """
    row = StoredFile.objects.filter(ref=ref, deleted_at__isnull=True).first()
    if row is None or (small and not row.small_path) or not may_open(actor, row.owner_key, str(row.ref), at):
        raise NotVisible
    path = row.small_path if small else row.path
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise NotVisible from None
    kind = KINDS[row.kind]
    media_type = "image/jpeg" if small else row.media_type
    name = row.name or f"{row.ref.hex[:8]}.{path.rpartition('.')[2]}"
    return Opened(file, file.size, media_type, name, kind.inline)


def files_of(owner_key: str) -> list[FileCard]:
    """Return the cards of a thing's files in the order they came; the owner has checked who asks."""
    rows = StoredFile.objects.filter(owner_key=owner_key, deleted_at__isnull=True).order_by("id")
    return [card(row) for row in rows]


def card(row: StoredFile) -> FileCard:
    """Return what a page shows of a file."""
    return FileCard(
        ref=str(row.ref),
        kind=row.kind,
        media_type=row.media_type,
        name=row.name,
        size=row.size,
        purpose=row.purpose,
        is_image=row.kind in IMAGES,
        stored_at=row.stored_at,
        sha256=row.sha256,
    )


def digests(refs: Iterable[str], *, owner_key: str) -> dict[str, str]:
    """Return {ref: SHA-256} of those files that this owner has; a ref that is none is left out."""
    wanted = [ref for ref in refs if _is_uuid(ref)]
    rows = StoredFile.objects.filter(ref__in=wanted, owner_key=owner_key, deleted_at__isnull=True)
    return {str(ref): digest for ref, digest in rows.values_list("ref", "sha256")}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
