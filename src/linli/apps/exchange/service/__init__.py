"""What can be done between cities: keep peers, hand a case over, hear what they say, tell them what happened here."""

from linli.apps.exchange.service.forgetting import forget_case, forget_person, forget_settled
from linli.apps.exchange.service.handing import SERVICE, Handing, hand_over
from linli.apps.exchange.service.hearing import Answer, receive, work_off
from linli.apps.exchange.service.peers import NewPeer, add_peer, close_peer
from linli.apps.exchange.service.posting import post_due, try_again
from linli.apps.exchange.service.telling import tell_of

__all__ = [
    "SERVICE",
    "Answer",
    "Handing",
    "NewPeer",
    "add_peer",
    "close_peer",
    "forget_case",
    "forget_person",
    "forget_settled",
    "hand_over",
    "post_due",
    "receive",
    "tell_of",
    "try_again",
    "work_off",
]
