"""Every answer of the grid has a sentence, and every fault of a file a remedy."""

from __future__ import annotations

import re
from pathlib import Path

import linli.apps.grid
from linli.kernel.ui.sentences import catalogue

HOME = Path(linli.apps.grid.__file__).parent
IN_FILES = re.compile(r"problem\(\s*\"([a-z_]+)\"")
ANYWHERE = re.compile(
    r"(?:Refusal|Stale|Problem)\(\s*(?:\"[a-z_]+\",\s*|f\"[^\"]*\",\s*)?\"(grid\.[a-z_]+)\""
)


def codes(pattern):
    texts = [path.read_text() for path in HOME.rglob("*.py")]
    return {code for text in texts for code in pattern.findall(text)}


def test_every_fault_of_a_file_has_a_reason_and_a_remedy():
    faults = {f"grid.{code}" for code in codes(IN_FILES)} | {"grid.file_empty", "grid.areas_overlap"}
    assert len(faults) > 25
    for sentences in catalogue().values():
        missing = [key for code in faults for key in (code, f"{code}_remedy") if key not in sentences]
        assert missing == []


def test_every_refusal_has_a_sentence_in_both_languages():
    refusals = codes(ANYWHERE)
    assert len(refusals) > 20
    for sentences in catalogue().values():
        assert refusals - sentences.keys() == set()
