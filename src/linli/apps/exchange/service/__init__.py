"""What can be done between cities: keep peers, hand a case over, hear what they say, tell them what happened here."""

from linli.apps.exchange.service.announcing import announce_again, announce_due, note_key_entered
from linli.apps.exchange.service.changing import NewKey, change_key, end_keys
from linli.apps.exchange.service.doing import work_off
from linli.apps.exchange.service.fetching import fetch_again, fetch_due, fetch_of
from linli.apps.exchange.service.forgetting import forget_case, forget_person, forget_settled
from linli.apps.exchange.service.handing import SERVICE, Handing, hand_over
from linli.apps.exchange.service.hearing import Answer, receive
from linli.apps.exchange.service.peers import NewPeer, add_peer, close_peer, distrust_peer
from linli.apps.exchange.service.posting import post_due, try_again
from linli.apps.exchange.service.serving import Served, hear_ask
from linli.apps.exchange.service.telling import tell_of, tell_of_note

__all__ = [
    "SERVICE",
    "Answer",
    "Handing",
    "NewKey",
    "NewPeer",
    "Served",
    "add_peer",
    "announce_again",
    "announce_due",
    "change_key",
    "close_peer",
    "distrust_peer",
    "end_keys",
    "fetch_again",
    "fetch_due",
    "fetch_of",
    "forget_case",
    "forget_person",
    "forget_settled",
    "hand_over",
    "hear_ask",
    "note_key_entered",
    "post_due",
    "receive",
    "tell_of",
    "tell_of_note",
    "try_again",
    "work_off",
]
