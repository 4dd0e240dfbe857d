"""Announcements read aloud: CPU to make each recording sayable and to record it, and how long one listens to it."""

from __future__ import annotations

import json
import os
import resource
import statistics
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml

ROUNDS = 3
NOTICES = Path(__file__).resolve().parents[1] / "src/linli/site/demo/data/announcements.yaml"
T = TypeVar("T")


def run() -> dict[str, object]:
    """Read the demo's announcements aloud, in each language they are written in."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    from linli.kernel.messaging import readings
    from linli.kernel.messaging.voice import voice

    readings.register(lambda _text: {})  # a city without words of its own: no database is asked
    if not voice().is_there:
        return {"skipped": "no voice is installed (espeak-ng)"}
    found = [
        _measure(one, language) for one in _rows() for language in ("zh", "en") if one[f"text_{language}"]
    ]
    return {
        "voice": voice().name, "notices": found,
        "cpu_seconds_a_notice": round(statistics.median(one["cpu_seconds"] for one in found), 3),
        "audio_seconds_a_notice": round(statistics.median(one["audio_seconds"] for one in found), 1),
    }  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    names = [f"{part}_{language}" for part in ("title", "text", "do", "place") for language in ("zh", "en")]
    told = yaml.safe_load(NOTICES.read_text(encoding="utf-8"))["announcements"]
    return [{name: one.get(name, "") for name in names} for one in told]


def _measure(words: dict[str, Any], language: str) -> dict[str, Any]:
    from linli.apps.notices.facts.letters import said
    from linli.apps.notices.models import Announcement
    from linli.kernel.messaging.voice import voice

    row = Announcement(**words)
    said(row, language)  # the first of a process reads the dictionaries
    reading, text = _cpu(lambda: said(row, language))
    voice().say(text, language)
    recording, sound = _cpu(lambda: voice().say(text, language))
    return {
        "title": words[f"title_{language}"], "language": language, "signs": len(words[f"text_{language}"]),
        "cpu_seconds": round(reading + recording, 3), "of_them_reading": round(reading, 4),
        "audio_seconds": round(_seconds(sound), 1), "kilobytes": len(sound) // 1024,
    }  # fmt: skip


def _cpu(work: Callable[[], T]) -> tuple[float, T]:
    """Return the processor's seconds, of this process and of the voice it starts, and the answer."""
    took = []
    for _ in range(ROUNDS):
        before = _used()
        answer = work()
        took.append(_used() - before)
    return statistics.median(took), answer


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _seconds(sound: bytes) -> float:
    """Read how long a WAV file lasts from its head: bytes of sound by bytes a second."""
    (a_second,) = struct.unpack_from("<I", sound, 28)
    return (len(sound) - 44) / a_second


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
