"""The demo city: a year through the services, the same for the same seed, and replayed from its entries."""

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests.rows import once

from linli.apps.bundles.models import BundlePart
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.models import Case
from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid.models import HouseholdTask, TaskState
from linli.apps.jobs.models import WorkerProfile
from linli.core.lifecycle.state import replay
from linli.core.routing.rows import HANDLE
from linli.kernel.audit import facts as audit
from linli.kernel.audit.models import Entry, PrivateItem
from linli.site.demo import city, fuel, play
from linli.site.demo.digest import public_digest

pytestmark = pytest.mark.long  # one after the other, in the process that built the city
UNTIL = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
PASSWORD = "lantern-bridge-42-willow"
CASES = 60
SCRIPT = f"""
import django; django.setup()
from datetime import UTC, datetime
from linli.site.preparing import prepare_database
prepare_database()
from linli.site.demo import city, digest
class Quiet:
    def stage(self, name): pass
    def steps(self, count): pass
city.build("small", "1", datetime(2026, 11, 20, 6, 0, tzinfo=UTC), {PASSWORD!r}, Quiet(), cases={CASES})
print(digest.public_digest())
"""


class Listener:
    """Hears how far it has come, and may pull the plug."""

    def __init__(self, stop_after=None):
        self.opened, self.stop_after = 0, stop_after

    def stage(self, name):
        self.last = name

    def steps(self, count):
        self.opened += count
        if self.stop_after is not None and self.opened >= self.stop_after:
            raise KeyboardInterrupt


def build(listener=None):
    return city.build("small", "1", UNTIL, PASSWORD, listener or Listener(), cases=CASES)


@pytest.fixture
def built(db, monkeypatch):
    """The demo city with everything in it; on SQLite it was interrupted on its way."""
    if connection.vendor == "postgresql":
        return build()
    return once("demo city", lambda: interrupted(monkeypatch))


def interrupted(monkeypatch):
    monkeypatch.setattr(play, "BATCH", 60)  # so that there is something left to do
    with pytest.raises(KeyboardInterrupt):
        build(Listener(stop_after=10))
    begun = Entry.objects.count()
    finished = build()
    assert Entry.objects.count() > begun
    return finished


def differences():
    """Compare every case's row with what its entries alone say."""
    cases = Case.objects.select_related("stream")
    return [case.number for case in cases if replay(audit.replay_parts(case.stream)) != state_of(case)]


def test_every_case_is_replayed_from_its_entries_also_after_everybodys_erasure(built):
    assert built.faults == {}
    of_bundles = BundlePart.objects.exclude(case=None).count()
    assert of_bundles > 0
    helped = WorkerProfile.objects.exclude(help_case=None)
    assert sorted(one.key_group_sealed is not None for one in helped) == [False, True]
    assert abs(built.cases - of_bundles - len(helped) - CASES) <= 10
    assert differences() == []
    PrivateItem.objects.exclude(retention="log").update(value=None, salt=None)
    assert differences() == []
    assert set(Case.objects.values_list("source", flat=True)) == {"demo"}
    assert set(HouseholdTask.objects.values_list("state", flat=True)) == set(TaskState)


@pytest.mark.one_database  # it compares one run with another
def test_a_demo_that_was_interrupted_goes_on_and_is_the_same_as_one_that_was_not(tmp_path, built):
    again = build()
    assert (again.new, again.cases) == (0, built.cases)
    env = {**os.environ, "LINLI_VAR": str(tmp_path), "LINLI_DATABASE": "sqlite:///", "PYTHONPATH": "src"}
    other = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True
    )
    assert public_digest() == other.stdout.strip()


@pytest.mark.one_database  # what it asks is worked out in memory
def test_the_matrix_answers_for_every_class_everywhere_and_never_names_a_community(built):
    snapshot = catalogue.snapshot()
    communities = {one.ref for one in grid.bodies(kind="community")}
    units = grid.subtree("/", "subdistrict", "township")
    for key, links in snapshot.links.items():
        for link in links:
            for unit in units:
                if key == fuel.SUBJECT and not unit.path.startswith("/9901/990101/"):
                    assert (
                        catalogue.responsible(key, unit.path, UNTIL.date(), link=link).code
                        == "routing.no_row"
                    )
                    continue
                found = catalogue.responsible(key, unit.path, UNTIL.date(), link=link)
                assert hasattr(found, "lead"), (key, link, unit.path, found)
                assert found.lead not in communities
    kinds = Counter(one.kind for one in grid.subtree("/"))
    offices = Counter(one.office for one in grid.bodies(kind="other"))
    assert (
        (kinds["estate"], kinds["building"])
        == (offices["estate_branch"], offices["building_group"])
        == (40, 160)
    )
    assert HANDLE in next(iter(snapshot.links.values()))
    assert Entry.objects.filter(body__contains='"source":"demo"').count() > CASES
