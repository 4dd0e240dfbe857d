"""Bad input from other cities has one page for each kind of it, and every reason that we give is provoked somewhere."""

from pathlib import Path

import pytest
import yaml
from tests.apps.exchange.speaking import KINDS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGES = {
    "old version": "of_old_versions",
    "lie": "that_lie",
    "repeat": "that_repeat",
    "down for a day": "that_are_down",
}
LOCALE = ROOT / "src/linli/core/exchange/locale/zh.yaml"
WORDS = {"exchange.untold_files", "exchange.files_not_sent"}
"""Sentences that stand in a case, with what they are about; no reasons."""


@pytest.mark.parametrize("name", PAGES)
def test_each_bad_input_of_a_peer_has_a_page_about_all_that_it_may_send(name):
    text = (HERE / f"test_peers_{PAGES[name]}.py").read_text(encoding="utf-8")
    assert "KINDS" in text
    assert KINDS == ("message", "file", "key")


def test_every_reason_is_provoked_by_a_test():
    folders = (HERE, ROOT / "tests/core/exchange")
    tests = "".join(one.read_text(encoding="utf-8") for folder in folders for one in folder.glob("test_*.py"))
    codes = set(yaml.safe_load(LOCALE.read_text(encoding="utf-8"))) - WORDS
    assert {one for one in codes if f'"{one}"' not in tests} == set()
