"""What others may know of certificates."""

from linli.apps.certificates.facts.checking import (
    FORGOTTEN,
    NOT_FOUND,
    SealTold,
    Verdict,
    check_code,
    check_text,
    seal_on,
)
from linli.apps.certificates.facts.city_seals import way as city_seal_way
from linli.apps.certificates.facts.drafting import Offer, offers
from linli.apps.certificates.facts.lists import (
    CertificateRow,
    certificate,
    checked,
    checked_by_day,
    digest_of,
    figures,
    in_area,
    issued,
    keys,
    mine,
    own,
    status_list,
    status_lists,
)
from linli.apps.certificates.facts.registers import (
    EntryRow,
    entries,
    entry,
    my_entries,
    register_named,
    registered,
    waiting,
)
from linli.apps.certificates.policy.kinds import FIELDS, Kind, kinds, of_folders, published
from linli.apps.certificates.policy.registers import COLUMNS, REGISTERS

__all__ = [
    "COLUMNS",
    "FIELDS",
    "FORGOTTEN",
    "NOT_FOUND",
    "REGISTERS",
    "CertificateRow",
    "EntryRow",
    "Kind",
    "Offer",
    "SealTold",
    "Verdict",
    "certificate",
    "check_code",
    "check_text",
    "checked",
    "checked_by_day",
    "city_seal_way",
    "digest_of",
    "entries",
    "entry",
    "figures",
    "in_area",
    "issued",
    "keys",
    "kinds",
    "mine",
    "my_entries",
    "of_folders",
    "offers",
    "own",
    "published",
    "register_named",
    "registered",
    "seal_on",
    "status_list",
    "status_lists",
    "waiting",
]
