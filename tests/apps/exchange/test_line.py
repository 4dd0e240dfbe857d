"""The line to another city: what never ends, what hardly begins and what leads elsewhere all end, and soon."""

import contextlib
import socket
import threading
import time

import pytest

from linli.apps.exchange.models import Peer
from linli.apps.exchange.service import line

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


def hears(call):
    """All that was asked: who hangs up on unread words resets the line, and what was answered may be lost."""
    data = b""
    while not data.endswith(b"\r\n\r\n{}"):
        data += call.recv(65_536)


def drips(call):
    """One byte now and then, for as long as somebody listens."""
    call.sendall(HEAD)
    while True:
        call.sendall(b"x")
        time.sleep(0.05)


def drips_in_the_head(call):
    call.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        call.sendall(b"x")
        time.sleep(0.05)


def pours(call):
    call.sendall(HEAD)
    while True:
        call.sendall(b"x" * 65_536)


def leads_elsewhere(call):
    call.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")


def breaks_off(call):
    call.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")


def goes_on(call):
    call.sendall(
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-7/8\r\nContent-Length: 3\r\n\r\nfgh"
    )


def breaks_hard(call):
    """What came before a reset is not lost."""
    call.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz")


def says_nothing(_call):
    time.sleep(0.6)


def answers(call):
    call.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")


@pytest.fixture
def peer(settings, tmp_path):
    settings.EXCHANGE_CODE, settings.EXCHANGE_KEY_FILE = "fenan", tmp_path / "exchange.key"

    @contextlib.contextmanager
    def listening(behaves):
        with socket.create_server(("127.0.0.1", 0)) as server:

            def serve():
                call, _ = server.accept()
                with call, contextlib.suppress(OSError):
                    hears(call)
                    behaves(call)

            threading.Thread(target=serve, daemon=True).start()
            yield Peer(code="linhe", url=f"http://127.0.0.1:{server.getsockname()[1]}")

    return listening


CASES = {
    "one byte at a time": (drips, line.SLOW, 0, None),
    "one byte at a time in the head": (drips_in_the_head, line.SLOW, 0, None),
    "bytes without end": (pours, "", 200, 1_001),
    "an address elsewhere": (leads_elsewhere, "", 302, 0),
    "a line that breaks": (breaks_off, "", 200, 3),
    "nothing at all": (says_nothing, line.SLOW, 0, None),
    "what was asked for": (answers, "", 200, 3),
}


@pytest.mark.parametrize("name", CASES)
def test_every_answer_ends(peer, name):
    behaves, fault, status, length = CASES[name]
    began = time.monotonic()
    with peer(behaves) as city:
        heard = line.ask(city, "/x", b"{}", "", seconds=0.4, limit=1_000)
    assert heard.fault == fault
    if not fault:
        assert (heard.status, len(heard.data)) == (status, length)
    assert heard.is_redirect == (status == 302)
    assert time.monotonic() - began < 5


def test_nobody_there_is_silence(peer):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    heard = line.ask(Peer(code="linhe", url=f"http://127.0.0.1:{port}"), "/x", b"{}", "", seconds=1)
    assert heard.fault == line.SILENT
    assert heard.whole() == {}


@pytest.mark.parametrize("data", [b"<html>", b"[]", b"[" * 100_000, b'{"code": 1}'])
def test_an_answer_that_is_none_says_nothing(data):
    assert line.Heard(200, data).field("code") == ""


def test_what_is_missing_is_asked_for_and_told_from_the_whole(peer):
    with peer(goes_on) as city:
        heard = line.ask(city, "/x", b"{}", "", seconds=1, start=5)
    assert (heard.data, heard.begins) == (b"fgh", 5)
    with peer(answers) as city:
        assert line.ask(city, "/x", b"{}", "", seconds=1, start=5).begins == 0


def test_a_line_that_breaks_hard_keeps_what_came(peer):
    with peer(breaks_hard) as city:
        heard = line.ask(city, "/x", b"{}", "", seconds=1)
    assert (heard.fault, heard.data) == ("", b"abc")
