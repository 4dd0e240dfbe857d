"""What others may read of cases, always for an actor."""

from linli.apps.cases.facts.codes import query_code
from linli.apps.cases.facts.definitions import current, definition
from linli.apps.cases.facts.lists import (
    PAGE,
    QUEUES,
    Wanted,
    mine,
    public_list,
    queue,
    queue_counts,
    supporting,
)
from linli.apps.cases.facts.nearby import Near, nearby
from linli.apps.cases.facts.page import alike, case_view, precedents, steps
from linli.apps.cases.facts.public import PublicCase, by_number, public_case
from linli.apps.cases.facts.receipts import Receipt, receipt_of
from linli.apps.cases.facts.reported import Reported, reported_by
from linli.apps.cases.facts.rows import (
    AlikeRow,
    CasePage,
    CaseRow,
    CaseView,
    PartRow,
    RulingRow,
    Step,
)

__all__ = [
    "PAGE",
    "QUEUES",
    "AlikeRow",
    "CasePage",
    "CaseRow",
    "CaseView",
    "Near",
    "PartRow",
    "PublicCase",
    "Receipt",
    "Reported",
    "RulingRow",
    "Step",
    "Wanted",
    "alike",
    "by_number",
    "case_view",
    "current",
    "definition",
    "mine",
    "nearby",
    "precedents",
    "public_case",
    "public_list",
    "query_code",
    "queue",
    "queue_counts",
    "receipt_of",
    "reported_by",
    "steps",
    "supporting",
]
