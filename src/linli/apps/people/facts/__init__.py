"""What may be known of people, by whom."""

from linli.apps.people.facts.consents import ConsentFact, agent_for, consents, has_consent, represented
from linli.apps.people.facts.residents import (
    HouseholdFact,
    MemberFact,
    ResidentFact,
    find_residents,
    household,
    households_of,
    me,
    resident,
)

__all__ = [
    "ConsentFact",
    "HouseholdFact",
    "MemberFact",
    "ResidentFact",
    "agent_for",
    "consents",
    "find_residents",
    "has_consent",
    "household",
    "households_of",
    "me",
    "represented",
    "resident",
]
