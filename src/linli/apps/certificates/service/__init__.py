"""What others may do with certificates and with the registers that they rest on."""

from linli.apps.certificates.service.confirming import decide, follow_entry
from linli.apps.certificates.service.counting import count_check
from linli.apps.certificates.service.following import follow_case
from linli.apps.certificates.service.forgetting import forget_person
from linli.apps.certificates.service.granting import RegisterWish, issue_registered, offered_at_counter
from linli.apps.certificates.service.importing import Imported, Reject, import_entries
from linli.apps.certificates.service.issuing import Wish, issue
from linli.apps.certificates.service.recording import correct, record
from linli.apps.certificates.service.revoking import OF_HOLDER, REASONS, revoke
from linli.apps.certificates.service.signing import ACCOUNT, CARD, KIOSK

__all__ = [
    "ACCOUNT",
    "CARD",
    "KIOSK",
    "OF_HOLDER",
    "REASONS",
    "Imported",
    "RegisterWish",
    "Reject",
    "Wish",
    "correct",
    "count_check",
    "decide",
    "follow_case",
    "follow_entry",
    "forget_person",
    "import_entries",
    "issue",
    "issue_registered",
    "offered_at_counter",
    "record",
    "revoke",
]
