"""Takes files in, hands them over to what they belong to, deletes them in time."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.files.bare import is_bare
from linli.kernel.files.kinds import IMAGES, Kind, kind_of
from linli.kernel.files.models import StoredFile
from linli.kernel.files.photos import Photo, Position, redraw
from linli.kernel.files.recordings import without_tags
from linli.kernel.files.suspicion import active_paper, hidden_in

UNCLAIMED_FOR = timedelta(days=1)
T = TypeVar("T")
MEGABYTE = 1024 * 1024
NAME_LIMIT = 120
_SENT_AGAIN = UUID("0b8b6a52-5f9f-4b1e-9f0e-6a3f0b0d9c11")


class Upload(Protocol):
    """What a form hands over: Django's ``UploadedFile``, or a file of the importer."""

    name: str | None
    size: int | None

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was kept, and the position its photo carried: the caller's to use, kept nowhere here."""

    ref: str
    kind: str
    sha256: str
    size: int
    position: Position | None


@dataclass(frozen=True, slots=True)
class _Clean:
    data: bytes
    photo: Photo | None = None


def store(
    upload: Upload, *, owner_key: str, purpose: str, at: datetime, field: str = "file", once: bool = False
) -> Stored:
    """Keep a file for a day, until `hand_over` gives it to what it belongs to.

    Not inside a transaction: the bytes go to the disk here. ``owner_key`` is the sender's key until then.
    With ``once``, the same bytes sent again under the same key are the same file, also after it was handed
    over: so that a form sent twice says the same twice.

    Raises:
        Invalid: empty, too large, of a kind that is not taken, damaged, or not what it says it is.
    """
    data = _read(upload, field)
    name = upload.name or ""
    kind = _fine(kind_of(name, data), field)
    clean = _fine(_clean(kind, data), field)
    ref = uuid.uuid5(_SENT_AGAIN, f"{owner_key}/{hashlib.sha256(data).hexdigest()}") if once else uuid.uuid4()
    if once and (known := StoredFile.objects.filter(ref=ref, deleted_at__isnull=True).first()):
        return Stored(
            str(ref), known.kind, known.sha256, known.size, clean.photo.position if clean.photo else None
        )
    row = _row(ref, kind, name, clean)
    row.owner_key, row.purpose = owner_key, purpose
    _write(row, clean, at)
    position = clean.photo.position if clean.photo else None
    return Stored(str(row.ref), kind.name, row.sha256, row.size, position)


