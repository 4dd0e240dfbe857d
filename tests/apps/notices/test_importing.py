"""A list of subscribers: taken once, refused without a day of consent, in the encodings that offices use."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from linli.apps.notices.models import Subscription
from linli.site.cli import importing_subscribers

pytestmark = pytest.mark.one_database
LIST = """key,area,channels,consented_on,phone,name,door,neighbour
1,990101001001,voice visit,2026-10-01,0359-2345679,张桂兰,平房3号,是
2,990101001001,sms,,13911113333,,,
3,990101001001,sms,2026-10-01,123,,,
4,nowhere,sms,2026-10-01,13911114444,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_taken_once(city, tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(importing_subscribers, "start", lambda: None)
    file, rejects = tmp_path / "list.csv", tmp_path / "rejects.csv"
    file.write_bytes(LIST.encode(encoding))
    asked = [str(file), "--json", "--rejects", str(rejects)]
    told = CliRunner().invoke(importing_subscribers.subscribers, asked)
    assert told.exit_code == 2, told.output
    counts = {name: json.loads(told.stdout)[name] for name in ("read", "imported", "skipped", "rejected")}
    assert counts == {"read": 4, "imported": 1, "skipped": 0, "rejected": 3}
    assert "同意的日子" in rejects.read_text(encoding="utf-8-sig")
    (row,) = Subscription.objects.all()
    assert (row.source, row.neighbour, row.phone_masked) == ("import", True, "035****5679")
    again = json.loads(CliRunner().invoke(importing_subscribers.subscribers, asked).stdout)
    assert (again["imported"], again["skipped"]) == (0, 1)
    assert Subscription.objects.count() == 1
