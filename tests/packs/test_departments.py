"""`linli pack check` knows the departments that packs use, and says which of them the city of the machine lacks."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.db import connection

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.core.forms.questions import Form, Question, QuestionType
from linli.core.packs.finding import Finding
from linli.core.routing.rows import ROLES
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import system_actor
from linli.kernel.ui.text import reason
from linli.packs.checking import check_folder
from linli.packs.departments import known_departments
from linli.packs.folder import SHIPPED, Located, packs_below
from linli.packs.links import links_not_here
from linli.packs.scenarios import play_one
from linli.packs.strict_yaml import read_yaml
from linli.packs.telling import told
from linli.site.cli.pack import pack
from linli.web.portal.service_forms import fields

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AGE = SHIPPED / "services/elder-allowance"


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / AGE.name
    shutil.copytree(AGE, copy)
    return copy


def rewrite(folder, old, new):
    file = folder / "pack.yaml"
    said = file.read_text(encoding="utf-8")
    assert old in said
    file.write_text(said.replace(old, new), encoding="utf-8")


def checked(folder):
    done = CliRunner().invoke(pack, ["check", str(folder), "--json"])
    return done.exit_code, json.loads(done.output)


def test_a_misspelt_department_is_found_with_what_was_meant(folder):
    rewrite(folder, "$district_dept:civil", "$district_dept:civill")
    status, told = checked(folder)
    assert status == 1
    (finding,) = told["findings"]
    assert (finding["code"], finding["path"]) == ("packs.unknown_department_near", "routing[0].supporting[0]")
    assert "$district_dept:civil”？" in finding["sentence"]["zh"]
    assert finding["remedy"]["en"].startswith("Write the code")


def test_a_folder_among_the_shipped_ones_does_not_teach_the_check_its_own_slip(folder, tmp_path, monkeypatch):
    rewrite(folder, "$district_dept:civil", "$district_dept:civill")
    monkeypatch.setattr("linli.packs.folder.SHIPPED", tmp_path)
    known_departments.cache_clear()
    assert [one.finding.code for one in check_folder(folder).found] == ["packs.unknown_department_near"]
    texts = [(path / "pack.yaml").read_text(encoding="utf-8") for path in packs_below(SHIPPED)]
    assert {code for text in texts for code in re.findall(r"\$\w+:(\w+)", text)} <= known_departments()


def test_a_note_is_not_called_nothing_to_mend(monkeypatch):
    note = Located(
        AGE / "pack.yaml", Finding("packs.no_department_here", "routing[0]", params={"value": "x"})
    )
    monkeypatch.setattr("linli.site.cli.pack.notes", lambda _checked: (note,))
    monkeypatch.setitem(connection.settings_dict, "NAME", str(AGE / "pack.yaml"))
    done = CliRunner().invoke(pack, ["check", str(AGE)])
    assert done.exit_code == 0
    assert "上面有 1 条提醒" in done.output
    assert "没有发现问题" not in done.output


def test_findings_name_a_row_as_the_file_does(folder):
    rewrite(folder, 'lead: "$subdistrict"', 'lead: "$community"')
    (finding,) = check_folder(folder).found
    assert (finding.finding.code, finding.finding.params["row"]) == ("routing.community_lead", "routing[0]")


def test_in_a_city_the_check_says_which_department_it_does_not_have(folder, tmp_path, monkeypatch):
    said = {"actor": system_actor("test"), "at": datetime(2026, 10, 9, tzinfo=UTC)}
    ground.import_areas("code,name,kind\n9901,汾安市,city\n".encode(), act_id=str(uuid.uuid4()), **said)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(folder / "pack.yaml"))  # a file that is there
    assert checked(folder)[1]["notes"] == [], "a city without bodies has nothing to say"
    bodies = "code,kind,name,area,may_lead,office\nPOL,city_department,公安局,9901,yes,police\n"
    ground.import_bodies(bodies.encode(), act_id=str(uuid.uuid4()), **said)
    assert grid.departments() == {"police"}
    status, told = checked(folder)
    assert (status, told["ok"]) == (0, True)
    (note,) = told["notes"]
    assert note["code"] == "packs.no_department_here"
    assert "$district_dept:civil" in note["sentence"]["zh"]
    rewrite(folder, "$district_dept:civil", "$district_dept:civill")
    status, told = checked(folder)
    assert (status, told["notes"]) == (1, []), "it was said already"


LINKS = "  link: {type: choice, choices: [use, again], required: true}\n"


def asking_for_a_link(tmp_path):
    """A complaint that asks for the link, and for one that is none, as a newcomer wrote it."""
    shutil.copytree(SHIPPED / "base/request", tmp_path / "request")
    copy = tmp_path / "request"
    rewrite(copy, "\nask:\n", f"\nask:\n{LINKS}")
    return copy


def test_a_link_that_is_none_is_found_in_the_question_and_in_rows(tmp_path):
    folder = asking_for_a_link(tmp_path)
    with (folder / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write('\nrouting:\n  - {link: again, from: 2026-01-01, lead: "$subdistrict", reason: x}\n')
    found = [one for one in check_folder(folder).found if one.finding.code == "packs.unknown_link"]
    assert {one.finding.path for one in found} == {"ask.link.choices[1]", "routing[0].link"}
    assert all(one.finding.line for one in found)
    said = told(found[0])
    assert "没有“again”这个环节" in said["sentence"]["zh"]
    assert "handle, production, sale, storage, transport, use" in said["sentence"]["en"]


def test_a_scenario_refuses_the_link_that_the_form_refuses(tmp_path):
    folder = asking_for_a_link(tmp_path)
    definition = check_folder(folder).definition
    text = "kind: branch\nat: 2026-03-04T09:00+08:00\nanswers: {{what: x, link: {}}}\nsteps: []\n"
    codes = {
        link: [one.code for one in play_one("x", read_yaml(text.format(link)), definition)]
        for link in ("again", "use")
    }
    assert "packs.unknown_link" in codes["again"]
    assert "packs.unknown_link" not in codes["use"]


def test_in_a_city_links_that_its_subjects_lack_are_noted(tmp_path, monkeypatch):
    definition = check_folder(asking_for_a_link(tmp_path)).definition
    assert links_not_here(definition) == (), "a city without subjects has nothing to say"
    monkeypatch.setattr(catalogue, "snapshot", lambda: SimpleNamespace(links={"lamp": ("handle",)}))
    assert {one.params["value"] for one in links_not_here(definition)} == {"use", "again"}
    assert links_not_here(check_folder(AGE).definition) == ()


def test_the_manual_lists_the_links_that_there_are():
    text = (Path(__file__).parents[2] / "docs/packs.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| `routing`"))
    assert all(f"`{link}`" in row for link in catalogue.shipped_links())


def test_a_resident_reads_links_by_name():
    form = Form((Question("link", QuestionType.CHOICE, choices=("again",)),))
    wrong = Problem("link", "catalogue.no_such_link", {"link": "again", "links": "handle, use"})
    (problem,) = fields(form, [wrong])
    assert reason(problem, lang="zh") == "这里没有您选的这一项，可以选：办理、使用。"


def test_every_role_that_finds_a_body_is_known():
    from linli.apps.catalogue.facts.matrix import ALIASES
    from linli.apps.grid.facts.offices import _ROLES

    assert {*(f"${role}" for role in _ROLES), *ALIASES} == ROLES
