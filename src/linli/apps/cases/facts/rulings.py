"""Rulings that agree: what was decided again and again, so that a row of the matrix may say it once."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.cases.models import Ruling
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission

LEVELS = 3
"""City, district, sub-district: a row for a single address would help nobody."""
LATEST = 2_000


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rulings on a subject and link in a sub-district, oldest first, as `catalogue.propose_from_rulings` takes them."""

    subject: str
    link: str
    area_path: str
    rulings: tuple[dict[str, str], ...]


def agreements(*, actor: Actor, least: int = 3) -> tuple[Agreement, ...]:
    """Return where the latest ``least`` rulings name one body, for whoever may propose rows there."""
    if not actor.may(Permission.MATRIX_PROPOSE):
        return ()
    rows = Ruling.objects.exclude(subject="").exclude(area_path="").order_by("-at", "-id")
    columns = ("subject", "case__link", "area_path", "competent__ref", "at", "case__number")
    found: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for subject, link, path, body, at, number in rows.values_list(*columns)[:LATEST]:
        place = _wide(path)
        if actor.may(Permission.MATRIX_PROPOSE, area_path=place):
            ruling = {"body": str(body), "at": at.isoformat(), "case": number}
            found.setdefault((subject, link, place), []).insert(0, ruling)
    return tuple(
        Agreement(subject, link, place, tuple(all_))
        for (subject, link, place), all_ in found.items()
        if len(all_) >= least and len({one["body"] for one in all_[-least:]}) == 1
    )


def _wide(path: str) -> str:
    return "/" + "".join(f"{step}/" for step in path.split("/")[1:-1][:LEVELS])
