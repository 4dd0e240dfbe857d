"""`linli import carers`, `workers` and `employers`: each line once, and for each that is not taken the reason."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests import cast
from tests.apps.care.conftest import house  # noqa: F401
from tests.apps.jobs import market
from tests.apps.jobs.conftest import shop as shop  # noqa: PLC0414

from linli.apps.care.models import Carer
from linli.apps.jobs.models import Employer, WorkerProfile
from linli.site.cli import importing_carers, importing_market

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CARERS = "login,skills,traits,days,begins,ends,lon,lat,active\n"
WORKERS = "phone,name,born,area,trades,days,parts,reach,helps,consent\n"
EMPLOYERS = "kind,name,phone,area,credit_code\n"


@pytest.fixture
def bring(monkeypatch, tmp_path):
    for module in (importing_carers, importing_market):
        monkeypatch.setattr(module, "start", lambda: None)

    def run(command, text, *more, encoding="utf-8"):
        file, rejects = tmp_path / "list.csv", tmp_path / "no.csv"
        file.write_bytes(text.encode(encoding))
        done = CliRunner().invoke(command, [str(file), *more, "--json", "--rejects", str(rejects)])
        reasons = rejects.read_text("utf-8-sig") if rejects.exists() else ""
        return done.exit_code, json.loads(done.output), reasons

    return run


def counts(told):
    return told["read"], told["imported"], told["skipped"], told["rejected"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_carers_are_entered_once_and_written_anew_when_something_differs(house, bring, encoding):  # noqa: F811
    one, two = (each.account.login for each in house.carers[:2])
    lines = (
        f"{one},bathing turning,woman,1-6,08:00,17:00,112.505,37.805,\n{two},meal、company,,,09:00,12:00,,,\n"
    )
    ask = (importing_carers.carers, CARERS + lines, "--body", "PING")
    code, told, _ = bring(*ask, encoding=encoding)
    assert (code, counts(told)) == (0, (2, 2, 0, 0))
    first, second = Carer.objects.order_by("pk")
    assert (first.skills, first.days, first.begins, first.lon) == (
        ["bathing", "turning"],
        [0, 1, 2, 3, 4, 5],
        480,
        112.505,
    )
    assert (second.skills, second.days, second.ends) == (["company", "meal"], [0, 1, 2, 3, 4], 720)
    assert counts(bring(*ask, encoding=encoding)[1]) == (2, 0, 2, 0)
    stopped = CARERS + lines.replace("37.805,\n", "37.805,no\n")
    assert counts(bring(ask[0], stopped, *ask[2:])[1]) == (2, 1, 1, 0)
    assert [row.is_active for row in Carer.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nobody,bathing,,,08:00,17:00,,,", "不是本单位的护理员"),
        ("{login},surgery,,,08:00,17:00,,,", "没有“surgery”"),
        ("{login},,,,08:00,17:00,,,", "至少选一项会做的服务"),
        ("{login},bathing,,8,08:00,17:00,,,", "“days”这一栏读不懂"),
        ("{login},bathing,,,eight,17:00,,,", "“begins”这一栏读不懂"),
        ("{login},bathing,,,17:00,08:00,,,", "上班时间不对"),
        ("{login},bathing,,,08:00,17:00,here,37.8,", "出发的地点"),
    ],
)
def test_a_carer_who_cannot_be_entered_is_listed_with_the_reason(house, bring, line, why):  # noqa: F811
    text = CARERS + line.format(login=house.carers[0].account.login) + "\n"
    code, told, reasons = bring(importing_carers.carers, text, "--body", "PING")
    assert (code, counts(told)) == (2, (1, 0, 0, 1))
    assert why in reasons
    assert not Carer.objects.exists()


def test_a_body_that_is_not_there_takes_no_carers(house, bring):  # noqa: F811
    code, told, _ = bring(importing_carers.carers, CARERS + "x,meal,,,08:00,12:00,,,\n", "--body", "NONE")
    assert (code, told["errors"][0]["code"]) == (1, "care.import_body")


def test_workers_come_in_on_their_word_and_keep_what_they_changed_themselves(shop, bring):
    by = ("--by", shop.clerk.account.login)
    lines = (
        "13700001111,石大山,1975-05-01,平桥社区,瓦工：4 帮厨,1-5,上午 下午,10,tools,口头\n"
        "13700002222,小年,2012-05-01,990101001001,kitchen,,,,,paper\n"
        "13700003333,无工种,1980-01-01,990101001001,flying,,,,,paper\n"
        "13700004444,没同意,1980-01-01,990101001001,kitchen,,,,,maybe\n"
        "13700005555,错等级,1980-01-01,990101001001,kitchen:x,,,,,paper\n"
        "13700006666,错时段,1980-01-01,990101001001,kitchen,,dawn,,,paper\n"
        "1370000,错号码,1980-01-01,990101001001,kitchen,,,,,paper\n"
        "13900002222,石铁柱,1971-03-01,990101001001,kitchen,,,,,paper\n"
    )
    code, told, reasons = bring(importing_market.workers, WORKERS + lines, *by)
    assert (code, counts(told)) == (2, (8, 1, 1, 6))
    row = WorkerProfile.objects.get(by_phone=True)
    assert (row.consent, row.reach, row.helps, row.times.count()) == ("spoken", 10_000, "tools", 10)
    assert {one.trade.code: one.level for one in row.trades.all()} == {"bricklayer": 4, "kitchen": 1}
    for words in ("不满 16 周岁", "工种", "口头同意还是书面同意", "冒号后面", "时段写"):
        assert words in reasons
    assert counts(bring(importing_market.workers, WORKERS + lines.splitlines()[0], *by)[1]) == (1, 0, 1, 0)


def test_employers_wait_for_two_looks_and_a_clerk_of_elsewhere_enters_none(shop, bring):
    lines = (
        f"company,汾安小馆,13900001111,990101001001,{market.credit_code()}\n"
        f"单位,新开的厂,13900007777,平桥社区,{market.credit_code('91140100MA0KXYJ99')}\n"
        "家庭,韩静,13900008888,990101001001,\n"
        "company,错代码,13900009999,990101001001,123\n"
    )
    by = ("--by", shop.clerk.account.login)
    code, told, _ = bring(importing_market.employers, EMPLOYERS + lines, *by)
    assert (code, counts(told)) == (2, (4, 2, 1, 1))
    assert [one.state for one in Employer.objects.order_by("pk")] == ["verified", "waiting", "waiting"]
    assert counts(bring(importing_market.employers, EMPLOYERS + lines, *by)[1]) == (4, 0, 3, 1)
    other = cast.clerk("/9901/990101/990101100/")
    text = EMPLOYERS + "家庭,周平,13900006666,990101001001,\n"
    code, told, reasons = bring(importing_market.employers, text, "--by", other.account.login)
    assert (code, counts(told)) == (2, (1, 0, 0, 1))
    assert "不归您管" in reasons
    code, told, _ = bring(importing_market.employers, text, "--by", "nobody")
    assert (code, told["errors"][0]["code"]) == (1, "import.no_such_staff")
