"""`linli pack publish` says what is true: in force now, in force before, waiting for a second person, replaced."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from click.testing import CliRunner
from tests import cast

from linli.apps.catalogue import facts, service
from linli.packs.folder import SHIPPED
from linli.packs.service import publish_folder
from linli.site.cli.pack import pack

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DOG = SHIPPED / "services/dog"
AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)


def run(*words):
    done = CliRunner().invoke(pack, ["publish", str(DOG), *words])
    return done.exit_code, done.output


def told():
    status, output = run("--json")
    return status, json.loads(output)


def said(actor):
    return {"actor": actor, "act_id": str(uuid4()), "at": AT}


def test_by_command_it_is_in_force_at_once_and_again_changes_nothing():
    status, first = told()
    assert (status, first["published"], first["status"], first["changed"]) == (0, True, "current", True)
    status, second = told()
    assert (status, second["published"], second["changed"]) == (0, True, False)
    assert "没有改动" in run()[1]
    assert "Nothing changed" in run("--lang", "en")[1]


def test_what_waits_for_a_second_person_goes_on_waiting_and_that_is_said():
    keeper, second = cast.county_administrator().actor, cast.second_approver().actor
    sha = publish_folder(DOG, **said(keeper))
    status, waiting = told()
    assert (status, waiting["published"], waiting["status"], waiting["changed"]) == (
        2,
        False,
        "proposed",
        False,
    )
    assert (waiting["proposed_by"], waiting["proposed_at"]) == (
        keeper.name,
        facts.standing(sha).proposed_at.isoformat(),
    )
    status, line = run()
    assert status == 2
    assert "没有发布" in line
    assert f"由{keeper.name}在 " in line
    assert "已发布" not in line
    assert facts.snapshot().current_pack("dog") is None
    service.approve_pack(sha, **said(second))
    assert told()[0] == 0


def test_what_was_taken_out_of_use_is_not_published_again():
    keeper = cast.county_administrator().actor
    sha = told()[1]["sha256"]
    service.retire_pack(sha, **said(keeper))
    status, again = told()
    assert (status, again["published"], again["status"]) == (2, False, "retired")
    assert "已经停用" in run()[1]
