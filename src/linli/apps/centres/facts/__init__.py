"""What others may know of centres, of what lies within a walk, and of service cards."""

from linli.apps.centres.facts.cards import CardLine, card_lines, entries_of, national
from linli.apps.centres.facts.facilities import FacilityFact, facilities, facility, open_on
from linli.apps.centres.facts.near import Nearest, Round, around
from linli.apps.centres.facts.queue import (
    BoardFact,
    CounterFact,
    NumberFact,
    SeatFact,
    board,
    counters,
    hall_setup,
    halls,
    number,
    seat,
)
from linli.apps.centres.facts.register import CentreFact, centre, centres_by_id, centres_in
from linli.apps.centres.facts.shares import ResultFact, ShareFact, figures, latest, shares_of
from linli.apps.centres.facts.streets import StreetsFact, in_force, networks
from linli.apps.centres.facts.studies import StudyFact, studies, study
from linli.apps.centres.models import ENTRIES
from linli.apps.centres.models.queue import REASONS
from linli.apps.centres.policy.kinds import ALL as ALL_KINDS
from linli.apps.centres.policy.kinds import KINDS

__all__ = [
    "ALL_KINDS",
    "ENTRIES",
    "KINDS",
    "REASONS",
    "BoardFact",
    "CardLine",
    "CentreFact",
    "CounterFact",
    "FacilityFact",
    "Nearest",
    "NumberFact",
    "ResultFact",
    "Round",
    "SeatFact",
    "ShareFact",
    "StreetsFact",
    "StudyFact",
    "around",
    "board",
    "card_lines",
    "centre",
    "centres_by_id",
    "centres_in",
    "counters",
    "entries_of",
    "facilities",
    "facility",
    "figures",
    "hall_setup",
    "halls",
    "in_force",
    "latest",
    "national",
    "networks",
    "number",
    "open_on",
    "seat",
    "shares_of",
    "studies",
    "study",
]
