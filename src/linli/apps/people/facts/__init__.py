"""What may be known of people, by whom."""

from linli.apps.people.facts.consents import (
    ConsentFact,
    account_behind,
    agent_for,
    agent_subjects,
    consents,
    has_consent,
    represented,
)
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
    "account_behind",
    "agent_for",
    "agent_subjects",
    "consents",
    "find_residents",
    "has_consent",
    "household",
    "households_of",
    "me",
    "represented",
    "resident",
]