def store_as_signed(data: bytes, *, ref: UUID, name: str, owner_key: str, purpose: str, at: datetime) -> str:
    """Keep bytes whose hash somebody else signed, as they came, after every check of an upload; returns the kind.

    What `store` would take out of a file makes it a file that is not taken: nothing may be changed here. Kept
    for a day, until `hand_over`; what was kept under ``ref`` and never handed over makes room.

    Raises:
        Invalid: empty, too large, of a kind that is not taken, damaged, or with more in it than may be kept.
        Refused: the ref is that of a file somebody has.
    """
    if len(data) > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid(Problem("file", "files.too_large", {"mb": settings.UPLOAD_LIMIT_BYTES // MEGABYTE}))
    if not data:
        raise Invalid(Problem("file", "files.empty"))
    kind = _fine(kind_of(name, data), "file")
    clean = _fine(_clean(kind, data), "file")
    if clean.data != data if clean.photo is None else not is_bare(kind.name, data):
        raise Invalid(Problem("file", "files.carries_more"))
    _make_room(ref, at)
    as_it_came = _Clean(data, clean.photo)
    row = _row(ref, kind, name, as_it_came)
    row.owner_key, row.purpose = owner_key, purpose
    _write(row, as_it_came, at)
    return kind.name


def _make_room(ref: UUID, at: datetime) -> None:
    for row in StoredFile.objects.filter(ref=ref):
        if row.retained_until is None and row.deleted_at is None:
            raise Refused(Refusal("files.not_yours"))
        _delete([row] if row.deleted_at is None else [], at)
        row.delete()


def _write(row: StoredFile, clean: _Clean, at: datetime) -> None:
    row.stored_at, row.retained_until = at, at + UNCLAIMED_FOR
    row.save(force_insert=True)  # first the row: what a crash leaves behind is then found and deleted
    default_storage.save(row.path, ContentFile(clean.data))
    if clean.photo:
        default_storage.save(row.small_path, ContentFile(clean.photo.small))


def hand_over(
    refs: Iterable[str], *, sender_key: str, owner_key: str, retained_until: datetime | None, at: datetime
) -> None:
    """Give files to what they belong to ("case:…"), within the act that attaches them.

    Raises:
        Refused: some file is not the sender's, was given away already, or is gone.
    """
    wanted = set(refs)
    mine = StoredFile.objects.filter(
        ref__in=[ref for ref in wanted if _is_uuid(ref)],
        owner_key=sender_key,
        deleted_at__isnull=True,
        retained_until__gt=at,
    )
    refused = Refused(Refusal("files.not_yours"))
    if mine.count() != len(wanted):
        raise refused
    if mine.update(owner_key=owner_key, retained_until=retained_until) != len(wanted):
        raise refused


def keep_until(owner_key: str, retained_until: datetime) -> int:
    """Set the day after which the files of one thing are deleted."""
    return StoredFile.objects.filter(owner_key=owner_key).update(retained_until=retained_until)


def delete(refs: Iterable[str], at: datetime) -> int:
    """Delete files now, bytes and name; that there was a file stays known. Returns how many."""
    wanted = [ref for ref in refs if _is_uuid(ref)]
    return _delete(StoredFile.objects.filter(ref__in=wanted, deleted_at__isnull=True), at)


def delete_due(at: datetime, limit: int = 200) -> int:
    """Delete what has been kept long enough; a job calls this."""
    due = StoredFile.objects.filter(deleted_at__isnull=True, retained_until__lte=at)
    return _delete(due.order_by("retained_until")[:limit], at)


def _delete(rows: Iterable[StoredFile], at: datetime) -> int:
    count = 0
    for row in rows:
        for path in filter(None, (row.path, row.small_path)):
            default_storage.delete(path)
        StoredFile.objects.filter(pk=row.pk).update(deleted_at=at, name="")
        count += 1
    return count


def _read(upload: Upload, field: str) -> bytes:
    limit: int = settings.UPLOAD_LIMIT_BYTES
    too_large = Problem(field, "files.too_large", {"mb": limit // MEGABYTE})
    if (upload.size or 0) > limit:
        raise Invalid(too_large)
    data = upload.read(limit + 1)
    if len(data) > limit:
        raise Invalid(too_large)
    if not data:
        raise Invalid(Problem(field, "files.empty"))
    return data


def _clean(kind: Kind, data: bytes) -> _Clean | Problem:
    if kind.name in IMAGES:
        photo = redraw(kind.name, data)
        return photo if isinstance(photo, Problem) else _Clean(photo.data, photo)
    if problem := hidden_in(data):
        return problem
    if kind.name == "pdf":
        return active_paper(data) or _Clean(data)
    sound = without_tags(kind.name, data)
    return sound if isinstance(sound, Problem) else _Clean(sound)


def _row(ref: UUID, kind: Kind, name: str, clean: _Clean) -> StoredFile:
    digest = hashlib.sha256(clean.data).hexdigest()
    # Two equal files have two places, so that each can be deleted for good without asking the other.
    place = f"{digest[:2]}/{digest[2:4]}/{digest}-{ref.hex[:8]}"
    photo = clean.photo
    return StoredFile(
        ref=ref,
        kind=kind.name,
        media_type=kind.media_type,
        name="" if photo else _plain_name(name),
        size=len(clean.data),
        sha256=digest,
        path=f"{place}.{kind.endings[0]}",
        small_path=f"{place}-small.jpg" if photo else "",
        width=photo.width if photo else None,
        height=photo.height if photo else None,
    )


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-NAME_LIMIT:]


def _fine(found: T | Problem, field: str) -> T:
    """Pass on what is fine; name the form's field in what is not."""
    if isinstance(found, Problem):
        raise Invalid(replace(found, field=field))
    return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
