"""The matrix: proposed, previewed, approved by a second person, pilot first, routed at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.apps.catalogue.conftest import CITY, DAY, EAST, FUEL, LAMP, OTHER, PILOT, proposal, ref, said

from linli.apps.catalogue import events, facts, service
from linli.apps.catalogue.facts import epoch
from linli.apps.catalogue.facts.snapshot import rows_of
from linli.apps.catalogue.models import MatrixRow
from linli.apps.catalogue.policy import shipped
from linli.apps.catalogue.service import NewDuty, matrix
from linli.core.shared.outcomes import Refusal
from linli.kernel.audit.act import act
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db
WEST = "/9901/990102/990102001/990102001001/"


def lead(subject=LAMP, area=EAST, on=DAY, link="handle"):
    answer = facts.responsible(subject, area, on, link=link)
    return answer.code if isinstance(answer, Refusal) else answer.lead


def test_a_row_routes_only_after_a_second_person_approved(loaded, keeper, approver):
    row = service.propose_row(proposal(), **said(keeper))
    assert lead() == "routing.no_row"
    service.approve_row(row["ref"], **said(approver))
    assert lead() == ref("CGJ")
    assert lead(area=WEST) == ref("CGJ2")
    assert facts.snapshot().rows[0].area_path == CITY


def test_nobody_approves_what_they_proposed(loaded, approver):
    both = replace(approver, grants=(*approver.grants, *cast.county_administrator(area=CITY).actor.grants))
    row = service.propose_row(proposal(), **said(both))
    with pytest.raises(Refused) as refused:
        service.approve_row(row["ref"], **said(both))
    assert refused.value.refusal.code == "catalogue.second_person"
    assert MatrixRow.objects.get().state == "proposed"


def test_a_row_is_decided_once(loaded, keeper, approver):
    row = service.propose_row(proposal(), **said(keeper))
    service.approve_row(row["ref"], **said(approver))
    with pytest.raises(Stale):
        service.approve_row(row["ref"], **said(approver))
    with pytest.raises(Stale):
        service.reject_row(row["ref"], "no", **said(approver))


def test_who_may_not_propose_or_approve_is_refused(loaded, keeper):
    dispatcher = cast.dispatcher(area=CITY).actor
    with pytest.raises(Refused):
        service.propose_row(proposal(), **said(dispatcher))
    row = service.propose_row(proposal(), **said(keeper))
    with pytest.raises(Refused):
        service.approve_row(row["ref"], **said(dispatcher))
    elsewhere = cast.second_approver(area=OTHER).actor
    with pytest.raises(Refused):
        service.approve_row(row["ref"], **said(elsewhere))
    for unknown in ("", "x", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotVisible):
            service.approve_row(unknown, **said(keeper))


def test_a_community_is_never_the_lead(loaded, keeper):
    for said_lead in ("DONG", "$community"):
        with pytest.raises(Invalid) as wrong:
            service.propose_row(proposal(lead=said_lead), **said(keeper))
        assert wrong.value.problems[0].code == "routing.community_lead"
    service.propose_row(proposal(supporting=("DONG",)), **said(keeper))


def test_every_fault_of_a_row_is_told_at_once(loaded, keeper):
    with pytest.raises(Invalid) as wrong:
        service.propose_row(proposal(area="990199", lead="NOBODY", pilot="zz"), **said(keeper))
    assert [one.code for one in wrong.value.problems] == [
        "catalogue.no_area",
        "catalogue.no_area",
        "catalogue.no_body",
    ]
    with pytest.raises(Invalid) as wrong:
        service.propose_row(
            proposal(subject="30428.2:component:88", valid_to=date(2026, 1, 1)), **said(keeper)
        )
    assert {one.code for one in wrong.value.problems} == {
        "routing.unknown_subject",
        "routing.ends_before_start",
    }
    with pytest.raises(Invalid) as wrong:
        service.propose_row(proposal(area=PILOT, pilot=OTHER), **said(keeper))
    assert [one.code for one in wrong.value.problems] == ["routing.pilot_outside"]
    assert MatrixRow.objects.count() == 0


def test_the_preview_tells_gaps_overlaps_and_whose_work_changes(in_force, keeper, approver):
    in_force(lead="LX", area=PILOT)
    row = service.propose_row(proposal(lead="CGJ", area=PILOT, valid_from=date(2026, 11, 1)), **said(keeper))
    seen = facts.preview_row(row["ref"], actor=approver, on=DAY)
    assert [one.code for one in seen.problems] == ["routing.overlap", "routing.gap"]
    assert seen.problems[1].params["area"] == OTHER or seen.problems[1].params["area"].startswith(OTHER)
    (change,) = seen.changes
    assert (change.before, change.after) == (ref("LX"), ref("CGJ"))
    for stranger in (cast.officer_of_another_body().actor, cast.STRANGER):
        if stranger.is_stranger:
            with pytest.raises(NotVisible):
                facts.preview_row(row["ref"], actor=stranger, on=DAY)


def test_a_tie_cannot_be_approved(loaded, keeper, approver):
    one = service.propose_row(proposal(lead="CGJ"), **said(keeper))
    other = service.propose_row(proposal(lead="LX"), **said(keeper))
    service.approve_row(one["ref"], **said(approver))
    with pytest.raises(Invalid) as wrong:
        service.approve_row(other["ref"], **said(approver))
    assert [problem.code for problem in wrong.value.problems] == ["routing.tie_rows"]


def test_pilot_area_first_then_everywhere(in_force, approver):
    row = in_force(pilot="990101", lead="$district:urban_management")
    assert lead() == ref("CGJ")
    assert lead(area=WEST) == "routing.no_row"
    service.widen_row(row, date(2026, 12, 1), **said(approver))
    assert lead(area=WEST) == "routing.no_row"
    assert lead(area=WEST, on=date(2026, 12, 1)) == ref("CGJ2")
    assert lead(on=date(2026, 12, 1)) == ref("CGJ")
    with pytest.raises(Stale):
        service.widen_row(row, date(2027, 1, 1), **said(approver))


def test_a_pilot_is_not_widened_before_it_began(in_force, approver):
    row = in_force(pilot=PILOT)
    with pytest.raises(Refused) as refused:
        service.widen_row(row, DAY, **said(approver))
    assert refused.value.refusal.code == "routing.pilot_too_short"


def test_a_row_ends_from_today_on(in_force, approver):
    row = in_force()
    with pytest.raises(Invalid):
        service.end_row(row, date(2026, 10, 1), **said(approver))
    service.end_row(row, date(2026, 10, 20), **said(approver))
    assert lead(on=date(2026, 10, 19)) == ref("CGJ")
    assert lead(on=date(2026, 10, 20)) == "routing.no_row"


def test_a_rejected_row_leaves_only_its_entries(loaded, keeper, approver):
    row = service.propose_row(proposal(article_zh="三定规定第3条"), **said(keeper))
    with pytest.raises(Invalid):
        service.reject_row(row["ref"], "  ", **said(approver))
    service.reject_row(row["ref"], "归水务局", **said(approver))
    assert MatrixRow.objects.count() == 0
    acts = Entry.objects.filter(act__startswith="catalogue.row").order_by("id")
    assert [entry.act for entry in acts] == ["catalogue.row_proposed", "catalogue.row_rejected"]
    assert not any("归水务局" in entry.body or "三定" in entry.body for entry in acts)


def test_the_same_proposal_sent_twice_is_one_row(loaded, keeper):
    once = said(keeper)
    assert service.propose_row(proposal(), **once) == service.propose_row(proposal(), **once)
    with pytest.raises(Refused):
        service.propose_row(proposal(lead="CGJ"), **once)
    assert MatrixRow.objects.count() == 1


def test_reasons_are_told_by_name_in_both_languages(in_force):
    from linli.kernel.ui.text import reason

    in_force(area="990101", article_zh="三定规定第3条", supporting=("$subdistrict", "$city:gas"))
    answer = facts.responsible(LAMP, EAST, DAY)
    assert answer.supporting == (ref("LX"),)
    zh = [reason(facts.readable(one, lang="zh"), lang="zh") for one in answer.why]
    en = [reason(facts.readable(one, lang="en"), lang="en") for one in answer.why]
    assert zh[0] == "按职责表第 1 条：“路灯”的“办理”环节，在河东区由它负责。"
    assert "区（县）部门 · 城市管理" in zh[3]
    assert "河东区城管局" in zh[3]
    assert (
        en[0]
        == "Row 1 of the responsibility matrix: for “Street lamp”, link “handling”, this body answers in Hedong."
    )
    assert "Hedong city management" in en[3]
    assert answer.why[-1].code == "routing.no_supporting_body"
    missing = facts.readable(facts.responsible(LAMP, WEST, DAY), lang="zh")
    assert "路灯" in reason(missing, lang="zh")


def test_a_case_that_is_only_known_to_be_in_the_city_blames_no_register(in_force):
    from linli.kernel.ui.text import reason

    in_force(lead="$district:water", supporting=())
    city = "/" + EAST.strip("/").split("/")[0] + "/"
    told = facts.readable(facts.responsible(LAMP, city, DAY), lang="zh")
    assert "还没有定位到区县、街道" in reason(told, lang="zh")


def test_rulings_that_agree_propose_a_row_for_a_person_to_decide(loaded, keeper, approver):
    rulings = [
        {"body": ref("WATER"), "at": f"2026-09-0{n}T00:00:00.000000Z", "case": f"C{n}"} for n in range(1, 4)
    ]
    assert service.propose_from_rulings(LAMP, PILOT, rulings[:2], **said()) is None
    row = service.propose_from_rulings(LAMP, PILOT, rulings, **said())
    assert lead() == "routing.no_row"
    assert service.propose_from_rulings(LAMP, PILOT, rulings, **said()) is None
    (line,) = facts.matrix_lines(actor=keeper, state="proposed")
    assert "C1" in line.article_zh
    assert "C3" in line.article_en
    service.approve_row(row["ref"], **said(approver))
    assert lead() == ref("WATER")


def test_who_may_not_read_the_matrix_sees_no_lines(in_force, keeper):
    in_force()
    assert facts.matrix_lines(actor=cast.STRANGER) == ()
    assert facts.matrix_lines(actor=keeper, subject="*") == ()
    (line,) = facts.matrix_lines(actor=keeper)
    assert (line.state, line.mine) == ("in_force", True)
    assert facts.matrix_problems(actor=cast.STRANGER, on=DAY) == ()
    assert {one.code for one in facts.matrix_problems(actor=keeper, on=DAY)} == {"routing.gap"}


def test_vegetable_oil_fuel_gets_its_matrix_by_link_pilot_first(loaded, keeper, approver):
    sheet = shipped.example_rows("matrix_vegetable_oil_fuel").replace(",*,", ",990101,")
    report = service.import_rows(sheet.encode(), **said(keeper))
    assert (report.read, len(report.proposed), report.rejected) == (7, 7, ())
    storage = MatrixRow.objects.get(subject=FUEL, link="storage")
    before = facts.preview(rows_of(storage), on=DAY)
    gaps = {one.params["link"] for one in before.problems if one.code == "routing.gap"}
    assert gaps == {"production", "sale", "storage", "transport", "use", "fire", "waste"}
    assert [one.params["area"] for one in before.problems if one.params.get("link") == "storage"] == [OTHER]
    for row in MatrixRow.objects.all():
        service.approve_row(str(row.ref), **said(approver))
    assert lead(FUEL, link="storage") == ref("YJ")
    assert lead(FUEL, link="transport") == "routing.no_body"
    assert lead(FUEL, area=WEST, link="storage") == "routing.no_row"


def test_a_sheet_takes_the_good_lines_and_explains_the_bad(loaded, keeper):
    sheet = (
        "事项,地区,主办,生效日期,协办\n"
        f"{LAMP},全市,CGJ,2026-11-01,LX、WATER\n"
        f"{LAMP},990101,NOBODY,2026-11-01,\n"
        f"{LAMP},990101,CGJ,someday,\n"
        ",990101,=1+1,2026-11-01,\n"
        "\n"
        f"{LAMP},990101,CGJ,2026/11/2,,,extra\n"
        f"{LAMP},990101,DONG,2026/11/2,\n"
    )
    once = said(keeper)
    report = service.import_rows(sheet.encode("gb18030"), **once)
    assert report.read == 6
    assert len(report.proposed) == 1
    told = [(one.line, [problem.code for problem in one.problems]) for one in report.rejected]
    assert told == [
        (3, ["catalogue.no_body"]),
        (4, ["catalogue.sheet_day"]),
        (5, ["catalogue.sheet_empty", "catalogue.sheet_formula"]),
        (7, ["catalogue.sheet_ragged"]),
        (8, ["routing.community_lead"]),
    ]
    assert service.remedy("catalogue.sheet_day") == "catalogue.sheet_day_remedy"
    assert service.remedy("routing.community_lead") == "catalogue.wrong_row_remedy"
    assert service.import_rows(sheet.encode("gb18030"), **once).proposed == report.proposed
    assert MatrixRow.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "catalogue.sheet_columns"),
        (b"subject,area\n", "catalogue.sheet_columns"),
        (b"\xff\xfe\x00", "catalogue.sheet_not_text"),
        (b"PK\x03\x04\x00\x00", "catalogue.sheet_not_text"),
        (b"x" * 5_000_001, "catalogue.sheet_too_big"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_whole(data, code, loaded, keeper):
    with pytest.raises(Invalid) as wrong:
        service.import_rows(data, **said(keeper))
    assert [one.code for one in wrong.value.problems] == [code]


def test_communities_do_what_the_duty_list_says_and_no_more(loaded, approver):
    duty = NewDuty(LAMP, "990101", "report", DAY, "发现路灯不亮时报告", "Report lamps that are out")
    made = service.list_duty(duty, **said(approver))
    assert [one.duty for one in facts.duties_of(LAMP, EAST, DAY)] == ["report"]
    assert facts.duties_of(LAMP, WEST, DAY) == ()
    with pytest.raises(Invalid) as wrong:
        service.list_duty(duty, **said(approver))
    assert wrong.value.problems[0].code == "catalogue.duty_listed_already"
    with pytest.raises(Invalid) as wrong:
        service.list_duty(NewDuty("nothing", "990199", "handle", DAY, ""), **said(cast_system()))
    assert [one.code for one in wrong.value.problems] == [
        "catalogue.no_subject",
        "catalogue.not_a_duty",
        "catalogue.text_length",
        "catalogue.no_area",
    ]
    with pytest.raises(Invalid):
        service.end_duty(made, DAY, **said(approver))
    service.end_duty(made, date(2026, 11, 1), **said(approver))
    assert facts.duties_of(LAMP, EAST, date(2026, 11, 1)) == ()
    with pytest.raises(Stale):
        service.end_duty(made, date(2026, 12, 1), **said(approver))
    with pytest.raises(NotVisible):
        service.end_duty("x", date(2026, 12, 1), **said(approver))


def cast_system():
    from linli.kernel.access.actors import system_actor

    return system_actor("test")


def statements(context):
    return [query for query in context.captured_queries if "SAVEPOINT" not in query["sql"]]


def test_acts_keep_to_ten_statements(loaded, keeper, approver):
    facts.snapshot()
    with CaptureQueriesContext(connection) as proposing:
        row = service.propose_row(proposal(area="990101", lead="CGJ"), **said(keeper))
    with CaptureQueriesContext(connection) as approving:
        service.approve_row(row["ref"], **said(approver))
    assert len(statements(proposing)) <= 10
    assert len(statements(approving)) <= 10


KEYS = [f"30428.2:component:01-{n:02d}" for n in (1, 2, 3, 4, 6, 10, 11, 14, 18, 23, 25, 26)]


def proposals(keeper, count):
    return [service.propose_row(proposal(subject=key), **said(keeper))["ref"] for key in KEYS[:count]]


def test_many_rows_are_approved_by_one_act_with_one_redraw(loaded, keeper, approver, monkeypatch):
    refs = proposals(keeper, 12)
    before, act = epoch.latest().number, said(approver)
    assert service.approve_rows(refs, **act) == 12
    assert epoch.latest().number == before + 1
    assert [one.subject for one in facts.snapshot().rows] == KEYS
    assert service.approve_rows(refs, **act) == 12  # said twice, done once
    assert MatrixRow.objects.filter(state="in_force", decided_by=approver.key).count() == 12
    entries = Entry.objects.filter(act="catalogue.row_approved")
    assert entries.count() == 12
    assert set(entries.values_list("act_id", flat=True)) == {act["act_id"]}


def test_one_row_that_will_not_do_keeps_all_out_and_each_reason_is_told(loaded, keeper):
    good, decided, *_ = refs = proposals(keeper, 2)
    service.reject_row(decided, "写错了", **said(keeper))
    both = cast.second_approver(area=CITY)
    cast.give(both.account, cast.Role.COUNTY_ADMINISTRATOR, area=CITY)
    approver = cast.actor_of(both.account)
    own = service.propose_row(proposal(subject="30428.2:component:01-27"), **said(approver))["ref"]
    one = service.propose_row(proposal(subject="30428.2:component:01-30"), **said(keeper))["ref"]
    other = service.propose_row(proposal(subject="30428.2:component:01-30", lead="WATER"), **said(keeper))[
        "ref"
    ]
    with pytest.raises(Invalid) as told:
        service.approve_rows([*refs, own, one, other, "no-uuid"], **said(approver))
    found = {(problem.field.removeprefix("row."), problem.code) for problem in told.value.problems}
    assert found == {
        (decided, "catalogue.row_decided"),
        (own, "catalogue.second_person"),
        ("no-uuid", "catalogue.row_decided"),
        (one, "routing.tie_rows"),
        (other, "routing.tie_rows"),
    }
    assert facts.snapshot().rows == ()
    assert MatrixRow.objects.filter(state="proposed").count() == 4
    assert service.approve_rows([good], **said(approver)) == 1


def test_nobody_approves_many_without_the_right_nor_none_nor_too_many(loaded, keeper, approver):
    refs = proposals(keeper, 2)
    resident = cast.resident().actor
    with pytest.raises(Invalid) as told:
        service.approve_rows(refs, **said(resident))
    assert {one.code for one in told.value.problems} == {"catalogue.not_allowed"}
    for wanted in ([], [str(number) for number in range(service.MOST_AT_ONCE + 1)]):
        with pytest.raises(Invalid) as told:
            service.approve_rows(wanted, **said(approver))
        assert told.value.problems[0].code == "catalogue.rows_at_once"


def test_a_number_that_somebody_took_meanwhile_is_counted_again(loaded, keeper):
    taken = service.propose_row(proposal(), **said(keeper))["number"]
    row, tries = matrix._stored(proposal(subject=FUEL), keeper), []

    def work(acting):
        row.number = taken + len(tries)
        tries.append(row.number)
        row.stream = acting.open_stream("matrix_row", events.ROW_PROPOSED, matrix._public(row), [])
        matrix._insert(row)
        return row.number

    assert act("catalogue.propose_row", work, said="late", **said(keeper)) == taken + 1
    assert (tries, Entry.objects.filter(act="catalogue.row_proposed").count()) == ([taken, taken + 1], 2)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_rows_proposed_at_the_same_time_have_numbers_of_their_own(loaded, keeper):
    def propose(_n):
        try:
            return service.propose_row(proposal(), **said(keeper))["number"]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        numbers = list(pool.map(propose, range(3)))
    assert sorted(numbers) == [1, 2, 3]
