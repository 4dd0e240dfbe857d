"""`linli peers` about keys: what it prints, and what its exit code says."""

import json

import pytest
from click.testing import CliRunner
from tests.apps.exchange.test_exchange import KEY, refuses

from linli.apps.exchange import facts
from linli.apps.exchange.models import Announcement, Peer, PeerKey
from linli.site.cli.peers import peers

pytestmark = pytest.mark.one_database


def run(*words, code=0):
    done = CliRunner().invoke(peers, words)
    assert done.exit_code == code, done.output
    return done.output.strip()


def test_a_key_is_changed_by_command_and_noted_where_it_was_put_by_hand(border):
    before = run("key").split()[1]
    border.answer = refuses(409, "exchange.version")
    assert "1 到 90" in run("new-key", "--days", "91", code=2)
    made = run("new-key", "--days", "3")
    assert made == facts.own_key().public != before
    assert "还没有结束" in run("new-key", code=2)
    said = [json.loads(line) for line in run("keys", "--json").splitlines()]
    assert [one["key"] for one in said if one["kind"] == "="] == [made, before]
    assert [(one["peer"], one["state"]) for one in said if one["kind"] == "→"] == [("linhe", "unknown")]
    assert [one["key"] for one in said if one["kind"] == "←"] == [KEY]
    assert "linhe" in run("keys")
    run("entered", "linhe")
    assert Announcement.objects.get().state == "entered"
    assert "不用再登记" in run("entered", "linhe", code=2)
    assert run("entered", "taigu", code=2) == "taigu"


def test_a_city_is_told_again_by_hand_and_another_is_no_longer_believed(border):
    border.answer = refuses(409, "exchange.key_replaced")
    run("new-key")
    border.answer = border.signs
    assert run("retry") == "1 1"
    assert run("distrust", "taigu", code=2) == "taigu"
    run("distrust", "linhe")
    assert PeerKey.objects.get().distrusted
    run("close", "linhe")
    assert run("close", "linhe", code=2) == "linhe"
    words = ("--url", "https://linhe.example", "--name", "临河市", "--service", "vaccination-booklet")
    assert "不可信" in run("add", "linhe", "--key", KEY, *words, code=2)
    assert run("add", "linhe", "--key", "ab" * 32, *words) == "linhe"
    assert Peer.objects.get().closed_at is None
