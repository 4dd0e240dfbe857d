"""Lists of card lines, of rounds and of what came on paper: taken once, refused by line, in the encodings of offices."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.apps.council.test_council import ASKED
from tests.city import AT

from linli.apps.activities.models import Circuit, Stop
from linli.apps.centres import facts as centres
from linli.apps.council import service as council
from linli.apps.council.models import Suggestion
from linli.apps.grid import facts as grid
from linli.site.cli import importing_near

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CARDS = """area,kind,name_zh,phone,hours
990101001001,bank,农商银行,0351-2000009,
990101001001,bank_of_space,太空银行,0351-2000009,
990101001001,meals,食堂,13911112222,
990101001001,meals,,0351-2000010,
nowhere,bank,农商银行,0351-2000009,
"""
ROUNDS = """code,title_zh,body,team,area,starts,ends,place
R1,义诊,PING,一队,990101001001,2099-10-19T09:00,2099-10-19T11:00,居委会
R2,体检,PING,二队,990101001001,2099-10-20T09:00,2099-10-20T08:00,
R1,义诊,PING,一队,990101001001,2099-10-19T14:00,2099-10-19T16:00,广场
,体检,PING,二队,990101001001,2099-10-20T09:00,2099-10-20T18:00,
R3,义诊,PING,一队,990101001001,2099-10-19T10:00,2099-10-19T12:00,
"""
PAPERS = """key,text,channel,name
1,装几把长椅,paper,王秀兰
2,装灯,online,
3,,hall,
"""


@pytest.fixture(autouse=True)
def ready(monkeypatch, tmp_path):
    monkeypatch.setattr(importing_near, "start", lambda: None)
    monkeypatch.chdir(tmp_path)


def bring(command, content, *more):
    """Write a file, bring it in, and return the exit code, the counts and the lines of the rejected rows."""
    Path("list.csv").write_bytes(content)
    done = CliRunner().invoke(command, ["list.csv", "--json", *more])
    told = json.loads(done.stdout)
    if "errors" in told:
        return done.exit_code, told["errors"][0]["code"]
    return done.exit_code, *(told[name] for name in ("read", "imported", "skipped", "rejected"))


def rejects():
    return Path("list.rejects.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_lines_of_cards_are_taken_once_and_replaced_where_they_differ(city, encoding):
    assert bring(importing_near.cards, CARDS.encode(encoding)) == (2, 5, 1, 0, 4)
    for words in ("没有“bank_of_space”这一栏", "不印个人手机号"):
        assert words in rejects()
    good = CARDS.splitlines()[:2]
    assert bring(importing_near.cards, "\n".join(good).encode(encoding)) == (0, 1, 0, 1, 0)
    other = [good[0], good[1].replace("2000009", "2000011")]
    for content in (other, good):  # and back again
        assert bring(importing_near.cards, "\n".join(content).encode(encoding)) == (0, 1, 1, 0, 0)
    area = grid.area("990101001001")
    (bank,) = (one for one in centres.card_lines(area.path) if one.kind == "bank")
    assert (bank.name_zh, bank.phone) == ("农商银行", "0351-2000009")


def test_a_round_is_taken_whole_or_not_at_all(city):
    assert bring(importing_near.circuits, ROUNDS.encode()) == (2, 5, 2, 0, 3)
    assert (Circuit.objects.count(), Stop.objects.count()) == (1, 2)
    assert bring(importing_near.circuits, ROUNDS.encode()) == (2, 5, 0, 2, 3)


def test_what_came_on_paper_waits_to_be_looked_over(city):
    clerk = city.people["clerk"]
    meeting = council.open_meeting(ASKED, actor=clerk.actor, act_id=str(uuid.uuid4()), at=AT)
    late = Suggestion.objects.all()
    told = bring(importing_near.suggestions, PAPERS.encode(), "--meeting", meeting)
    assert told == (2, 3, 1, 0, 2)
    assert [(one.channel, one.state, one.account) for one in late] == [("paper", "waiting", None)]
    assert bring(importing_near.suggestions, PAPERS.encode(), "--meeting", meeting) == (2, 3, 0, 1, 2)
    nowhere = bring(importing_near.suggestions, PAPERS.encode(), "--meeting", str(uuid.uuid4()))
    assert nowhere == (2, 3, 0, 0, 3)
    assert "没有这样的会" in rejects()


@pytest.mark.parametrize(
    ("command", "more"),
    [(importing_near.cards, ()), (importing_near.circuits, ()), (importing_near.suggestions, ("--meeting", "x"))],
)  # fmt: skip
def test_a_file_without_its_columns_or_that_is_none_is_refused(city, command, more):
    assert bring(command, b"a,b\n1,2\n", *more) == (1, "import.columns_missing")
    assert bring(command, b"\x00\x01PK", *more)[0] == 1
    done = CliRunner().invoke(command, ["none.csv", "--json", *more])
    assert (done.exit_code, json.loads(done.stdout)["errors"][0]["code"]) == (1, "import.file_missing")
