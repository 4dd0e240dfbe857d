"""The dictionary is changed by two people, edition by edition; a certificate that was seen is noted and taken back."""

import pytest
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.market import new_worker, said

from linli.apps.jobs import facts, service
from linli.apps.jobs.service import SortIn
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

LAW = {"basis_zh": "本县规定", "basis_en": "County rule"}
OWN = SortIn("local", ("试工不给钱",), ("不会试工不给钱",), **LAW, confirmed=True)


def keeper():
    return cast.county_administrator("/9901/")


def approver():
    return cast.second_approver("/9901/")


def caught(shop, words):
    with pytest.raises(Invalid) as no:
        service.post_shift(shop.employer, market.new_post(words=words), **said(shop.owner))
    return [(one.code, one.params["basis"]) for one in no.value.problems]


@pytest.mark.both_databases
def test_an_edition_is_in_force_when_a_second_person_agreed(shop):
    first, second = keeper(), approver()
    assert facts.wording().number == 0
    service.post_shift(shop.employer, market.new_post(words="试工不给钱"), **said(shop.owner))
    number = service.propose_wording(OWN, **said(first))
    service.post_shift(shop.employer, market.new_post(words="试工不给钱"), **said(shop.owner))
    (change,) = facts.proposal(second.actor).changes
    assert (change.code, change.added, change.removed) == ("local", ("试工不给钱", "不会试工不给钱"), ())
    with pytest.raises(Refused):
        service.decide_wording(number, yes=True, **said(first))
    with pytest.raises(Refused):
        service.propose_wording(OWN, **said(keeper()))
    service.decide_wording(number, yes=True, **said(second))
    assert caught(shop, "试工不给钱") == [("jobs.words_local", "本县规定")]
    service.post_shift(shop.employer, market.new_post(words="我们不会试工不给钱"), **said(shop.owner))
    with pytest.raises(Stale):
        service.decide_wording(number, yes=False, **said(second))
    with pytest.raises(Refused) as no:
        service.propose_wording(OWN, **said(first))
    assert no.value.refusal.code == "jobs.nothing_different"


def test_editions_are_kept_and_the_log_says_which_is_which(shop):
    first, second = keeper(), approver()
    one = service.propose_wording(OWN, **said(first))
    service.decide_wording(one, yes=True, **said(second))
    two = service.propose_wording(SortIn("fees", ("押金",), (), **LAW), **said(first))
    service.withdraw_wording(two, **said(first))
    three = service.propose_wording(SortIn("local", (), (), **LAW), **said(first))
    service.decide_wording(three, yes=True, **said(keeper()))
    assert [(e.number, e.state) for e in facts.editions(second.actor)] == [
        (3, "in_force"), (2, "withdrawn"), (1, "replaced"),
    ]  # fmt: skip
    assert caught(shop, "押金200") != []
    service.post_shift(shop.employer, market.new_post(words="试工不给钱"), **said(shop.owner))
    bodies = "".join(Entry.objects.filter(act__startswith="jobs.wording_").values_list("body", flat=True))
    assert '"edition":1' in bodies
    assert "试工" not in bodies


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (SortIn("wizards", ("x",), **LAW), "jobs.no_such_sort"),
        (SortIn("fees", (), **LAW), "jobs.patterns_missing"),
        (SortIn("fees", ("(押",), **LAW), "matching.pattern_broken"),
        (SortIn("fees", ("押金",), ("(a+)+",), **LAW), "matching.pattern_slow"),
        (SortIn("fees", ("x?",), **LAW), "matching.pattern_empty"),
        (SortIn("fees", ("押金",), basis_zh="法", basis_en=" "), "jobs.basis_missing"),
        (SortIn("fees", tuple(f"押金{n}" for n in range(61)), **LAW), "jobs.patterns_many"),
    ],
)
def test_what_no_edition_can_be(city, new, code):
    with pytest.raises(Invalid) as no:
        service.propose_wording(new, **said(keeper()))
    assert code in {one.code for one in no.value.problems}


def test_who_changes_the_dictionary(city):
    number = service.propose_wording(OWN, **said(keeper()))
    for make in cast.EVERYBODY:
        member = make()
        if make != cast.county_administrator:
            with pytest.raises(NotVisible):
                service.propose_wording(OWN, **said(member))
        if make not in (cast.county_administrator, cast.second_approver):
            with pytest.raises(NotVisible):
                service.decide_wording(number, yes=True, **said(member))
            with pytest.raises(NotVisible):
                facts.proposal(member.actor)
            with pytest.raises(NotVisible):
                facts.editions(member.actor)
        with pytest.raises(NotVisible):
            service.withdraw_wording(number, **said(member))
    assert facts.wording().number == 0


def test_trying_says_what_would_be_caught(city):
    sort = service.read_sort(OWN)
    assert [one.words for one in facts.tried("先 试工 不给钱", [sort])] == ["试工不给钱"]
    assert facts.tried("好好干活", [sort]) == ()


def test_a_certificate_that_was_seen_is_noted_until_the_level_changes(shop):
    def seen():
        return facts.worker(shop.clerk.actor, shop.entry).papers

    with pytest.raises(Invalid):
        service.see_paper(shop.entry, "kitchen", **said(shop.clerk))
    service.see_paper(shop.entry, "bricklayer", **said(shop.clerk))
    assert seen() == ("bricklayer",)
    with pytest.raises(Stale):
        service.see_paper(shop.entry, "bricklayer", **said(shop.clerk))
    assert facts.candidates(shop.clerk.actor, shop.opened(), market.AT)[0].paper_seen
    service.enter_worker(new_worker(reach=6_000), **said(shop.worker))
    assert seen() == ("bricklayer",)
    service.enter_worker(new_worker(trades=(("bricklayer", 5),)), **said(shop.worker))
    assert seen() == ()
    service.see_paper(shop.entry, "bricklayer", **said(shop.clerk))
    service.see_paper(shop.entry, "bricklayer", seen=False, **said(shop.clerk))
    assert seen() == ()


def test_nobody_but_staff_of_the_area_sees_certificates(shop):
    for make in cast.EVERYBODY:
        with pytest.raises(NotVisible):
            service.see_paper(shop.entry, "bricklayer", **said(make()))
    with pytest.raises(NotVisible):
        service.see_paper(shop.entry, "bricklayer", **said(shop.worker))
