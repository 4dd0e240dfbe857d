"""Volunteers of another system come in with their consent; confirmed hours reach the register of certificates."""

import json

import pytest
from click.testing import CliRunner
from tests.apps.volunteers.conftest import CLOUD, END, PING, hear
from tests.city import AT

from linli.apps.certificates.models import RegisterEntry
from linli.apps.certificates.service import decide
from linli.apps.volunteers import service
from linli.apps.volunteers.models import Volunteer
from linli.kernel.audit.outcomes import Refused
from linli.site.cli.importing import import_group
from linli.web.volunteers import registering

pytestmark = pytest.mark.django_db
HEAD = "phone,name,born,area,consented_on,skills,team\n"
ROWS = (
    f"13811110001,范老师,1970-01-01,{PING},2026-09-01,read teach,护河队\n"
    f"13811110002,小范,2009-01-01,{PING},2026-09-01,,\n"
    f"13811110003,钱工,1980-01-01,{CLOUD},,,\n"
    f"13811110004,吕姐,1980-01-01,none,2026-09-01,,\n"
    f"13811110005,施师傅,1980-01-01,{PING},2026-09-01,fly,无此队\n"
)


@pytest.fixture
def run(town, tmp_path, monkeypatch):
    monkeypatch.setattr("linli.site.cli.importing_volunteers.start", lambda: None)
    town.team(name="护河队")

    def go(content, *more, by=None):
        file = tmp_path / "people.csv"
        file.write_bytes(content)
        login = by or town.people["clerk"].account.login
        arguments = [
            "volunteers",
            str(file),
            "--by",
            login,
            "--rejects",
            str(tmp_path / "out.csv"),
            "--json",
            *more,
        ]
        done = CliRunner().invoke(import_group, arguments)
        return done.exit_code, json.loads(done.output), tmp_path / "out.csv"

    return go


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_taken_once_and_what_is_not_says_why(run, encoding):
    code, told, rejects = run((HEAD + ROWS).encode(encoding))
    assert (code, told["read"], told["imported"], told["rejected"]) == (2, 5, 1, 4)
    reasons = rejects.read_text(encoding="utf-8-sig")
    for said in (
        "不满 18 周岁的不能用表格导入",
        "要写本人同意录入的日期",
        "没有找到这个地方",
        "请在给出的选项里选",
    ):
        assert said in reasons
    assert "1381111" not in reasons
    again = run((HEAD + ROWS).encode(encoding))[1]
    assert (again["imported"], again["skipped"]) == (0, 1)
    row = Volunteer.objects.get()
    assert (row.state, row.skills, row.name_masked) == ("active", ["read", "teach"], "范**")


def test_a_file_that_is_none_or_of_nobody_is_refused_whole(run, town):
    assert run(b"phone,name\n1,2\n")[0] == 1
    assert run((HEAD + ROWS).encode(), by=town.people["supervisor"].account.login)[0] == 1
    assert run(b"")[0] == 1
    assert Volunteer.objects.count() == 0


def test_confirmed_hours_wait_in_the_register_for_a_second_person(town):
    assert registering.STEP == 3
    town.join("teacher")
    _, part = town.done("teacher", body=town.city.ref("CENTRE"))
    hours = service.confirm(part, 100, **town.said("clerk", END))
    hear(END)
    row = RegisterEntry.objects.get()
    assert (row.register, row.amount, row.state, row.title) == ("volunteers", 99, "waiting", "帮邻居取米面")
    with pytest.raises(Refused) as no:
        decide(row.ref, confirm=True, **town.said("clerk", END))
    assert no.value.refusal.code == "certificates.entry_second_person"
    decide(row.ref, confirm=True, **town.said("supervisor", END))
    new = service.correct(hours, 60, **town.said("clerk", END))
    hear(END)
    decide(RegisterEntry.objects.get(corrects=row).ref, confirm=True, **town.said("supervisor", END))
    assert RegisterEntry.objects.get(state="confirmed").amount == 60
    service.correct(new, 0, **town.said("clerk", END))
    hear(END)
    assert RegisterEntry.objects.filter(state="waiting", amount=0).count() == 1


def test_hours_corrected_before_anybody_decided_are_written_anew(town):
    town.join("teacher")
    _, part = town.done("teacher", body=town.city.ref("CENTRE"))
    hours = service.confirm(part, 120, **town.said("clerk", END))
    hear(END)
    service.correct(hours, 90, **town.said("clerk", END))
    hear(END)
    assert sorted(RegisterEntry.objects.values_list("state", "amount")) == [("refused", 120), ("waiting", 90)]
    assert AT < END
