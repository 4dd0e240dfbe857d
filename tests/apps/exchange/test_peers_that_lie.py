"""A city that lies, or somebody who says to be that city: told why, and nothing changes."""

import pytest
from tests.apps.exchange.speaking import KINDS, Speaker, is_told, moment, stands
from tests.apps.exchange.test_their_key import NEXT, THIRD, WEEK, public
from tests.city import AT, act_id

LIES = {
    "a signature of nobody": ({}, {"secret": THIRD}, (403, "exchange.no_peer")),
    "a city that we do not know": ({}, {"code": "taigu"}, (403, "exchange.no_peer")),
    "no city at all": ({}, {"code": "x" * 300}, (403, "exchange.no_peer")),
    "signed before it was changed": ({}, {"signed": b"{}"}, (403, "exchange.no_peer")),
    "said to be from another city": ({"from": "taigu"}, {}, (409, "exchange.other_sender")),
    "meant for another city": ({"to": "taigu"}, {}, (409, "exchange.not_for_us")),
    "a field too many": ({"more": 1}, {}, (422, "exchange.shape")),
}
OF_ONE_KIND = {
    "news of a matter that is none": ("message", {"kind": "withdrawn", "body": {"words": ""}}, (409, "exchange.no_such_matter")),
    "another body": ("message", {"body": {}}, (422, "exchange.fields")),
    "a file that was not named": ("file", {"file": act_id()}, (404, "exchange.no_such_file")),
    "a request of yesterday": ("file", {"at": moment(AT)}, (425, "exchange.stale")),
    "a key of somebody else": ("key", {"proof": "00" * 64}, (403, "exchange.key_proof")),
    "a key vouched for by another": ("key", {"old": public(NEXT), "new": public(THIRD), "proof": None}, (403, "exchange.key_proof")),
    "two keys for ever": ("key", {"until": moment(AT + 90 * WEEK)}, (422, "exchange.key_overlap")),
}  # fmt: skip


@pytest.fixture
def speaker(town):
    return Speaker(town)


@pytest.mark.parametrize("kind", KINDS)
def test_who_lies_about_who_says_it_is_told_so(speaker, kind):
    before = stands()
    for changes, how, code in LIES.values():
        is_told(*speaker.sends(kind, speaker.good(kind, **changes), **how), code)
        assert stands() == before
    status, _told = speaker.sends(kind, speaker.good(kind))
    assert status == 200, "and the truth is taken"


@pytest.mark.parametrize("name", OF_ONE_KIND)
def test_who_lies_about_what_is_said_is_told_so(speaker, name):
    kind, changes, code = OF_ONE_KIND[name]
    if changes.get("proof", "") is None:
        changes = {**changes, "proof": NEXT.sign(b"anything").hex()}
    before = stands()
    is_told(*speaker.sends(kind, speaker.good(kind, **changes)), code)
    assert stands() == before


def test_what_one_purpose_signed_serves_no_other(speaker):
    before = stands()
    is_told(*speaker.sends("file", speaker.good("message")), (409, "exchange.version"))
    is_told(*speaker.sends("message", speaker.good("file")), (422, "exchange.shape"))
    assert stands() == before
