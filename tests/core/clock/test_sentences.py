"""Every code of legal time has its sentence in both languages, and every sentence a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

import linli
from linli.core.clock.limits import Unit
from linli.core.clock.notice import HOLIDAYS

ROOT = Path(linli.__file__).parent
SOURCES = [*(ROOT / "core/clock").glob("*.py"), ROOT / "site/cli/clock.py", ROOT / "site/cli/calendar.py"]
FAMILIES = {
    *(f"clock.{kind}.{unit}" for kind in ("limit", "extended") for unit in Unit),
    *(f"clock.{kind}.{name}" for kind in ("off", "off_day") for name in HOLIDAYS),
    "clock.tell_resident_later",
    "clock.tell_resident_earlier",
    "clock.tell_handler_later",
}


def sentences(language):
    text = (ROOT / f"core/clock/locale/{language}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_codes_and_sentences_match(language):
    code = re.compile(r'"(clock\.[a-z_.]+)"')
    used = {found for source in SOURCES for found in code.findall(source.read_text(encoding="utf-8"))}
    assert set(sentences(language)) == used | FAMILIES


def test_both_languages_fill_the_same_blanks():
    chinese, english = sentences("zh"), sentences("en")
    for key, said in chinese.items():
        assert blanks(said) == blanks(english[key]), key


def blanks(said):
    forms = said.values() if isinstance(said, dict) else [said]
    found = [set(re.findall(r"\{([a-z_]+)", form)) for form in forms]
    assert all(one == found[0] for one in found)
    return found[0]
