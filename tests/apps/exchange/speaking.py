"""What another city may send us - a message, a request about a file, a change of its key - in one form for all three."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.apps.exchange.test_exchange import HANDED, SECRET
from tests.apps.exchange.test_their_key import NEXT, public
from tests.apps.exchange.town import PAPER, states
from tests.city import act_id

from linli.apps.cases.models import Case
from linli.apps.exchange.facts.keys import ASK, CONTEXT, PROOF
from linli.apps.exchange.models import Enclosure, Exchange, Message, PeerKey
from linli.core.exchange.message import ABOUT_KEYS, VERSION, WITH_FILES
from linli.kernel.audit.models import Entry

KINDS = ("message", "file", "key")
ADDRESSES = {"message": ("messages", CONTEXT), "file": ("files", ASK), "key": ("messages", CONTEXT)}


def spelled(said):
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def moment(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Speaker:
    """The city there, beside a matter in which we named a file to it."""

    def __init__(self, town):
        town.sends(PAPER)
        self.town, self.now = town, timezone.now()

    def good(self, kind, /, **changes):
        """What we would take, or what it becomes by some changes; a new key proves what was changed, too."""
        matter, file = Exchange.objects.first().ref, Enclosure.objects.first().ref
        city = {"from": "linhe", "to": "fenan"}
        said = {
            "message": {
                "v": VERSION, **city, "id": act_id(), "exchange": act_id(), "n": 1, "kind": "handed_over",
                "at": moment(self.now), "body": HANDED,
            },
            "file": {
                "v": WITH_FILES, **city, "exchange": str(matter), "file": str(file), "does": "fetch",
                "code": "", "because": {}, "at": moment(self.now),
            },
            "key": {
                "v": ABOUT_KEYS, **city, "id": act_id(), "old": public(SECRET), "new": public(NEXT),
                "since": moment(self.now), "until": moment(self.now + timedelta(days=7)),
            },
        }[kind]  # fmt: skip
        said = {**said, **changes}
        if kind == "key" and "proof" not in said:
            said["proof"] = NEXT.sign(PROOF + spelled(said)).hex()
        return spelled(said)

    def sends(self, kind, data, *, secret=SECRET, code="linhe", signed=None):
        """Send it by HTTP; returns the status and what was told, or the bytes of a file."""
        path, context = ADDRESSES[kind]
        signature = secret.sign(context + (signed or data)).hex()
        answer = Client().post(
            f"/exchange/v1/{path}", data, content_type="application/json",
            headers={"Linli-Peer": code, "Linli-Signature": signature},
        )  # fmt: skip
        if answer.streaming:
            return answer.status_code, b"".join(answer.streaming_content)
        return answer.status_code, answer.json()


def stands():
    """Everything that what they send could change here."""
    keys = list(PeerKey.objects.order_by("id").values_list("public", "until"))
    kinds = (Entry, Case, Exchange, Message)
    return [*(kind.objects.count() for kind in kinds), states(), keys]


def is_told(status, told, code):
    """A refusal has a code for the other program and a sentence for each of its readers."""
    assert (status, told["code"]) == code
    assert told["zh"]
    assert told["en"]
    assert told["zh"] != told["en"]
