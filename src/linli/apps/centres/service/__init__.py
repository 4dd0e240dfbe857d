"""What may be done with centres, with what lies within a walk, and with service cards."""

from linli.apps.centres.service.cards import NewLine, end_line, enter_line
from linli.apps.centres.service.facilities import (
    NewFacility,
    change_facility,
    close_facility,
    register_facility,
)
from linli.apps.centres.service.queue_calling import call_again, call_next, finish, not_here, pass_on
from linli.apps.centres.service.queue_setup import (
    BusinessWish,
    HallWish,
    set_business,
    set_counter,
    set_hall,
    turn_counter,
)
from linli.apps.centres.service.queue_taking import give_back, take_number
from linli.apps.centres.service.reach import (
    NewStreets,
    NewStudy,
    answer_studies,
    answer_study,
    ask_study,
    bring_streets,
    digest_of,
    measure_reach,
    renew_reach,
)
from linli.apps.centres.service.register import NewCentre, change_centre, close_centre, register_centre

__all__ = [
    "BusinessWish",
    "HallWish",
    "NewCentre",
    "NewFacility",
    "NewLine",
    "NewStreets",
    "NewStudy",
    "answer_studies",
    "answer_study",
    "ask_study",
    "bring_streets",
    "call_again",
    "call_next",
    "change_centre",
    "change_facility",
    "close_centre",
    "close_facility",
    "digest_of",
    "end_line",
    "enter_line",
    "finish",
    "give_back",
    "measure_reach",
    "not_here",
    "pass_on",
    "register_centre",
    "register_facility",
    "renew_reach",
    "set_business",
    "set_counter",
    "set_hall",
    "take_number",
    "turn_counter",
]
