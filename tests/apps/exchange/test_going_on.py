"""A fetch that broke off goes on where it stopped, in a few good pieces; what is nobody's any more is deleted."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.exchange.test_exchange import SECRET
from tests.apps.exchange.town import PAPER, RECORD, states
from tests.city import AT

from linli.apps.cases.models import Case
from linli.apps.exchange import service
from linli.apps.exchange.facts.keys import ASK
from linli.apps.exchange.models import Enclosure, Exchange
from linli.core.exchange.fetching import Ask, Does
from linli.kernel.files.facts import files_of


class Rest(io.BytesIO):
    """The end of a file, as a server hands it out that was asked for it."""

    status = 206

    def __init__(self, data, start):
        super().__init__(data)
        self.headers = {"Content-Range": f"bytes {start}-/*"}


class Breaking:
    """A city whose line breaks after some bytes each time; it may know how to go on, or not."""

    def __init__(self, town, piece, *, knows=True):
        self.town, self.piece, self.knows, self.starts = town, piece, knows, []

    def __call__(self, request, ask):
        if ask["does"] != "fetch":
            return self.town.serves(request, ask)
        whole = self.town.holds[ask["file"]]
        start = int((request.get_header("Range") or "bytes=0-")[6:-1])
        self.starts.append(start)
        if start and self.knows:
            return Rest(whole[start : start + self.piece], start)
        return io.BytesIO(whole[: self.piece])


@pytest.fixture
def places(settings, tmp_path):
    settings.VAR = tmp_path
    return lambda: [one.read_bytes() for one in (tmp_path / "exchange").glob("*")]


def fetch(rounds):
    for n in range(1, rounds + 1):
        service.fetch_due(AT + timedelta(hours=n))


def test_it_goes_on_where_it_stopped(town, places):
    size = len(PAPER)
    town.files = breaking = Breaking(town, size // 4)
    (named,) = town.handed(PAPER)
    assert states() == [(False, "waiting", "exchange.file_short")]
    assert places() == [PAPER[: size // 4]]
    fetch(4)
    assert states() == [(False, "taken", "")]
    assert breaking.starts == [n * (size // 4) for n in range(5)]
    assert [one.sha256 for one in files_of(f"case:{Case.objects.get(service=RECORD).ref}")] == [named.sha256]
    assert places() == []


def test_software_that_hands_out_the_whole_is_heard_as_before(town, places):
    town.files = breaking = Breaking(town, len(PAPER) // 2, knows=False)
    town.handed(PAPER)
    breaking.piece = len(PAPER)
    fetch(1)
    assert states() == [(False, "taken", "")]
    assert breaking.starts == [0, len(PAPER) // 2]


def test_another_end_is_not_what_was_signed(town, places):
    half = len(PAPER) // 2
    town.files = Breaking(town, half)
    town.handed(PAPER)
    ref = str(Enclosure.objects.get().ref)
    town.holds[ref] = town.holds[ref][:half] + b"x" * (len(PAPER) - half)
    town.files.piece = len(PAPER)
    fetch(1)
    assert states() == [(False, "refused", "exchange.file_hash")]
    assert places() == []


def test_a_byte_at_a_time_is_no_way_to_come(town, places):
    town.files = breaking = Breaking(town, 1)
    town.handed(PAPER)
    fetch(12)
    assert states() == [(False, "refused", "exchange.file_short")]
    assert len(breaking.starts) == 8
    assert places() == []


def test_of_what_is_erased_no_piece_is_left(town, places):
    town.files = Breaking(town, len(PAPER) // 2)
    town.handed(PAPER)
    assert len(places()) == 1
    service.forget_settled(AT)
    assert len(places()) == 1, "somebody waits for it"
    service.forget_case(str(Case.objects.get(service=RECORD).ref), "x", "y", at=AT, whole=True)
    assert states() == [(False, "refused", "exchange.file_forgotten")]
    assert places() == []


def test_we_hand_out_the_rest_of_ours(town):
    town.sends(PAPER)
    (row,) = Enclosure.objects.all()
    matter = str(Exchange.objects.get().ref)

    def asked(wanted):
        data = Ask("linhe", "fenan", matter, str(row.ref), Does.FETCH, timezone.now()).written()
        headers = {"Linli-Peer": "linhe", "Linli-Signature": SECRET.sign(ASK + data).hex(), "Range": wanted}
        answer = Client().post("/exchange/v1/files", data, content_type="application/json", headers=headers)
        return answer, b"".join(answer.streaming_content)

    answer, rest = asked("bytes=20-")
    assert (answer.status_code, rest) == (206, PAPER[20:])
    assert answer.headers["Content-Range"] == f"bytes 20-{len(PAPER) - 1}/{len(PAPER)}"
    assert int(answer.headers["Content-Length"]) == len(rest)
    for other in ("bytes=0-", f"bytes={len(PAPER)}-", "bytes=5-9", "bytes=-5", "lines=3-", "bytes=٣-"):
        answer, whole = asked(other.encode().decode("latin-1"))
        assert answer.status_code == 200
        assert hashlib.sha256(whole).hexdigest() == row.sha256
