from __future__ import annotations

import sys
import time
from threading import Event, Thread

from linli.site.serving.supervisor import LONGEST_WAIT, Program, Supervisor, wait_after


def test_who_falls_again_and_again_waits_longer_and_never_for_ever():
    waits = [wait_after(falls) for falls in range(12)]
    assert waits[:4] == [0.0, 0.5, 1.0, 2.0]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_program_that_ends_is_started_again_and_all_end_together():
    heard = []
    stop = Event()
    programs = [
        Program("short", (sys.executable, "-c", "raise SystemExit(7)")),
        Program("long", (sys.executable, "-c", "import time; time.sleep(60)")),
    ]
    running = Thread(target=Supervisor(programs, heard.append).run, args=(stop,))
    running.start()
    began = time.monotonic()
    while sum(one.code == "serve.started" for one in heard) < 3 and time.monotonic() - began < 20:
        time.sleep(0.05)
    stop.set()
    running.join(20)
    assert not running.is_alive()
    assert time.monotonic() - began < 20
    ended = next(one for one in heard if one.code == "serve.ended")
    assert ended.params == {"name": "short", "code": 7, "seconds": "0.5"}
    assert sum(one.params["name"] == "long" for one in heard) == 1
