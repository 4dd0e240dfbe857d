"""What others may do with certificates and with the registers that they rest on."""

from linli.apps.certificates.service.confirming import decide, follow_entry
from linli.apps.certificates.service.counting import count_check, count_told
from linli.apps.certificates.service.following import follow_case
from linli.apps.certificates.service.forgetting import forget_person
from linli.apps.certificates.service.granting import (
    RegisterWish,
    issue_registered,
    offered_at_counter,
    registered_of,
)
from linli.apps.certificates.service.importing import Imported, Reject, import_entries
from linli.apps.certificates.service.issuing import Wish, issue
from linli.apps.certificates.service.kiosk import (
    IDLE,
    Visit,
    Waiting,
    begin_by_card,
    begin_by_code,
    close_kiosk,
    end,
    end_idle,
    is_kiosk,
    look,
    open_kiosk,
    visit,
    waiting,
)
from linli.apps.certificates.service.recording import correct, record
from linli.apps.certificates.service.revoking import OF_HOLDER, REASONS, revoke
from linli.apps.certificates.service.signing import ACCOUNT, CARD, KIOSK

__all__ = [
    "ACCOUNT",
    "CARD",
    "IDLE",
    "KIOSK",
    "OF_HOLDER",
    "REASONS",
    "Imported",
    "RegisterWish",
    "Reject",
    "Visit",
    "Waiting",
    "Wish",
    "begin_by_card",
    "begin_by_code",
    "close_kiosk",
    "correct",
    "count_check",
    "count_told",
    "decide",
    "end",
    "end_idle",
    "follow_case",
    "follow_entry",
    "forget_person",
    "import_entries",
    "is_kiosk",
    "issue",
    "issue_registered",
    "look",
    "offered_at_counter",
    "open_kiosk",
    "record",
    "registered_of",
    "revoke",
    "visit",
    "waiting",
]
