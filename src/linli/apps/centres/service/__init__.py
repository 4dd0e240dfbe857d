"""What may be done with centres."""

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
from linli.apps.centres.service.register import NewCentre, change_centre, close_centre, register_centre

__all__ = [
    "BusinessWish",
    "HallWish",
    "NewCentre",
    "call_again",
    "call_next",
    "change_centre",
    "close_centre",
    "finish",
    "give_back",
    "not_here",
    "pass_on",
    "register_centre",
    "set_business",
    "set_counter",
    "set_hall",
    "take_number",
    "turn_counter",
]
