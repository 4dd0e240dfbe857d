"""Employers and posts: looked at twice, read by the dictionary, refused with the words that caused it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.market import MONDAY, credit_code, new_employer, new_post, said
from tests.city import AT

from linli.apps.jobs import facts, service
from linli.core.matching.wording import faulty, not_allowed
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


def problems(caught):
    return [(one.field, one.code) for one in caught.value.problems]


@pytest.mark.both_databases
def test_an_employer_posts_once_two_people_looked_at_it(city):
    market.tables()
    clerk, second, owner = cast.clerk(market.DISTRICT), cast.clerk(market.DISTRICT), cast.resident()
    ref = service.register_employer(new_employer(), **said(owner))
    with pytest.raises(Refused) as no:
        service.post_shift(ref, new_post(), **said(owner))
    assert no.value.refusal.code == "jobs.not_verified"
    with pytest.raises(Refused) as no:
        service.verify(ref, **said(clerk))
    assert no.value.refusal.code == "jobs.first_look_missing"
    service.look_at(ref, ["licence"], **said(clerk))
    with pytest.raises(Refused) as no:
        service.verify(ref, **said(clerk))
    assert no.value.refusal.code == "jobs.second_person"
    service.verify(ref, **said(second))
    post = service.post_shift(ref, new_post(), **said(owner))
    assert facts.open_posts(AT).rows == ()
    service.open_post(post, **said(clerk))
    assert [one.ref for one in facts.open_posts(AT).rows] == [post]
    with pytest.raises(Stale):
        service.open_post(post, **said(second))


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"credit_code": credit_code()[:-1] + "0"}, "credit_code", "forms.credit_code_check"),
        ({"credit_code": "123"}, "credit_code", "forms.credit_code_shape"),
        ({"name": " "}, "name", "jobs.name_missing"),
        ({"phone": "12345"}, "phone", "identity.phone_shape"),
        ({"area": "nowhere"}, "area", "jobs.no_such_area"),
        ({"kind": "gang"}, "kind", "jobs.no_such_kind"),
    ],
)
def test_what_an_employer_cannot_be(city, wrong, field, code):
    with pytest.raises(Invalid) as caught:
        service.register_employer(new_employer(**wrong), **said(cast.resident()))
    assert (field, code) in problems(caught)


def test_a_firm_is_registered_once_and_its_people_join_it(shop):
    with pytest.raises(Invalid) as caught:
        service.register_employer(new_employer(), **said(cast.resident()))
    assert problems(caught) == [("credit_code", "jobs.firm_here_already")]
    cook = cast.resident("孙师傅", phone="13900003333")
    with pytest.raises(NotVisible):
        service.add_person(shop.employer, "13900003333", **said(cook))
    service.add_person(shop.employer, "13900003333", **said(shop.owner))
    assert [one.ref for one in facts.mine(cook.actor)] == [shop.employer]
    service.remove_person(shop.employer, str(shop.owner.account.ref), **said(cook))
    with pytest.raises(Refused) as no:
        service.remove_person(shop.employer, str(cook.account.ref), **said(cook))
    assert no.value.refusal.code == "jobs.last_person"


def test_a_household_needs_no_code_and_shows_no_name(city):
    one = new_employer(kind="household", name="陈静", credit_code="")
    owner = cast.resident("陈静")
    service.register_employer(one, **said(owner))
    assert [(each.name, each.credit_code) for each in facts.mine(owner.actor)] == [("陈*", "")]


def test_a_suspended_employer_loses_its_posts_with_a_reason(shop):
    ref = shop.opened()
    with pytest.raises(Invalid):
        service.suspend(shop.employer, "because", **said(shop.clerk))
    service.suspend(shop.employer, "unpaid_wages", **said(shop.clerk))
    assert facts.open_posts(AT).rows == ()
    assert facts.post(ref, shop.owner.actor).state == "withdrawn"
    with pytest.raises(Refused) as no:
        service.post_shift(shop.employer, new_post(), **said(shop.owner))
    assert no.value.refusal.code == "jobs.suspended"
    service.resume(shop.employer, **said(shop.clerk))
    assert shop.opened()


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"ends_at": MONDAY - timedelta(hours=1)}, "ends_at", "matching.ends_first"),
        ({"ends_at": MONDAY + timedelta(hours=12)}, "ends_at", "matching.too_long"),
        ({"starts_at": AT - timedelta(days=1)}, "starts_at", "jobs.starts_in_the_past"),
        ({"starts_at": AT + timedelta(days=90)}, "starts_at", "jobs.too_far_ahead"),
        ({"pay_fen": -100}, "pay_fen", "jobs.pay"),
        ({"pay_days": 45}, "pay_days", "jobs.pay_days"),
        ({"pay_unit": "piece"}, "pieces_an_hour", "jobs.pieces_an_hour"),
        ({"places": 0}, "places", "jobs.places"),
        ({"trade": "wizard"}, "trade", "jobs.no_such_trade"),
        ({"level": 9}, "level", "jobs.no_such_level"),
        ({"meals": "feast"}, "meals", "jobs.not_a_choice"),
        ({"demands": ("magic",)}, "demands", "jobs.not_a_choice"),
        ({"place": ""}, "place", "jobs.place_missing"),
        ({"area": "nowhere"}, "area", "jobs.no_such_area"),
        ({"lon": 37.8, "lat": 112.5}, "point", "shared.swapped_degrees"),
    ],
)
def test_what_a_post_cannot_be(shop, wrong, field, code):
    with pytest.raises(Invalid) as caught:
        service.post_shift(shop.employer, new_post(**wrong), **said(shop.owner))
    assert (field, code) in problems(caught)


def test_three_yuan_below_the_minimum_wage_is_refused_with_both_figures(shop):
    with pytest.raises(Refused) as no:
        service.post_shift(shop.employer, new_post(pay_fen=1_900, pay_unit="hour"), **said(shop.owner))
    assert no.value.refusal.code == "matching.below_minimum"
    assert (no.value.refusal.because["offered"], no.value.refusal.because["least"]) == (1_900, 2_200)


REFUSED = {
    "fees": ["押金200元", "要交 押 金", "先交300元", "培训费自理", "收服装费", "体检费80"],
    "papers": ["扣押身份证", "身份证押在店里", "保管身份证", "身份证原件要抵押"],
    "age": ["45岁以下", "18-45岁", "20到40岁", "只要年轻人", "老年人勿扰", "年龄不超过50岁"],
    "sex": ["限男", "只招女工", "女士优先", "招男工2名", "性别：女", "不要女的"],
    "origin": ["限本地人", "外地人勿扰", "不要外地人", "河南人勿扰", "本地户口优先"],
    "marital": ["已婚已育", "未婚优先", "怀孕勿扰", "一年内不得怀孕"],
    "health": ["乙肝勿扰", "无残疾", "查两对半", "五官端正", "形象好"],
    "people": ["限汉族", "少数民族勿扰", "不招信教"],
}
HARMLESS = [
    "不收押金，不押证件", "不收任何押金", "免押金，无中介费", "男女不限，年龄不限", "男女均可", "有健康证的带上",
    "带身份证来登记", "照顾80岁以上的老人", "看护3岁以下的孩子", "残疾人优先", "本地外地均可", "不限户口",
    "工地有男女宿舍", "体检费单位出", "要会用切割机", "要搬25公斤的水泥", "绝不扣身份证", "卖女装", "婚育状况不限",
    "交通方便，走路10分钟", "要求：早上6点到", "工钱当天结，微信转账",
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, some in REFUSED.items() for text in some])
def test_every_wording_that_is_not_allowed_is_caught_by_its_rule(code, text):
    from linli.apps.jobs.facts.dictionary import shipped_rules

    assert code in {one.code for one in not_allowed([text], shipped_rules())}


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_sentences_pass(text):
    from linli.apps.jobs.facts.dictionary import shipped_rules

    assert not_allowed([text], shipped_rules()) == ()


def test_the_dictionary_is_whole(city):
    from linli.apps.jobs.facts.dictionary import OWN, rules
    from linli.core.matching.wording import unsafe

    assert faulty(rules()) == ()
    assert {one.code for one in rules()} == {*REFUSED, OWN}
    sorts = [one for one in facts.wording().sorts if one.code != OWN]
    assert all(one.basis["en"] and one.basis["zh"] for one in sorts)
    assert {unsafe(each) for one in sorts for each in (*one.patterns, *one.excuses)} == {""}


def test_a_post_with_such_words_is_refused_with_the_words_and_the_law(shop):
    with pytest.raises(Invalid) as caught:
        service.post_shift(shop.employer, new_post(words="限男，45岁以下，押金200"), **said(shop.owner))
    found = {one.code: one.params for one in caught.value.problems}
    assert set(found) == {"jobs.words_fees", "jobs.words_age", "jobs.words_sex"}
    assert found["jobs.words_fees"]["words"] == "押金"
    assert "劳动合同法" in str(found["jobs.words_fees"]["basis"])


def test_a_person_refuses_with_a_reason_and_never_a_post_of_their_own(shop):
    ref = service.post_shift(shop.employer, new_post(), **said(shop.owner))
    with pytest.raises(Invalid):
        service.refuse_post(ref, "mood", **said(shop.clerk))
    service.refuse_post(ref, "unclear", **said(shop.clerk))
    assert facts.post(ref, shop.owner.actor).reason == "unclear"
    own = service.post_shift(shop.employer, new_post(), **said(shop.owner))
    service.add_person(shop.employer, "13900004444", **said(shop.owner))
    clerk = shop.clerk.account
    from linli.apps.jobs.models import Employer, EmployerPerson

    EmployerPerson.objects.create(employer=Employer.objects.get(ref=shop.employer), account=clerk, since=AT)
    with pytest.raises(Refused) as no:
        service.open_post(own, **said(shop.clerk))
    assert no.value.refusal.code == "jobs.own_post"
    service.withdraw_post(own, **said(shop.owner))
    with pytest.raises(Stale):
        service.withdraw_post(own, **said(shop.owner))


def test_the_table_of_wages_keeps_one_figure_for_an_area_and_a_day(city):
    keeper = cast.county_administrator("/9901/")
    wage = service.WageIn("990101", date(2026, 1, 1), 2_300, "晋人社 示例")
    ref = service.keep_wage(wage, **said(keeper))
    later = service.WageIn("990101", date(2026, 1, 1), 2_350, "更正")
    assert service.keep_wage(later, **said(keeper)) == ref
    assert facts.least_wage("/9901/990101/990101001/", date(2026, 5, 1)).hourly == 2_350
    assert facts.least_wage("/9902/", date(2026, 5, 1)) is None
    for wrong in ({"hourly": 0}, {"area": "nowhere"}, {"source": ""}):
        with pytest.raises((Invalid, NotVisible)):
            service.keep_wage(
                service.WageIn(
                    **{"area": "990101", "since": date(2026, 1, 1), "hourly": 1, "source": "x", **wrong}
                ),
                **said(keeper),
            )


def test_a_trade_is_changed_by_its_code_and_closed(city):
    keeper = cast.county_administrator("/9901/")
    service.keep_trade(service.TradeIn("mason", "瓦工", "Mason", "6-29-01-01"), **said(keeper))
    service.keep_trade(service.TradeIn("mason", "瓦工", "Mason", open=False), **said(keeper))
    assert facts.trades() == ()
    with pytest.raises(Invalid) as caught:
        service.keep_trade(service.TradeIn("M", "", "x", "12"), **said(keeper))
    assert {one for one, _ in problems(caught)} == {"code", "name_zh", "occupation"}


def test_who_may_do_what_on_the_market(shop):
    post = service.post_shift(shop.employer, new_post(), **said(shop.owner))
    for make in cast.EVERYBODY:
        member = make()
        if make not in (cast.clerk, cast.supervisor):
            with pytest.raises(NotVisible):
                service.look_at(shop.employer, ["licence"], **said(member))
        if make is not cast.county_administrator:
            with pytest.raises(NotVisible):
                service.keep_trade(service.TradeIn("mason", "瓦工", "Mason"), **said(member))
        may_read = make in (cast.clerk, cast.supervisor, cast.county_administrator)
        elsewhere = member.actor.grants and not any(
            "/9901/".startswith(g.area_path or "x") for g in member.actor.grants
        )
        with pytest.raises(NotVisible):
            service.open_post(post, **said(member))  # the cast works in another city
        assert elsewhere or not may_read
        with pytest.raises(NotVisible):
            facts.employer(member.actor, shop.employer)
        with pytest.raises(NotVisible):
            facts.post(post, member.actor)
