"""The real server with the real processes: what no test inside one process can show."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import socket
import statistics
import threading
import time

import pytest
from tests.site.served import linli, serving

pytestmark = pytest.mark.slow

SLOW_CLIENTS, SECONDS = 50, 4
LIMIT_MS = 500
TWO_GIGABYTES = 2 * 1024**3


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("var")) as running:
        yield running


def wait_for(condition, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if condition():
                return True
        time.sleep(0.2)
    return False


def test_health_tells_of_every_part(served):
    assert wait_for(lambda: served.health()["parts"]["worker"]["state"] == "ok")
    health = served.health()
    assert health["state"] in {"ok", "poor"}  # a full disk of the machine that tests is not our fault
    assert set(health["parts"]) == {"database", "migrations", "worker", "disk"}


def test_a_page_names_files_that_are_kept_for_good_and_they_are_there(served):
    _, _, page = served.get("/staff/login")
    address = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _ = served.get(address)
    assert status == 200
    assert "immutable" in headers["cache-control"]
    plain = "/static/" + address.split("/", 3)[3]
    status, headers, _ = served.get(plain)
    assert status == 200
    assert "immutable" not in headers["cache-control"]


def test_names_in_any_script_and_bytes_that_are_no_text_are_just_not_found(served):
    for path in ("/%E4%B8%AD%E6%96%87", "/%ff%fe", "//evil", "/static/../settings.py"):
        assert served.get(path)[0] == 404


def csrf(served):
    _, headers, _ = served.get("/staff/login")
    return headers["set-cookie"].split(";")[0]


HEAD = "POST /staff/login HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\nCookie: {}\r\n"


def test_two_gigabytes_are_refused_before_they_are_sent(served):
    head = HEAD.format(csrf(served)) + (
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {TWO_GIGABYTES}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as line:
        line.sendall(head.encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert answer.status == 413
        assert "25 MB" in answer.read().decode()
        answer.close()


def test_an_endless_unannounced_body_is_cut_off(served):
    head = HEAD.format(csrf(served)) + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as line:
        line.sendall(head.encode())
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 80_000_000:
                line.sendall(chunk)
                sent += len(chunk)
        assert sent < 80_000_000
    assert served.get("/staff/login")[0] == 200


async def drip(port, stop, data, cookie):
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            if data == "body":
                form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\n"
                writer.write((HEAD.format(cookie) + form).encode())
            while not stop.is_set():
                writer.write(b"a" if data == "body" else b"G")
                await writer.drain()
                await asyncio.sleep(1)
        finally:
            writer.close()


@pytest.mark.parametrize("data", ["head", "body"])
def test_fifty_clients_of_one_byte_a_second_keep_nobody_waiting(served, data):
    cookie = csrf(served)
    stop = threading.Event()

    async def all_of_them():
        await asyncio.gather(*(drip(served.port, stop, data, cookie) for _ in range(SLOW_CLIENTS)))

    slow = threading.Thread(target=asyncio.run, args=(all_of_them(),))
    slow.start()
    try:
        time.sleep(1)
        times = []
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            began = time.perf_counter()
            assert served.get("/staff/login")[0] == 200
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(0.03)
    finally:
        stop.set()
        slow.join(20)
    assert statistics.quantiles(times, n=20)[-1] < LIMIT_MS


def test_a_second_server_on_the_same_address_is_told_so(served, tmp_path):
    second = linli("serve", "--address", f"127.0.0.1:{served.port}", "--lang", "en", folder=tmp_path)
    assert second.returncode == 2
    assert "Is one already running?" in second.stdout


@pytest.mark.parametrize("address", ["8000", "127.0.0.1:", ":8000", "127.0.0.1:99999", "127.0.0.1:abc"])
def test_an_address_that_is_none_is_refused(address, tmp_path):
    refused = linli("serve", "--address", address, "--lang", "zh", folder=tmp_path)
    assert refused.returncode == 2
    assert "主机:端口" in refused.stdout


@pytest.mark.long
def test_a_worker_and_a_web_process_that_die_come_back_and_a_signal_ends_all(tmp_path):
    with serving(tmp_path) as served:
        started = {one["name"]: one["pid"] for one in served.said if one["event"] == "serve.started"}
        while len(started) < 2:
            one = served.hear("serve.started")
            started[one["name"]] = one["pid"]
        for name in ("worker", "web"):
            os.kill(started[name], signal.SIGKILL)
            assert served.hear("serve.ended")["name"] == name
            assert served.hear("serve.started")["name"] == name
        assert wait_for(lambda: served.health()["parts"]["database"]["state"] == "ok")
        served.process.send_signal(signal.SIGTERM)
        assert served.hear("serve.stopped")
        assert served.process.wait(30) == 0
        with pytest.raises(OSError, match="refused"):
            served.get("/health")
