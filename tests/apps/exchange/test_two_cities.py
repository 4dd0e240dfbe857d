"""Two running cities, each a process with its own database: accepted in one, handled in the other."""

import http.client
import json
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from tests.kernel.files import samples

pytestmark = [pytest.mark.slow, pytest.mark.one_database]  # each city has a database of its own
ANSWERS = {
    "applicant": {"name": "陈静"}, "child_name": "李小满", "sex": "girl", "born_on": "2026-02-20",
    "certificate_number": "A123456789", "register_with": "mother", "home": "柳溪苑 3 号楼",
}  # fmt: skip
PAPER = len(samples.pdf())
HERE, THERE, RECORD = "cross-city", "birth-registration", "household-record"


class City:
    """A city in a process of its own."""

    def __init__(self, folder, code):
        folder.mkdir()
        program = Path(__file__).with_name("instance.py")
        self.process = subprocess.Popen(
            [sys.executable, str(program), str(folder), code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, encoding="utf-8",
        )  # fmt: skip
        self.code = code

    def ready(self):
        self.port, self.key = json.loads(self.process.stdout.readline())
        return self

    def __getattr__(self, name):
        def ask(*args):
            self.process.stdin.write(json.dumps([name, *args]) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())

        return ask

    def post(self, body, code, signature):
        """Send bytes to this city as anybody could."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Linli-Peer": code, "Linli-Signature": signature, "Content-Type": "application/json"}
        connection.request("POST", "/exchange/v1/messages", body.encode(), headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return answer.status, told.get("code", "receipt" if "receipt" in told else "")

    def end(self):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cities")
    begun = [City(folder / code, code) for code in ("fenan", "linhe")]
    try:
        fenan, linhe = (one.ready() for one in begun)
        fenan.peer("linhe", f"http://127.0.0.1:{linhe.port}", linhe.key)
        linhe.peer("fenan", f"http://127.0.0.1:{fenan.port}", fenan.key)
        yield fenan, linhe
    finally:
        for one in begun:
            one.end()


def changed(text, /, **more):
    whole = {**json.loads(text), **more}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def liars(fenan, linhe):
    """A peer that lies, repeats, or speaks an old version: each is told why, and nothing changes."""
    body, signature = fenan.sent(1)
    before = linhe.state()
    assert linhe.post(body, "fenan", signature) == (200, "receipt")  # a repeat gets its receipt again
    assert linhe.post(changed(body, n=7), "fenan", signature) == (403, "exchange.no_peer")
    assert linhe.post(body, "taigu", signature) == (403, "exchange.no_peer")
    for status, code, more in (
        (409, "exchange.number_used", {"at": "2026-01-01T00:00:00Z"}),
        (409, "exchange.no_such_matter", {"id": str(uuid.uuid4()), "exchange": str(uuid.uuid4()), "n": 3}),
        (409, "exchange.not_for_us", {"to": "fenan"}),
        (409, "exchange.other_sender", {"from": "taigu"}),
        (409, "exchange.version", {"v": "linli/exchange/0"}),
        (422, "exchange.fields", {"id": str(uuid.uuid4()), "body": {}}),
        (
            425,
            "exchange.too_early",
            {"id": str(uuid.uuid4()), "n": 9, "kind": "answered", "body": {"words": "x"}},
        ),
    ):
        lie = changed(body, **more)
        assert linhe.post(lie, "fenan", fenan.signed(lie)) == (status, code)
    assert linhe.state() == before


def stage(city):
    """How its case of the latest matter stands."""
    return city.state()["case"][:2]


def test_accepted_here_handled_there(cities):
    fenan, linhe = cities
    linhe.stop()  # down: what is said waits, and nothing is lost
    fenan.hand("linhe", ANSWERS)
    fenan.work()
    assert fenan.state()["messages"] == [[True, 1, "handed_over", "waiting", "silent"]]
    linhe.listen(linhe.port)
    fenan.retry()
    linhe.work()
    fenan.work()
    there, here = linhe.state(), fenan.state()
    assert there["case"][:2] == [THERE, "handling"]
    assert here["case"][:2] == [HERE, "there"]
    assert here["matter"][4] == there["case"][2]
    assert here["matter"][5][:10] == there["case"][3][:10]  # their date, beside
    assert here["case"][3] != there["case"][3]  # each side's promise is its own
    liars(fenan, linhe)
    linhe.move("officer", "ask_resident", {"question": "请补一张照片"})
    fenan.work()
    assert stage(fenan) == [HERE, "waiting_resident"]
    assert "请补一张照片" in fenan.told()
    fenan.move("resident", "answer", {"answer": "补好了"})
    linhe.work()
    assert stage(linhe) == [THERE, "handling"]
    linhe.move("officer", "grant", {"answer": "户口办好了，本子寄到家"})
    fenan.work()
    assert stage(fenan) == [HERE, "granted"]
    assert "户口办好了，本子寄到家" in fenan.told()
    assert {one[3] for one in fenan.state()["messages"]} == {"delivered", "done"}


def test_files_go_there_and_come_back(cities):
    """A photo along with the case while they are down, a paper that they ask for, their paper with the result."""
    fenan, linhe = cities
    linhe.stop()
    (vouched,) = fenan.hand_record("linhe")
    fenan.work()
    linhe.listen(linhe.port)
    fenan.retry()
    linhe.work()
    assert linhe.files()["lying"] == [vouched]
    assert fenan.files()["stand"] == [[True, "taken", ""]]
    fenan.work()
    linhe.move("officer", "ask_resident", {"question": "请补户口本"})
    fenan.work()
    fenan.stop()  # the answer gets there, the file cannot be fetched: the case goes on, the file is on its way
    fenan.move_with_paper("resident", "answer", "photos", {"answer": "补好了"})
    linhe.work()
    assert stage(linhe) == [RECORD, "handling"]
    assert linhe.files()["stand"][1][:2] == [False, "waiting"]
    fenan.listen(fenan.port)
    fenan.breaks_after(
        40
    )  # what came before the line broke is not fetched again, or none of it would ever end
    linhe.retry()
    assert linhe.files()["stand"][1] == [False, "waiting", "exchange.file_short"]
    for _ in range(PAPER // 40):
        linhe.retry()
    assert [one[1] for one in linhe.files()["stand"]] == ["taken", "taken"]
    assert linhe.files()["named"] == ["", "paper.pdf"]
    linhe.move_with_paper("officer", "grant", "papers", {"answer": "开好了"})
    fenan.work()
    here = fenan.files()
    assert stage(fenan) == [HERE, "granted"]
    assert here["stand"] == [[True, "taken", ""], [True, "taken", ""], [False, "taken", ""]]
    assert here["lying"] == [vouched, *linhe.files()["lying"][1:]]
    assert linhe.files()["stand"][2] == [True, "taken", ""]


def test_a_key_is_changed_while_a_case_is_under_way(cities):
    """The other city is down when it happens; nothing is refused until the old key ends, and then only the old."""
    fenan, linhe = cities
    fenan.hand("linhe", ANSWERS)
    fenan.work()
    linhe.work()
    body, by_old = fenan.sent(1)
    linhe.stop()
    new = fenan.change_key()
    fenan.work()
    linhe.listen(linhe.port)
    linhe.move(
        "officer", "ask_resident", {"question": "请补一张照片"}
    )  # heard by the city that changes its key
    assert linhe.their_keys() == [[fenan.key, False]]
    fenan.retry()
    assert linhe.their_keys() == [[new, False], [fenan.key, True]]
    assert linhe.post(body, "fenan", by_old) == (200, "receipt")
    assert linhe.post(body, "fenan", fenan.signed(body)) == (200, "receipt")
    linhe.days_pass()
    assert linhe.post(body, "fenan", by_old) == (403, "exchange.key_ended")
    fenan.move("resident", "answer", {"answer": "补好了"})
    linhe.work()
    linhe.move("officer", "grant", {"answer": "办好了"})
    fenan.work()
    assert stage(fenan) == [HERE, "granted"]
    assert {one[3] for one in fenan.state()["messages"] + linhe.state()["messages"]} == {"delivered", "done"}
