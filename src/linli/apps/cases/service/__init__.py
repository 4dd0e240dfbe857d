"""What can be done with a case: each function is one act."""

from __future__ import annotations

from linli.apps.cases.service.beside import (
    NOTE_LIMIT,
    add_note,
    classify,
    join,
    make_confidential,
    review_summary,
    unmasked_contact,
)
from linli.apps.cases.service.files import form_key
from linli.apps.cases.service.following import leave
from linli.apps.cases.service.forgetting import CONTACT, forget_ended
from linli.apps.cases.service.intake import (
    BODY_LIMIT,
    CHANNELS,
    CONSENTS,
    KINDS,
    Contact,
    Told,
    check_opening,
    check_told,
    open_case,
    open_within,
)
from linli.apps.cases.service.migrating import carry_out
from linli.apps.cases.service.moving import move
from linli.apps.cases.service.orders import answer_order, ask_exclusion, decide_exclusion, issue_order
from linli.apps.cases.service.parts import answer_part, pass_on
from linli.apps.cases.service.places import Place, place_of, spot
from linli.apps.cases.service.reminding import remind_due
from linli.apps.cases.service.saving import (
    Begun,
    erase_form,
    erase_own,
    mark_sent,
    resume,
    resume_by_code,
    save_form,
    wipe_due,
)
from linli.apps.cases.service.sending import send_by_itself
from linli.apps.cases.service.shifts import take_shift_note, write_shift_note

__all__ = [
    "BODY_LIMIT",
    "CHANNELS",
    "CONSENTS",
    "CONTACT",
    "KINDS",
    "NOTE_LIMIT",
    "Begun",
    "Contact",
    "Place",
    "Told",
    "add_note",
    "answer_order",
    "answer_part",
    "ask_exclusion",
    "carry_out",
    "check_opening",
    "check_told",
    "classify",
    "decide_exclusion",
    "erase_form",
    "erase_own",
    "forget_ended",
    "form_key",
    "issue_order",
    "join",
    "leave",
    "make_confidential",
    "mark_sent",
    "move",
    "open_case",
    "open_within",
    "pass_on",
    "place_of",
    "remind_due",
    "resume",
    "resume_by_code",
    "review_summary",
    "save_form",
    "send_by_itself",
    "spot",
    "take_shift_note",
    "unmasked_contact",
    "wipe_due",
    "write_shift_note",
]
