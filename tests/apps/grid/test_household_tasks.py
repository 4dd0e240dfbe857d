"""What contact households are asked: by whom, how they answer, and what is left when they leave."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import cast
from tests.apps.grid.conftest import AT, ref, said

from linli.apps.grid import facts, service
from linli.apps.grid.models import HouseholdTask
from linli.apps.grid.service import NewTask
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.act import Source
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox import worker as worker_round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

EAST = "/9901/990101/990101001/990101001001/"
ENTRANCE = "990101001001001001001"
WORDS = "三楼的李奶奶这两天一个人在家，方便的话上去看看。"
DAY = date(2026, 10, 12)


@pytest.fixture
def granny(town):
    return cast.resident()


@pytest.fixture
def home(granny):
    return consent(granny)


@pytest.fixture
def worker(town):
    return cast.grid_worker(area=EAST)


def consent(member, **more):
    options = {"name": "王秀兰", "phone": "13800000001"} | more
    return service.give_consent(ref(ENTRANCE), **options, **said(member.actor))["household"]


def ask(household, member, kind="look_in", words=WORDS, day=DAY, **more):
    return service.ask_household(household, NewTask(kind, words, day), **said(member.actor), **more)["task"]


def answer(task, what, member, word="", **more):
    return service.answer_task(task, what, word, **said(member.actor), **more)["state"]


def code_of(caught):
    return caught.value.refusal.code


def test_a_household_takes_a_task_on_and_says_how_it_went(home, granny, worker):
    task = ask(home, worker)
    ((offered,), ended) = facts.own_tasks(granny.actor)
    assert (offered.kind, offered.words, offered.day, offered.state) == ("look_in", WORDS, DAY, "offered")
    assert (offered.role, offered.body_zh, ended) == ("grid_worker", "", [])
    assert answer(task, "take", granny, seen="offered") == "taken"
    assert answer(task, "done", granny, "奶奶挺好的，孙女来了。") == "done"
    assert facts.own_tasks(granny.actor)[0] == []
    (told,) = facts.asked_tasks(EAST, actor=worker.actor)
    assert (told.state, told.word, told.name) == ("done", "奶奶挺好的，孙女来了。", "王秀兰")
    assert (told.answered_at, told.ended_at) == (AT, AT)


def test_declining_needs_no_reason_and_the_log_does_not_say_who_declined(home, granny, worker):
    declined, taken = ask(home, worker), ask(home, worker)
    assert answer(declined, "decline", granny) == "declined"
    assert answer(taken, "take", granny) == "taken"
    said_in_public = [
        Entry.objects.get(stream=HouseholdTask.objects.get(ref=one).stream, seq=2).body
        for one in (declined, taken)
    ]
    for body in said_in_public:
        assert '"state":"answered"' in body
        assert "declined" not in body
        assert "taken" not in body
        assert '"area":"990101001001"' in body
        assert ENTRANCE not in body
        assert home not in body
        assert "李奶奶" not in body


def test_what_could_not_be_done_is_said_as_plainly(home, granny, worker):
    task = ask(home, worker, kind="meeting", day=None)
    answer(task, "take", granny)
    assert answer(task, "not_done", granny) == "not_done"


def test_only_staff_of_the_area_ask_and_see(home, granny, worker):
    strangers = [
        STRANGER,
        granny.actor,
        cast.unrelated_neighbour().actor,
        cast.grid_worker(area="/9901/990101/990101001/990101001002/").actor,
        cast.county_administrator(area="/9901/990102/").actor,
        cast.volunteer(area=EAST).actor,
        cast.clerk(area="/9901/").actor,
        cast.officer(area="/9901/").actor,
        cast.supervisor(area="/9901/").actor,
        cast.auditor(area="/9901/").actor,
        cast.technical_administrator().actor,
    ]
    task = ask(home, worker)
    for actor in strangers:
        with pytest.raises(NotVisible):
            service.ask_household(home, NewTask("other", WORDS), **said(actor))
        with pytest.raises(NotVisible):
            service.withdraw_task(task, **said(actor))
        assert facts.asked_tasks(EAST, actor=actor) == []
    keeper = cast.county_administrator(area="/9901/990101/")
    assert ask(home, keeper)
    assert len(facts.asked_tasks(EAST, actor=keeper.actor)) == 2


def test_a_household_sees_and_answers_only_its_own(home, granny, worker):
    task, neighbour = ask(home, worker), cast.unrelated_neighbour()
    consent(neighbour, phone="13800000002")
    for member in (neighbour, worker, cast.resident()):
        assert facts.own_tasks(member.actor) == ([], [])
        with pytest.raises(NotVisible):
            answer(task, "take", member)
    with pytest.raises(NotVisible):
        service.answer_task(task, "take", **said(STRANGER))
    with pytest.raises(NotVisible):
        answer("00000000-0000-4000-8000-000000000000", "take", granny)
    with pytest.raises(NotVisible):
        answer("nothing", "take", granny)
    assert facts.own_households(STRANGER) == []
    assert [one.ref for one in facts.own_households(granny.actor)] == [home]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"kind": "patrol"}, "kind", "grid.task_kind_unknown"),
        ({"words": " \u200b"}, "words", "grid.task_words_missing"),
        ({"words": "看" * 501}, "words", "grid.task_words_too_long"),
        ({"day": date(2026, 10, 7)}, "day", "grid.task_day_past"),
        ({"day": date(2027, 12, 1)}, "day", "grid.task_day_far"),
    ],
)
def test_what_is_asked_badly_is_told_where(home, worker, wrong, field, code):
    with pytest.raises(Invalid) as caught:
        ask(home, worker, **wrong)
    assert [(one.field, one.code) for one in caught.value.problems] == [(field, code)]
    assert not HouseholdTask.objects.exists()


def test_a_task_is_answered_once(home, granny, worker):
    task = ask(home, worker)
    with pytest.raises(Refused):
        answer(task, "done", granny)
    with pytest.raises(Invalid):
        answer(task, "take", granny, "好" * 501)
    answer(task, "decline", granny)
    with pytest.raises(Refused) as caught:
        answer(task, "take", granny)
    assert code_of(caught) == "grid.task_answered"
    with pytest.raises(Refused):
        service.withdraw_task(task, **said(worker.actor))


def test_the_same_answer_sent_twice_is_one(home, granny, worker):
    task, once = ask(home, worker), said(granny.actor)
    for _ in range(2):
        assert service.answer_task(task, "take", **once) == {"state": "taken"}
    assert Entry.objects.filter(act="grid.answer_task").count() == 1


def test_what_was_taken_back_or_changed_meanwhile_is_told(home, granny, worker):
    gone, moved = ask(home, worker), ask(home, worker)
    assert service.withdraw_task(gone, **said(worker.actor)) == {"state": "withdrawn"}
    with pytest.raises(Refused) as caught:
        answer(gone, "take", granny, seen="offered")
    assert code_of(caught) == "grid.task_withdrawn"
    answer(moved, "take", granny)
    with pytest.raises(Stale):
        answer(moved, "done", granny, seen="offered")


def test_a_household_that_left_without_an_account_or_with_enough_is_not_asked(home, granny, worker):
    paper = consent(worker, name="李大爷")
    with pytest.raises(Refused) as caught:
        ask(paper, worker)
    assert code_of(caught) == "grid.household_cannot_answer"
    tasks = [ask(home, worker) for _ in range(5)]
    with pytest.raises(Refused) as caught:
        ask(home, worker)
    assert code_of(caught) == "grid.household_has_enough"
    answer(tasks[0], "decline", granny)
    assert ask(home, worker)
    service.withdraw_consent(home, **said(granny.actor))
    with pytest.raises(Refused) as caught:
        ask(home, worker)
    assert code_of(caught) == "grid.household_withdrawn"


def test_leaving_ends_open_tasks_and_erases_every_word(home, granny, worker):
    offered, taken, done = (ask(home, worker) for _ in range(3))
    answer(taken, "take", granny)
    answer(done, "take", granny)
    answer(done, "done", granny, "看过了。")
    service.withdraw_consent(home, **said(granny.actor))
    states = dict(HouseholdTask.objects.values_list("ref", "state"))
    assert {str(key): state for key, state in states.items()} == {
        offered: "left",
        taken: "left",
        done: "done",
    }
    assert set(HouseholdTask.objects.values_list("words", "word")) == {("", "")}
    assert set(PrivateItem.objects.values_list("value", flat=True)) == {None}
    assert [one.name for one in facts.asked_tasks(EAST, actor=worker.actor)] == ["", "", ""]
    assert facts.own_tasks(granny.actor) == ([], [])
    with pytest.raises(NotVisible):
        answer(taken, "done", granny)


def test_much_that_was_asked_is_erased_to_the_last_word(home, granny, worker, monkeypatch):
    monkeypatch.setattr("linli.kernel.audit.erasure.MOST", 2)
    ask(home, worker)
    ask(home, worker)
    once = said(granny.actor)
    for _ in range(2):
        service.withdraw_consent(home, **once)
    assert not PrivateItem.objects.filter(value__isnull=False).exists()


def deliver(at):
    while worker_round.fan_out(at) + worker_round.deliver(at):
        pass


def texts():
    return [unseal(bytes(one.text_sealed), "letter") for one in Letter.objects.order_by("id")]


def test_letters_go_to_those_who_agreed_and_say_nothing_of_the_matter(home, granny, worker):
    ask(home, worker)
    deliver(AT)
    assert texts() == []
    service.want_letters(home, wants=True, **said(granny.actor))
    ask(home, worker)
    deliver(AT)
    (told,) = texts()
    assert "中心户" in told
    assert "李奶奶" not in told
    with pytest.raises(NotVisible):
        service.want_letters(home, wants=True, **said(worker.actor))


def test_a_household_is_reminded_once_the_morning_before_of_what_it_took_on(home, granny, worker):
    service.want_letters(home, wants=True, **said(granny.actor))
    taken, offered, done = (ask(home, worker) for _ in range(3))
    answer(taken, "take", granny)
    answer(done, "take", granny)
    answer(done, "done", granny)
    deliver(AT)
    before, morning = len(texts()), datetime(2026, 10, 11, 1, 0, tzinfo=UTC)
    assert service.remind_households(morning - timedelta(minutes=1)) == 0
    assert [service.remind_households(morning) for _ in range(2)] == [1, 0]
    deliver(morning)
    (reminder,) = texts()[before:]
    assert "10 月 12 日" in reminder
    assert HouseholdTask.objects.get(ref=offered).state == "offered"


def test_nobody_is_reminded_of_today_or_of_no_day_or_of_what_was_invented(home, granny, worker):
    for day, more in ((AT.date(), {}), (None, {}), (DAY, {"source": Source.DEMO})):
        answer(ask(home, worker, day=day), "take", granny, **more)
    assert not HouseholdTask.objects.exclude(remind_at=None).exists()


def test_what_ended_just_before_the_reminder_is_left_alone(home, granny, worker, monkeypatch):
    from linli.apps.grid.service import reminding

    task = ask(home, worker)
    answer(task, "take", granny)
    service.withdraw_task(task, **said(worker.actor))
    reminding._remind(HouseholdTask.objects.get(ref=task).ref, AT + timedelta(days=3))
    assert not Entry.objects.filter(act="grid.remind_household").exists()
