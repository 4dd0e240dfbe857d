"""Who told a case: their account and name, for whoever already sees the case as theirs or as its staff."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.cases.facts.rows import CaseView
from linli.apps.cases.models import Participant


@dataclass(frozen=True, slots=True)
class Teller:
    """The person who told a case. ``account_id`` is for foreign keys and never leaves the server."""

    account_id: int | None = None
    name: str = ""


def teller_of(view: CaseView) -> Teller:
    """Return who told the case; nobody to those who only joined it."""
    if not (view.staff or view.relation in {"reporter", "agent"}):
        return Teller()
    rows = Participant.objects.filter(case=view.case, relation="reporter").order_by("id")
    row = rows.values_list("account_id", "name", "account__name").first()
    return Teller(row[0], row[1] or row[2] or "") if row else Teller()
