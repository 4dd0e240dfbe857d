"""Files that come with a form: kept under its key, each of them once, and taken out again by whoever sent it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from linli.apps.cases.service import form_key
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.files import facts as kept
from linli.kernel.files import service as files
from linli.kernel.files.facts import FileCard
from linli.kernel.files.service import Stored

MOST_FILES = 9
"""Files that one form may bring, whatever it asks."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where files come from and where a problem with them is told: the page's field, the question's field."""

    field: str
    told: str
    act_id: str


def take(
    request: HttpRequest, place: Place, refs: Iterable[str], at: datetime
) -> tuple[list[Stored], list[Problem]]:
    """Keep what was sent along, as far as the form may bring more beside ``refs``."""
    known, stored, problems = {*refs}, list[Stored](), list[Problem]()
    for upload in cast("list[files.Upload]", request.FILES.getlist(place.field)):
        if len(known) >= MOST_FILES:
            problems.append(Problem(place.told, "portal.too_many_files", {"limit": MOST_FILES}))
            break
        try:
            one = files.store(
                upload, owner_key=form_key(place.act_id), purpose="case", at=at, field=place.field, once=True
            )
        except Invalid as wrong:
            problems += [Problem(place.told, each.code, each.params) for each in wrong.problems]
            continue
        stored += [] if one.ref in known else [one]
        known.add(one.ref)
    return stored, problems


def drop(act_id: str, ref: str, at: datetime) -> None:
    """Delete a file; only one that this very form sent."""
    files.delete(kept.digests([ref], owner_key=form_key(act_id)), at)


def cards(act_id: str) -> Mapping[str, FileCard]:
    """Return what a form sent so far, by ref."""
    return {one.ref: one for one in kept.files_of(form_key(act_id))}
