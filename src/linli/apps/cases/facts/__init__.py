"""What others may read of cases, always for an actor."""

from linli.apps.cases.facts.besides import (
    ExclusionRow,
    OrderRow,
    ShiftNoteRow,
    beside_counts,
    exclusions_of,
    exclusions_to_decide,
    orders_issued,
    orders_of,
    orders_to_answer,
    shift_notes,
)
from linli.apps.cases.facts.codes import query_code
from linli.apps.cases.facts.definitions import current, definition
from linli.apps.cases.facts.lists import (
    LATE,
    PAGE,
    QUEUES,
    Wanted,
    find,
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
from linli.apps.cases.facts.rulings import Agreement, agreements
from linli.apps.cases.facts.sheet import SheetLine, sheet

__all__ = [
    "LATE",
    "PAGE",
    "QUEUES",
    "Agreement",
    "AlikeRow",
    "CasePage",
    "CaseRow",
    "CaseView",
    "ExclusionRow",
    "Near",
    "OrderRow",
    "PartRow",
    "PublicCase",
    "Receipt",
    "Reported",
    "RulingRow",
    "SheetLine",
    "ShiftNoteRow",
    "Step",
    "Wanted",
    "agreements",
    "alike",
    "beside_counts",
    "by_number",
    "case_view",
    "current",
    "definition",
    "exclusions_of",
    "exclusions_to_decide",
    "find",
    "mine",
    "nearby",
    "orders_issued",
    "orders_of",
    "orders_to_answer",
    "precedents",
    "public_case",
    "public_list",
    "query_code",
    "queue",
    "queue_counts",
    "receipt_of",
    "reported_by",
    "sheet",
    "shift_notes",
    "steps",
    "supporting",
]
