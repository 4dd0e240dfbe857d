"""Sets up a lending desk and takes titles into it, from the counter or from a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.facts import lending
from linli.apps.centres.models import Centre, Copy, Library, Title
from linli.apps.centres.models.lending import TITLE_KINDS
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.slots.lending import LendingRule, read_isbn
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible

MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class NewTitle:
    """A title as it is taken in; ``barcode`` is what is on the first copy already, "" lets one be made."""

    name: str
    kind: str = "book"
    author: str = ""
    isbn: str = ""
    copies: int = 1
    barcode: str = ""


def set_library(centre: UUID | str, rule: LendingRule, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a centre lend, or change its rules.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: rules that cannot be.
    """
    row = Centre.objects.filter(ref=centre).first()
    if row is None or not actor.may(Permission.CENTRE_KEEP, area_path=row.area_path, body_id=row.body_id):
        raise NotVisible
    limits = (("loan_days", 1, 365), ("renewals", 0, 9), ("most_loans", 1, 50), ("held_days", 1, 30), ("fine_fen", 0, 10_000))  # fmt: skip
    wrong = [name for name, least, most in limits if not least <= getattr(rule, name) <= most]
    if wrong:
        raise Invalid(*(Problem(name, "centres.lending.rule") for name in wrong))

    def work(acting: Acting) -> JsonValue:
        known = Library.objects.select_related("stream").filter(centre=row).first()
        values: dict[str, JsonValue] = {name: getattr(rule, name) for name, _, _ in limits}
        library = known or Library(centre=row)
        public = {"centre": str(row.ref), **values}
        if known is None:
            library.stream = acting.open_stream("library", events.LIBRARY_SET, public)
        else:
            acting.enter(known.stream, events.LIBRARY_SET, public)
        for name, value in values.items():
            setattr(library, name, value)
        library.save()
        return None

    act("centres.set_library", work, said=[str(centre), repr(rule)], actor=actor, act_id=act_id, at=at)


def add_title(centre: UUID | str, new: NewTitle, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take a title in with its copies, or more copies of one that is there (by ISBN); returns its ref.

    Raises:
        NotVisible: no such desk, or not the actor's.
        Invalid: what is missing or cannot be, by field.
    """
    library = lending.desk_of(centre, actor)
    isbn = read_isbn(new.isbn) if new.isbn.strip() else ""
    problems = [*_wrong(new), *([isbn] if isinstance(isbn, Problem) else [])]
    if problems or isinstance(isbn, Problem):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = lending.desk_of(centre, actor)
        public: dict[str, JsonValue] = {
            "centre": str(library.centre.ref), "kind": new.kind, "copies": new.copies,
        }  # fmt: skip
        acting.enter(fresh.stream, events.TITLE_ADDED, public)
        known = Title.objects.filter(library=library, isbn=isbn).first() if isbn else None
        title = known or Title(library=library, kind=new.kind, isbn=isbn)
        if known is None:
            title.name, title.author = new.name.strip()[:120], new.author.strip()[:80]
            title.found = lending.found_by(title.name, title.author, isbn)
            title.save(force_insert=True)
        there = title.copies.count() if known else 0
        Copy.objects.bulk_create(
            Copy(
                title=title,
                barcode=new.barcode.strip()
                if n == 0 and new.barcode
                else f"L{title.pk:06d}{there + n + 1:02d}",
            )
            for n in range(new.copies)
        )
        return str(title.ref)

    return str(
        act("centres.add_title", work, said=[str(centre), repr(new)], actor=actor, act_id=act_id, at=at)
    )


def _wrong(new: NewTitle) -> Iterator[Problem]:
    if not new.name.strip():
        yield Problem("name", "centres.lending.name_missing")
    if new.kind not in TITLE_KINDS:
        yield Problem("kind", "centres.lending.no_such_kind")
    if not 1 <= new.copies <= MOST_COPIES:
        yield Problem("copies", "centres.lending.copies", {"most": MOST_COPIES})
    code = new.barcode.strip()
    if len(code) > 30 or not code.isascii() or (code and not code.replace("-", "").isalnum()):  # noqa: PLR2004 - as the column
        yield Problem("barcode", "centres.lending.barcode_shape")
    elif code and Copy.objects.filter(barcode=code).exists():
        yield Problem("barcode", "centres.lending.barcode_taken", {"barcode": code})
