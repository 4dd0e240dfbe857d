"""Bundles in the county: a folder is checked and proposed, a second person approves, nobody begins under a retired one."""

from __future__ import annotations

import shutil

import pytest
from tests import cast
from tests.city import act_id
from tests.journeys import county_town as town
from tests.journeys.county_matrix_test import text
from tests.journeys.county_pages_test import act

from linli.apps.bundles import facts as bundles
from linli.apps.catalogue import facts
from linli.packs.bundles import publish_bundle_folder
from linli.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db
HERE = "/county/bundles"


@pytest.fixture
def folder(tmp_path, settings):
    """A place of packs with one bundle, its services among the shipped ones."""
    place = tmp_path / "bundles" / "newborn"
    shutil.copytree(SHIPPED / "bundles" / "newborn", place)
    settings.PACKS_DIR = tmp_path
    return place


@pytest.fixture
def keeper(client):
    client.force_login(cast.county_administrator().account)
    return client


def sent(client, path=HERE, **said):
    return client.post(path, {**said, "act_id": act_id()}, follow=True)


def test_a_folder_is_proposed_and_approved_by_somebody_else(folder, keeper, client):
    assert "还没有发布过一件事" in text(keeper.get(HERE))
    assert "等另一位同事批准" in text(act(keeper, HERE, HERE, folder="bundles/newborn"))
    (one,) = facts.pack_versions(kind="bundle")
    assert (one.status, [*bundles.bundles()]) == ("proposed", [])
    assert "要由另一位同事批准" in text(keeper.get(HERE))
    own = sent(keeper, f"{HERE}/decide", do="approve", sha=one.sha256)
    assert own.status_code == 409
    client.force_login(cast.second_approver().account)
    assert "已批准" in text(act(client, f"{HERE}/decide", HERE, do="approve", sha=one.sha256))
    assert [bundle.name for bundle in bundles.bundles()] == ["newborn"]
    assert sent(client, folder="bundles/newborn").status_code == 404, "who approves does not propose"


def test_a_faulty_folder_is_told_by_line_and_not_published(folder, keeper):
    file = folder / "bundle.yaml"
    file.write_text(file.read_text("utf-8").replace("\nparts:", "\npartz:", 1), "utf-8")
    assert "bundle.yaml" in text(keeper.get(HERE))
    wrong = sent(keeper, folder="bundles/newborn")
    assert (wrong.status_code, facts.pack_versions(kind="bundle")) == (422, ())
    assert sent(keeper, folder="../../etc").status_code == 404


def test_a_retired_one_takes_nothing_new(folder, keeper):
    sha = publish_bundle_folder(folder, **town.said())
    assert "已停用" in text(act(keeper, f"{HERE}/decide", HERE, do="retire", sha=sha))
    assert [*bundles.bundles()] == []
    assert sent(keeper, f"{HERE}/decide", do="retire", sha=sha).status_code == 409
    assert sent(keeper, f"{HERE}/decide", do="retire", sha="0" * 64).status_code == 404


def test_only_who_keeps_services_sees_it(client):
    may = {cast.county_administrator, cast.second_approver, cast.auditor, cast.dispatcher}
    for make in cast.EVERYBODY:
        member = make()
        if member.account is not None:
            client.force_login(member.account)
            assert client.get(HERE).status_code == (200 if make in may else 404), make
