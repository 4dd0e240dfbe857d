"""What may be done on the market of casual work; every function is one act."""

from linli.apps.jobs.models.employers import DOCUMENTS
from linli.apps.jobs.models.employers import KINDS as EMPLOYER_KINDS
from linli.apps.jobs.models.employers import REASONS as EMPLOYER_REASONS
from linli.apps.jobs.models.engagements import RUNNING as PROMISED
from linli.apps.jobs.models.posts import DEMANDS, INSURANCES, MEALS, TOOLS, UNITS, WAYS
from linli.apps.jobs.models.posts import REASONS as POST_REASONS
from linli.apps.jobs.models.workers import HELPS, KEY_GROUPS
from linli.apps.jobs.service.dictionary import (
    SortIn,
    decide_wording,
    propose_wording,
    read_sort,
    withdraw_wording,
)
from linli.apps.jobs.service.employers import (
    NewEmployer,
    add_person,
    look_at,
    refuse_employer,
    register_employer,
    remove_person,
    resume,
    suspend,
    verify,
)
from linli.apps.jobs.service.engaging import (
    answer,
    call_off,
    change_case_wish,
    confirm,
    not_there,
    offer,
    wish,
)
from linli.apps.jobs.service.forgetting import Ground, end_proofs, forget_employer, forget_worker
from linli.apps.jobs.service.noting import note
from linli.apps.jobs.service.papers import see_paper
from linli.apps.jobs.service.paying import confirm_paid, look_after_pay, note_hours, open_wage_case, say_paid
from linli.apps.jobs.service.posts import NewPost, open_post, post_shift, refuse_post, withdraw_post
from linli.apps.jobs.service.tables import TradeIn, WageIn, keep_trade, keep_wage
from linli.apps.jobs.service.workers import NewWorker, ask_for_help, enter_worker, leave, pause
from linli.core.matching.people import Free

__all__ = [
    "DEMANDS",
    "DOCUMENTS",
    "EMPLOYER_KINDS",
    "EMPLOYER_REASONS",
    "HELPS",
    "INSURANCES",
    "KEY_GROUPS",
    "MEALS",
    "POST_REASONS",
    "PROMISED",
    "TOOLS",
    "UNITS",
    "WAYS",
    "Free",
    "Ground",
    "NewEmployer",
    "NewPost",
    "NewWorker",
    "SortIn",
    "TradeIn",
    "WageIn",
    "add_person",
    "answer",
    "ask_for_help",
    "call_off",
    "change_case_wish",
    "confirm",
    "confirm_paid",
    "decide_wording",
    "end_proofs",
    "enter_worker",
    "forget_employer",
    "forget_worker",
    "keep_trade",
    "keep_wage",
    "leave",
    "look_after_pay",
    "look_at",
    "not_there",
    "note",
    "note_hours",
    "offer",
    "open_post",
    "open_wage_case",
    "pause",
    "post_shift",
    "propose_wording",
    "read_sort",
    "refuse_employer",
    "refuse_post",
    "register_employer",
    "remove_person",
    "resume",
    "say_paid",
    "see_paper",
    "suspend",
    "verify",
    "wish",
    "withdraw_post",
    "withdraw_wording",
]
