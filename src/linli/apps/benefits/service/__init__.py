"""What may be done with answers that somebody lets us keep, and by programmes that look at them."""

from linli.apps.benefits.service.deciding import GENERAL, REASONS, accept, decline, service_of
from linli.apps.benefits.service.keeping import Wish, delete_kept, forget_account, keep, let_be_found, sweep
from linli.apps.benefits.service.programmes import Ran, end_programme, run_programme, start_programme

__all__ = [
    "GENERAL",
    "REASONS",
    "Ran",
    "Wish",
    "accept",
    "decline",
    "delete_kept",
    "end_programme",
    "forget_account",
    "keep",
    "let_be_found",
    "run_programme",
    "service_of",
    "start_programme",
    "sweep",
]
