"""`linli import posts`: shifts from a list, once each, with the reasons of those that are not taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from tests.apps.jobs import market
from tests.apps.jobs.conftest import shop as shop  # noqa: PLC0414

from linli.apps.jobs.models import Post
from linli.core.clock.instants import BEIJING
from linli.site.cli import importing_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def bring(tmp_path, text, encoding="utf-8"):
    file = tmp_path / "shifts.csv"
    file.write_bytes(text.encode(encoding))
    done = CliRunner().invoke(
        importing_jobs.posts, [str(file), "--json", "--rejects", str(tmp_path / "no.csv")]
    )
    return done.exit_code, json.loads(done.output), tmp_path / "no.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_taken_once_and_what_is_wrong_is_said(shop, tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(importing_jobs, "start", lambda: None)
    day = (datetime.now(UTC).astimezone(BEIJING) + timedelta(days=2)).date()
    code = market.credit_code()
    rows = [
        "id,employer,trade,area,place,starts,ends,pay,unit,places,words",
        f"a,{code},bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,300,day,2,砌墙",
        f"b,{code},bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,19,hour,1,",
        f"c,{code},bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,300,day,1,先交押金",
        f"d,{code},bricklayer,990101001001,东门,{day} 17:00,{day} 08:00,300,day,1,",
        f"e,{code[:-1]}0,bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,300,day,1,",
        f"f,{code},bricklayer,990101001001,东门,someday,{day} 17:00,300,day,1,",
        f"g,{code},bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,-5,day,1,",
        f"h,{code},bricklayer,990101001001,东门,{day} 08:00,{day} 17:00,300,day,many,",
    ]
    status, told, rejects = bring(tmp_path, "\n".join(rows), encoding)
    assert (status, told["read"], told["imported"], told["rejected"]) == (2, 8, 1, 7)
    assert Post.objects.get().words == "砌墙"
    reasons = rejects.read_text(encoding="utf-8-sig")
    for words in ("22 元", "押金", "收工时间要晚于开工时间", "没有登记过"):
        assert words in reasons
    status, told, _ = bring(tmp_path, "\n".join(rows[:2]), encoding)
    assert (status, told["skipped"], Post.objects.count()) == (0, 1, 1)


def test_a_file_without_its_columns_brings_nothing(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(importing_jobs, "start", lambda: None)
    status, told, _ = bring(tmp_path, "trade,area\nx,y")
    assert (status, told["errors"][0]["code"]) == (1, "import.columns_missing")
