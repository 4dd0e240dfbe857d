"""Files that a city there named: fetched, checked, kept as signed or refused with a reason that both sides read."""

import io
import uuid
from datetime import timedelta

import pytest
from tests.apps.exchange.test_exchange import HANDED, refuses, silent
from tests.apps.exchange.town import ASKED, PAPER, PHOTO, RECORD, entries, states
from tests.city import AT
from tests.kernel.files import samples

from linli.apps.cases.models import Case
from linli.apps.exchange import facts, service
from linli.apps.exchange.models import Enclosure, Exchange, Peer
from linli.core.exchange.message import Kind
from linli.core.exchange.named import Named
from linli.kernel.files.facts import files_of

# What they name and we fetch


def test_a_case_from_elsewhere_is_opened_at_once_and_its_files_come_after(town):
    (paper, photo) = town.handed(PAPER, PHOTO)
    case = Case.objects.get(service=RECORD)
    cards = files_of(f"case:{case.ref}")
    assert {(one.media_type, one.name, one.sha256) for one in cards} == {
        ("application/pdf", "证明.pdf", paper.sha256), ("image/jpeg", "", photo.sha256),
    }  # fmt: skip
    assert states() == [(False, "taken", ""), (False, "taken", "")]
    assert town.told == [("taken", ""), ("taken", "")]
    assert service.fetch_due(AT + timedelta(days=1)) == 0
    assert len(town.told) == 2  # told once


def test_a_city_that_is_down_keeps_nobody_waiting_but_its_files(town):
    town.files = lambda *_all: silent(None)
    town.handed(PAPER, PHOTO)
    case = Case.objects.get(service=RECORD)
    assert files_of(f"case:{case.ref}") == []
    assert states() == [(False, "waiting", "silent")] * 2
    found = facts.elsewhere(case.ref)
    assert [(one.state, one.ours) for one in found.files] == [("waiting", False)] * 2
    assert service.fetch_due(AT + timedelta(seconds=1)) == 0  # not yet
    town.files = town.serves
    assert service.fetch_due(AT + timedelta(days=1)) == 2
    assert len(files_of(f"case:{case.ref}")) == 2


def bytes_of(data):
    return lambda _request, ask: (
        io.BytesIO(data) if ask["does"] == "fetch" else io.BytesIO(b'{"receipt": "00"}')
    )


def no(status, code):
    return lambda request, _ask: refuses(status, code)(request)


BAD = {
    "another hash": (bytes_of(b"x" * 10_000), {"size": 10_000}, "exchange.file_hash"),
    "endless": (bytes_of(b"x" * 1_000_000), {}, "exchange.file_longer"),
    "too large to begin with": (bytes_of(b""), {"size": 26 * 1024 * 1024}, "files.too_large"),
    "another type": (None, {"media_type": "image/png"}, "exchange.file_type"),
    "no file there": (no(404, "exchange.no_such_file"), {}, "exchange.no_such_file"),
    "erased there": (no(410, "exchange.file_gone"), {}, "exchange.file_gone"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_may_not_be_kept_ends_with_a_reason_that_both_sides_read(town, name):
    answer, more, code = BAD[name]
    if answer:
        town.files = lambda request, ask: (answer if ask["does"] == "fetch" else town.serves)(request, ask)
    town.handed(PHOTO, **more)
    assert states() == [(False, "refused", code)]
    case = Case.objects.get(service=RECORD)
    assert case.stage in {"submitted", "handling"}
    assert files_of(f"case:{case.ref}") == []
    town.files = town.serves
    service.fetch_due(AT + timedelta(days=1))
    assert town.told == [("refused", code)]
    assert entries("exchange.file_refused") == 1


DANGEROUS = {
    "a program": (b"MZ\x90\x00", "files.program"),
    "a photo with its place": (samples.photo_with_position(), "files.carries_more"),
    "a paper that runs": (samples.pdf(b"<< /JavaScript 1 0 R >>"), "files.active_pdf"),
}


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_file_that_nobody_could_upload_does_not_come_in_this_way(town, name):
    data, code = DANGEROUS[name]
    import hashlib

    kind = {"a program": "application/pdf", "a photo with its place": "image/jpeg"}.get(
        name, "application/pdf"
    )
    named = Named(str(uuid.uuid4()), "", kind, len(data), hashlib.sha256(data).hexdigest())
    town.holds[named.ref] = data
    answers = {**ASKED, "card": [named.ref]}
    town.hears_with(Kind.HANDED_OVER, {**HANDED, "service": RECORD, "answers": answers}, (named,))
    assert states() == [(False, "refused", code)]
    assert town.told == [("refused", code)]
    assert not files_of(f"case:{Case.objects.get(service=RECORD).ref}")


ODD = {
    "a redirect": (302, "exchange.file_redirected"),
    "half of it": (None, "exchange.file_short"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_may_be_a_mistake_is_tried_some_times_and_then_ends(town, name):
    status, code = ODD[name]
    town.files = no(status, "") if status else bytes_of(b"x")
    town.handed(PHOTO)
    assert states() == [(False, "waiting", code)]
    for n in range(1, 12):
        service.fetch_due(AT + timedelta(hours=n))
    assert states() == [(False, "refused", code)]


def test_after_a_month_of_silence_nobody_waits_any_more(town):
    town.files = lambda *_all: silent(None)
    town.handed(PHOTO)
    service.fetch_due(AT + timedelta(days=31))
    assert states() == [(False, "refused", "exchange.file_given_up")]


def test_what_was_kept_but_not_written_down_is_not_fetched_twice(town):
    town.handed(PHOTO)
    Enclosure.objects.update(state="waiting", next_at=AT)
    town.files = lambda *_all: silent(None)  # it must not be asked again
    assert service.fetch_due(AT + timedelta(minutes=1)) == 1
    assert len(files_of(f"case:{Case.objects.get(service=RECORD).ref}")) == 1


def test_a_case_that_cannot_be_opened_waits_for_no_files(town):
    named = town.named(PHOTO)
    town.hears_with(Kind.HANDED_OVER, {**HANDED, "service": "request"}, named)
    assert states() == [(False, "refused", "exchange.file_not_needed")]
    assert town.told == [("refused", "exchange.file_not_needed")]


def test_what_is_taken_back_is_not_fetched_any_more(town):
    town.files = lambda *_all: silent(None)
    town.handed(PHOTO)
    matter = str(Exchange.objects.get().ref)
    town.hears_with(Kind.WITHDRAWN, {"words": ""}, (), n=2, matter=matter)
    assert states() == [(False, "refused", "exchange.file_not_needed")]


def test_a_peer_that_was_closed_is_asked_for_nothing(town):
    town.files = lambda *_all: silent(None)
    town.handed(PHOTO)
    Peer.objects.update(closed_at=AT)
    town.files = town.serves
    assert service.fetch_due(AT + timedelta(days=1)) == 0
