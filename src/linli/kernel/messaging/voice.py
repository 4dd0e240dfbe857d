"""A voice that reads aloud: text that `core.speech` has made sayable goes in, a recording comes out."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import struct
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from linli.core.speech.syllables import marked
from linli.kernel.messaging import readings

SECONDS = 60
"""A voice that takes longer is given up."""
MEDIA_TYPE = "audio/wav"
_VOICES = {"zh": "cmn-latn-pinyin", "en": "en-gb"}
_SPEED = {"zh": "150", "en": "140"}
"""Words a minute: slower than the voice's own 175, for those who hear badly."""
_HEAD = 44
_PROGRAM = "espeak-ng"
_RESTS = str.maketrans("，。；：！？、", ",.;:!?,")


class VoiceError(Exception):
    """The voice said nothing; trying again may help."""


class Voice(Protocol):
    """Says a text. The adapter of a better voice is a class with these three members (``LINLI_SPEECH``)."""

    @property
    def name(self) -> str:
        """Part of the digest under which recordings are kept: another voice, another recording."""
        ...

    @property
    def is_there(self) -> bool:
        """Say whether this machine can make recordings."""
        ...

    def say(self, text: str, language: str) -> bytes:
        """Return a WAV file."""
        ...


class Espeak:
    """espeak-ng with pinyin from pypinyin.

    Its own Chinese voice reads many plain characters as English letters, and one reading for every word;
    given pinyin with tones it says 银行 and 行长 as people do.
    """

    name = "espeak-ng-1"

    @property
    def is_there(self) -> bool:
        """Look for the program."""
        return shutil.which(_PROGRAM) is not None

    def say(self, text: str, language: str) -> bytes:
        """Let the program write a WAV file to its output.

        Raises:
            VoiceError: it is not there, took too long or failed.
        """
        return _sized(self._run(text, language, "--stdout"))

    def phonemes(self, text: str, language: str = "zh") -> str:
        """Return the sounds it would make, for tests."""
        return self._run(text, language, "-q", "-x").decode().strip()

    def _run(self, text: str, language: str, *how: str) -> bytes:
        said = " ".join(pinyin(text)[0]) if language == "zh" else text
        command = [_PROGRAM, "-v", _VOICES[language], "-s", _SPEED[language], *how, "--stdin"]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; the text goes in by its input
                command, input=said.encode(), capture_output=True, timeout=SECONDS, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise VoiceError(type(error).__name__) from error
        return done.stdout


class Browsers:
    """No voice of ours: the page offers the reader's browser instead."""

    name = "browser"
    is_there = False

    def say(self, text: str, language: str) -> bytes:
        """Make no recording.

        Raises:
            VoiceError: always.
        """
        raise VoiceError(f"no voice for {len(text)} signs of {language}")


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a text that is said by the lists and not by the dictionary; ``own`` where the city keeps it."""

    word: str
    syllables: tuple[str, ...]
    own: bool


def pinyin(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the syllables with tones (and rests), and the characters whose sound nobody knows."""
    from pypinyin import Style, lazy_pinyin

    _teach()
    unknown: list[str] = []

    def keep(signs: str) -> str:
        rests = signs.translate(_RESTS)
        unknown.extend(one for one in rests if not one.isascii())
        return "".join(one for one in rests if one.isascii())

    said: list[str] = []
    for run, syllables in readings.parts(text, readings.own_in(text)):
        said += syllables or lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, errors=keep)
    return [one for one in said if one], tuple(unknown)


def words_in(text: str) -> tuple[Heard, ...]:
    """Return the words of a text that are said by the city's list or the shipped one, each once."""
    from pypinyin.seg.mmseg import seg

    _teach()
    shipped = {one.word: one.syllables for one in readings.shipped()}
    found: dict[str, Heard] = {}
    for run, syllables in readings.parts(text, readings.own_in(text)):
        if syllables:
            found[run] = Heard(run, syllables, own=True)
            continue
        for word in seg.cut(run):
            if word in shipped:
                found.setdefault(word, Heard(word, shipped[word], own=False))
    return tuple(found.values())


@cache
def _teach() -> None:
    """Teach pypinyin the shipped words, once a process."""
    from pypinyin import load_phrases_dict

    words = {one.word: [[each] for each in map(marked, one.syllables)] for one in readings.shipped()}
    load_phrases_dict(words)


def voice() -> Voice:
    """Return the voice of this installation."""
    return _made(settings.SPEECH)


def recording(text: str, language: str) -> Path | None:
    """Return the recording of a text if it was made."""
    path = _place(text, language)
    return path if path.exists() else None


def record(text: str, language: str) -> Path | None:
    """Make a recording unless it is there; None where this machine has no voice. For the worker: it takes a second.

    Raises:
        VoiceError: the voice failed.
    """
    if not voice().is_there:
        return None
    path = _place(text, language)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.write_bytes(voice().say(text, language))
        os.replace(draft, path)  # noqa: PTH105 - whole or not at all
    return path


def _sized(sound: bytes) -> bytes:
    """Write the lengths into the head of a WAV file, which a program that streams does not know yet."""
    whole, data = len(sound) - 8, len(sound) - _HEAD
    return (
        sound[:4] + struct.pack("<I", whole) + sound[8 : _HEAD - 4] + struct.pack("<I", data) + sound[_HEAD:]
    )


def _place(text: str, language: str) -> Path:
    """Name a recording by all that makes its sound: also the city's own words in it, as they are said now."""
    own = readings.own_in(text) if language == "zh" else {}
    spoken = "".join(f"\n{word} {' '.join(own[word])}" for word in sorted(own))
    digest = hashlib.sha256(f"{voice().name}\n{language}\n{text}{spoken}".encode()).hexdigest()
    return Path(settings.SPEECH_DIR) / digest[:2] / f"{digest}.wav"


@cache
def _made(path: str) -> Voice:
    if path:
        return cast("Voice", import_string(path)())
    found = Espeak()
    return found if found.is_there else Browsers()
