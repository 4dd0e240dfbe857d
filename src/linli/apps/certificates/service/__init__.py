"""What others may do with certificates."""

from linli.apps.certificates.service.counting import count_check
from linli.apps.certificates.service.following import follow_case
from linli.apps.certificates.service.forgetting import forget_person
from linli.apps.certificates.service.issuing import CARD, Wish, issue
from linli.apps.certificates.service.revoking import OF_HOLDER, REASONS, revoke

__all__ = [
    "CARD",
    "OF_HOLDER",
    "REASONS",
    "Wish",
    "count_check",
    "follow_case",
    "forget_person",
    "issue",
    "revoke",
]
