"""What others may know of certificates."""

from linli.apps.certificates.facts.checking import FORGOTTEN, NOT_FOUND, Verdict, check_code, check_text
from linli.apps.certificates.facts.drafting import Offer, offers
from linli.apps.certificates.facts.lists import (
    CertificateRow,
    certificate,
    checked,
    in_area,
    issued,
    keys,
    mine,
    own,
    status_list,
)
from linli.apps.certificates.policy.kinds import FIELDS

__all__ = [
    "FIELDS",
    "FORGOTTEN",
    "NOT_FOUND",
    "CertificateRow",
    "Offer",
    "Verdict",
    "certificate",
    "check_code",
    "check_text",
    "checked",
    "in_area",
    "issued",
    "keys",
    "mine",
    "offers",
    "own",
    "status_list",
]
