"""Books, toys and tools: lent, renewed, reserved, brought back; and nothing known of it afterwards."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from tests import cast
from tests.apps.centres.conftest import act, build
from tests.apps.centres.test_queue import at_once
from tests.city import AT, tiny_city

from linli.apps.centres import facts, service
from linli.apps.centres.models import Copy, Loan, Reservation
from linli.core.slots.lending import LendingRule
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.messaging.models import Letter

ISBN = "9787020002207"
READER, OTHER = "13800138001", "13800138002"
DAY = timedelta(days=1)


class Desk:
    """The lending desk of the centre, with one book of one copy and a toy."""

    def __init__(self, place):
        self.place, self.ref, self.clerk = place, place.ref, place.clerk
        service.set_library(place.ref, LendingRule(), **act())
        self.book = self.add("红楼梦", author="曹雪芹", isbn=ISBN, barcode="B-1")
        self.toy = self.add("积木", kind="toy", barcode="T-1")
        self.reader, self.other = cast.resident(phone=READER), cast.resident("李建国", phone=OTHER)

    def add(self, name, **more):
        return service.add_title(self.ref, service.NewTitle(name, **more), **act(actor=self.clerk.actor))

    def lend(self, barcode="B-1", phone=READER, at=AT, actor=None):
        return service.lend(self.ref, barcode, phone, **act(at, actor or self.clerk.actor))

    def back(self, barcode="B-1", condition="good", at=AT, actor=None):
        return service.take_back(self.ref, barcode, condition, **act(at, actor or self.clerk.actor))

    def reserve(self, who=None, at=AT, title=None):
        return service.reserve(title or self.book, **act(at, (who or self.other).actor))


@pytest.fixture
def desk(place):
    return Desk(place)


def code(caught):
    return caught.value.refusal.code


@pytest.mark.both_databases
def test_a_book_goes_out_is_renewed_and_comes_back(desk):
    lent = desk.lend()
    assert lent["due"] == "2026-11-06"
    (mine,) = facts.my_loans(desk.reader.actor, AT)
    assert (mine.name, mine.may_renew, mine.phone) == ("红楼梦", True, "")
    assert facts.title(desk.book).shelf == 0
    day = service.renew(mine.ref, **act(AT + 7 * DAY, desk.reader.actor))
    assert day == date(2026, 11, 13)
    with pytest.raises(Refused) as caught:
        service.renew(mine.ref, **act(actor=desk.reader.actor))
    assert code(caught) == "slots.lending_renewed_enough"
    assert desk.back() == {"set_aside": 0, "fine": 0}
    assert facts.my_loans(desk.reader.actor, AT) == ()
    assert (facts.title(desk.book).shelf, facts.title(desk.book).loans_ended) == (1, 1)


def test_a_due_date_on_a_rest_day_moves_to_the_next_working_day(desk):
    assert desk.lend(at=AT + DAY)["due"] == "2026-11-09"  # the 7th is a Saturday


def test_a_copy_is_not_lent_twice_nor_returned_twice(desk):
    desk.lend()
    with pytest.raises(Refused) as caught:
        desk.lend(phone=OTHER)
    assert code(caught) == "centres.lending.lent_already"
    desk.back()
    with pytest.raises(Refused) as caught:
        desk.back()
    assert code(caught) == "centres.lending.not_lent"


def test_the_line_moves_up_by_itself(desk):
    with pytest.raises(Refused) as caught:
        desk.reserve()
    assert code(caught) == "centres.lending.on_shelf"
    desk.lend()
    desk.reserve()
    third = cast.resident("赵敏")
    desk.reserve(third, at=AT + DAY)
    assert [one.ahead for one in facts.my_reservations(third.actor)] == [1]
    with pytest.raises(Refused) as caught:
        desk.reserve()
    assert code(caught) == "centres.lending.waits_already"
    (mine,) = facts.my_loans(desk.reader.actor, AT)
    with pytest.raises(Refused) as caught:
        service.renew(mine.ref, **act(actor=desk.reader.actor))
    assert code(caught) == "slots.lending_reserved"
    assert desk.back()["set_aside"] == 1
    (ready,) = facts.set_aside(desk.ref, desk.clerk.actor)
    assert (ready.barcode, ready.held_until, ready.phone) == ("B-1", date(2026, 10, 12), "138****8002")
    assert Letter.objects.count() == 1
    with pytest.raises(Refused) as caught:
        desk.lend(phone=READER)
    assert code(caught) == "centres.lending.set_aside"
    assert service.look_after(AT + 2 * DAY) == 0
    assert service.look_after(AT + 5 * DAY) == 1  # nobody came: the next one's turn
    assert facts.my_reservations(desk.other.actor) == ()
    (next_one,) = facts.my_reservations(third.actor)
    assert next_one.barcode == "B-1"
    service.end_reservation(next_one.ref, **act(actor=third.actor))
    assert Copy.objects.get(barcode="B-1").state == "shelf"


def test_who_reserved_collects(desk):
    desk.lend()
    desk.reserve()
    desk.back()
    desk.lend(phone=OTHER)
    assert Reservation.objects.count() == 0
    assert [one.barcode for one in facts.my_loans(desk.other.actor, AT)] == ["B-1"]


def test_after_return_nothing_tells_who_read_what(desk):
    desk.lend()
    (mine,) = facts.my_loans(desk.reader.actor, AT)
    service.renew(mine.ref, **act(actor=desk.reader.actor))
    desk.reserve()
    desk.back()
    desk.lend(phone=OTHER)
    desk.back()
    kept = [
        *Entry.objects.values_list("body", flat=True),
        *PrivateItem.objects.values_list("value", flat=True),
        *ActRecord.objects.values_list("answer", flat=True),
    ]
    refs = {str(one.account.ref) for one in (desk.reader, desk.other)}
    names = {"红楼梦", "B-1", ISBN, desk.book}
    lending = [text for text in kept if text and any(word in text for word in names)]
    assert not [text for text in lending if any(ref in text for ref in refs)]
    acts = Entry.objects.filter(actor_key__in=[one.actor.key for one in (desk.reader, desk.other)])
    items = PrivateItem.objects.filter(entry__in=acts).values_list("value", flat=True)
    assert items
    assert not [text for text in items if any(word in text for word in names)]
    assert Loan.objects.count() == Reservation.objects.count() == 0


def test_the_public_log_shows_no_loan(desk):
    desk.lend()
    sealed = Entry.objects.filter(act="centres.loan_begun").get()
    assert json.loads(sealed.body)["act"] == "sealed"


def test_lost_and_damaged_are_noted_and_not_lent(desk):
    desk.lend()
    desk.back(condition="damaged")
    with pytest.raises(Refused) as caught:
        desk.lend()
    assert code(caught) == "centres.lending.not_fit"
    service.note_copy(desk.ref, "B-1", "shelf", **act(actor=desk.clerk.actor))
    desk.lend()
    with pytest.raises(Refused):
        service.note_copy(desk.ref, "B-1", "lost", **act(actor=desk.clerk.actor))


def test_who_is_late_is_reminded_once_a_week_and_not_by_night(desk):
    desk.lend()
    late = AT + 30 * DAY
    assert service.look_after(late.replace(hour=15)) == 1  # 23:00 in Shanghai
    letter = Letter.objects.get()
    assert letter.not_before.hour == 0
    assert service.look_after(late + DAY) == 0
    assert service.look_after(late + 8 * DAY) == 1
    assert desk.back(at=late)["fine"] == 0


def test_a_desk_that_asks_for_a_fine_says_it(desk):
    service.set_library(desk.ref, LendingRule(fine_fen=10), **act())
    desk.lend()
    assert desk.back(at=AT + 30 * DAY)["fine"] == 20


def test_nobody_borrows_more_than_the_desk_allows(desk):
    service.set_library(desk.ref, LendingRule(most_loans=1), **act())
    desk.lend()
    with pytest.raises(Refused) as caught:
        desk.lend("T-1")
    assert code(caught) == "slots.lending_too_many"


def test_titles_are_found_by_name_author_and_isbn(desk):
    for words in ("红楼", "曹雪芹 红楼", "97870200", "积木"):
        assert facts.titles(words=words).titles, words
    assert facts.titles(words="西游").titles == ()
    assert [one.name for one in facts.titles(kind="toy").titles] == ["积木"]
    for n in range(25):
        desk.add(f"故事 {n:02d}")
    first = facts.titles(words="故事")
    assert len(first.titles) == 20
    assert len(facts.titles(words="故事", after=first.cursor).titles) == 5


def test_lists_stay_within_their_statements(desk, django_assert_max_num_queries):
    desk.lend()
    with django_assert_max_num_queries(4):
        facts.titles(words="红楼", centre=desk.ref)
    with django_assert_max_num_queries(3):
        facts.my_loans(desk.reader.actor, AT)
    with django_assert_max_num_queries(5):
        facts.loans_out(desk.ref, desk.clerk.actor, AT)
    with django_assert_max_num_queries(20):
        desk.lend("T-1", OTHER)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "书", "kind": "car"}, "kind"),
        ({"name": "书", "isbn": "123"}, "isbn"),
        ({"name": "书", "copies": 0}, "copies"),
        ({"name": "书", "barcode": "B-1"}, "barcode"),
        ({"name": "书", "barcode": "B 1"}, "barcode"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_by_field(desk, new, field):
    with pytest.raises(Invalid) as caught:
        service.add_title(desk.ref, service.NewTitle(**new), **act(actor=desk.clerk.actor))
    assert [one.field for one in caught.value.problems] == [field]


def test_bad_input_at_the_desk(desk):
    with pytest.raises(Invalid) as caught:
        desk.lend("X-9")
    assert caught.value.problems[0].field == "barcode"
    with pytest.raises(Invalid) as caught:
        desk.lend(phone="110")
    assert caught.value.problems[0].field == "phone"
    with pytest.raises(Invalid):
        desk.back(condition="eaten")
    with pytest.raises(NotVisible):
        service.renew(str(uuid.uuid4()), **act(actor=desk.reader.actor))


@pytest.mark.one_database
def test_only_the_desk_and_the_borrower_see_a_loan(desk):
    desk.lend()
    (mine,) = facts.my_loans(desk.reader.actor, AT)
    desk.reserve()
    elsewhere = cast.clerk("/9901/990102/")
    for member in [*(make() for make in cast.EVERYBODY if make is not cast.clerk), elsewhere]:
        with pytest.raises(NotVisible):
            facts.loans_out(desk.ref, member.actor, AT)
        with pytest.raises(NotVisible):
            desk.back(actor=member.actor)
        with pytest.raises(NotVisible):
            service.renew(mine.ref, **act(actor=member.actor))
        with pytest.raises(NotVisible):
            service.end_reservation(Reservation.objects.get().ref, **act(actor=member.actor))
        assert facts.my_loans(member.actor, AT) == ()
    (seen,) = facts.loans_out(desk.ref, desk.clerk.actor, AT).loans
    assert seen.phone == "138****8001"


@pytest.mark.django_db(transaction=True)
def test_two_desks_cannot_lend_the_same_copy_at_once(transactional_db):
    desk = Desk(build(tiny_city()))
    answers = at_once(lambda: desk.lend(phone=READER), lambda: desk.lend(phone=OTHER))
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert Loan.objects.count() == 1


@pytest.mark.one_database
def test_the_list_of_a_desk_is_read_page_by_page(desk, monkeypatch, django_assert_max_num_queries):
    from linli.apps.centres.facts import lending

    monkeypatch.setattr(lending, "PAGE", 1)
    desk.lend()
    desk.lend("T-1", OTHER)
    with django_assert_max_num_queries(6):
        first = facts.loans_out(desk.ref, desk.clerk.actor, AT)
    second = facts.loans_out(desk.ref, desk.clerk.actor, AT, after=first.cursor)
    assert [one.barcode for one in (*first.loans, *second.loans)] == ["B-1", "T-1"]
    assert second.cursor == ""
    assert facts.loans_out(desk.ref, desk.clerk.actor, AT, after="x").loans == first.loans
