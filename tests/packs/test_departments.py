"""`linli pack check` knows the departments that packs use, and says which of them the city of the machine lacks."""

from __future__ import annotations

import json
import shutil
import uuid
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.core.routing.rows import ROLES
from linli.kernel.access.actors import system_actor
from linli.packs.checking import check_folder
from linli.packs.folder import SHIPPED
from linli.site.cli.pack import pack

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


def test_every_role_that_finds_a_body_is_known():
    from linli.apps.catalogue.facts.matrix import ALIASES
    from linli.apps.grid.facts.offices import _ROLES

    assert {*(f"${role}" for role in _ROLES), *ALIASES} == ROLES
