"""What may be done to people's records; every function is one act."""

from linli.apps.people.policy.reading import Person
from linli.apps.people.service.consents import give_consent, withdraw_consent
from linli.apps.people.service.erasing import forget_resident
from linli.apps.people.service.households import add_member, end_membership, open_household
from linli.apps.people.service.residents import correct_resident, register_resident

__all__ = [
    "Person",
    "add_member",
    "correct_resident",
    "end_membership",
    "forget_resident",
    "give_consent",
    "open_household",
    "register_resident",
    "withdraw_consent",
]
