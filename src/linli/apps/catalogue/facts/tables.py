"""Lists for the pages of whoever tends the catalogue: the matrix in all its states, histories, open mappings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linli.apps.catalogue.facts.snapshot import ConditionFact, condition_key
from linli.apps.catalogue.models import Condition, MatrixRow, SubjectMapping
from linli.apps.catalogue.policy.refs import as_uuid
from linli.apps.catalogue.policy.shipped import example_rows
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A row of the matrix as it was proposed and decided."""

    ref: str
    number: int
    state: str
    subject: str
    link: str
    area_path: str
    pilot_area: str
    valid_from: date
    everywhere_from: date | None
    valid_to: date | None
    lead: str
    supporting: tuple[str, ...]
    article_zh: str
    article_en: str
    mine: bool


@dataclass(frozen=True, slots=True)
class MappingFact:
    """An old class and the new one it became, or a candidate that somebody has to decide on."""

    old: str
    new: str
    how: str
    candidate: str
    similarity_percent: int


def matrix_line(ref: str, *, actor: Actor) -> MatrixLine | None:
    """Return one row with its state; None when there is none, or not for this actor."""
    row = MatrixRow.objects.filter(ref=as_uuid(ref)).first() if actor.may(Permission.MATRIX_READ) else None
    return line_of(row, actor) if row else None


def matrix_lines(
    *, actor: Actor, state: str | None = None, subject: str | None = None
) -> tuple[MatrixLine, ...]:
    """Return rows with their state, newest first; nothing for who may not read the matrix."""
    if not actor.may(Permission.MATRIX_READ):
        return ()
    rows = MatrixRow.objects.order_by("-number")
    if state:
        rows = rows.filter(state=state)
    if subject:
        rows = rows.filter(subject=subject)
    return tuple(line_of(row, actor) for row in rows)


def line_of(row: MatrixRow, actor: Actor) -> MatrixLine:
    """Write a stored row as a fact; who proposed it is told only to that person."""
    return MatrixLine(
        ref=str(row.ref),
        number=row.number,
        state=row.state,
        subject=row.subject,
        link=row.link,
        area_path=row.area_path,
        pilot_area=row.pilot_area,
        valid_from=row.valid_from,
        everywhere_from=row.everywhere_from,
        valid_to=row.valid_to,
        lead=row.lead,
        supporting=tuple(row.supporting),
        article_zh=row.article_zh,
        article_en=row.article_en,
        mine=row.proposed_by == actor.key,
    )


def condition_history(subject: str, standard: str, number: int) -> tuple[ConditionFact, ...]:
    """Return all versions of a condition, the newest first."""
    columns = (
        "standard",
        "number",
        "version",
        "current",
        "text_zh",
        "text_en",
        "limit",
        "abridged",
        "example",
    )
    rows = Condition.objects.filter(subject__key=subject, standard=standard, number=number).order_by(
        "-version"
    )
    return tuple(
        ConditionFact(condition_key(*row[:4]), *row) for row in rows.values_list("subject__key", *columns)
    )


def mappings(*, open_only: bool = False) -> tuple[MappingFact, ...]:
    """Return the mapping of old classes to new ones; the open rows are listed, never guessed."""
    rows = SubjectMapping.objects.order_by("id")
    if open_only:
        rows = rows.filter(new="")
    return tuple(
        MappingFact(*row) for row in rows.values_list("old", "new", "how", "candidate", "similarity_percent")
    )


def example_sheet(name: str) -> str:
    """Return an example matrix as CSV: ``matrix_vegetable_oil_fuel``."""
    return example_rows(name)
