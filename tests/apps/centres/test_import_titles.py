"""`linli import titles`: taken in once, from the encodings that people save in; rejects say line, reason and remedy."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.apps.centres.conftest import act

from linli.apps.centres import service
from linli.apps.centres.models import Copy, Title
from linli.core.slots.lending import LendingRule
from linli.site.cli.importing import import_group

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
FILE = "题名,作者,ISBN,类别,册数,条码\n红楼梦,曹雪芹,7-02-000220-X,图书,2,\n积木,,,玩具,1,T-9\n坏书,,12345,图书,1,\n,,,,1,\n"


def bring(path, *more):
    return CliRunner().invoke(import_group, ["titles", str(path), "--centre", "PING-1", "--json", *more])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_titles_are_taken_in_once_from_any_encoding(place, tmp_path, encoding):
    file = tmp_path / "titles.csv"
    file.write_bytes(FILE.encode(encoding))
    assert bring(file).exit_code == 1  # the centre does not lend yet
    service.set_library(place.ref, LendingRule(), **act())
    first = bring(file)
    told = json.loads(first.output)
    assert (first.exit_code, told["read"], told["imported"], told["skipped"], told["rejected"]) == (
        2,
        4,
        2,
        0,
        2,
    )
    assert [(one["line"], one["field"]) for one in told["rejects"]] == [(4, "isbn"), (5, "name")]
    assert all(one["reason_zh"] and one["remedy_en"] for one in told["rejects"])
    again = json.loads(bring(file).output)
    assert (again["imported"], again["skipped"]) == (0, 2)
    assert sorted(Copy.objects.values_list("title__name", flat=True)) == ["积木", "红楼梦", "红楼梦"]
    assert Title.objects.get(name="红楼梦").isbn == "9787020002207"


def test_a_file_that_is_not_there(place, tmp_path):
    assert bring(tmp_path / "none.csv").exit_code == 1
