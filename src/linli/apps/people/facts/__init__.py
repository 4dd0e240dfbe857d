"""What may be known of people, by whom."""

from linli.apps.people.facts.consents import (
    ConsentFact,
    Mandate,
    account_behind,
    account_of_card,
    agent_accounts,
    agent_for,
    agent_subjects,
    consents,
    consents_on_paper,
    has_consent,
    mandates,
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
    "Mandate",
    "MemberFact",
    "ResidentFact",
    "account_behind",
    "account_of_card",
    "agent_accounts",
    "agent_for",
    "agent_subjects",
    "consents",
    "consents_on_paper",
    "find_residents",
    "has_consent",
    "household",
    "households_of",
    "mandates",
    "me",
    "represented",
    "resident",
]
