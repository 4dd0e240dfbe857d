"""Every answer of the catalogue, of people and of the matrix has a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import linli.apps.catalogue
import linli.apps.people
import linli.core.routing
from linli.apps.catalogue.models import DutyListRow
from linli.apps.catalogue.policy import shipped
from linli.apps.people.models import CONSENTS, RELATIONS
from linli.kernel.ui.sentences import catalogue, problems

CODE = re.compile(r"(?:Refusal|Stale|Problem|Reason)\(\s*(?:\"[a-z_]*\",\s*|name,\s*)?\"([a-z]+\.[a-z_]+)\"")


def codes():
    homes = (linli.apps.catalogue, linli.apps.people, linli.core.routing)
    files = [path for home in homes for path in Path(home.__file__).parent.rglob("*.py")]
    return {code for path in files for code in CODE.findall(path.read_text())}


def test_every_code_has_a_sentence():
    said = codes() | {"catalogue.sheet_day", "routing.row_everywhere", "routing.tie_rows", "routing.overlap"}
    assert len(said) > 60
    for sentences in catalogue().values():
        assert said - sentences.keys() == set()
    assert problems() == []


def test_every_closed_word_has_a_name():
    links = {link for one in shipped.shipments() for line in one.subjects for link in shipped.links_of(line)}
    wanted = {f"catalogue.link_{link}" for link in links}
    wanted |= {f"people.relation_{one}" for one in RELATIONS} | {
        f"people.consent_{one}_name" for one in CONSENTS
    }
    wanted |= {f"catalogue.duty_{one}" for one in ("report", "assist", "verify")}
    for sentences in catalogue().values():
        assert wanted - sentences.keys() == set()
    assert DutyListRow._meta.get_field("duty").max_length >= len("report")
