"""The voice, by the sounds it makes: words of several readings, figures, and what becomes of a recording."""

import os
import shutil
import wave

import pytest

from linli.core.speech.read import read
from linli.kernel.messaging import readings, voice

ABSENT = shutil.which("espeak-ng") is None and os.environ.get("CI") != "true"
needs_voice = pytest.mark.skipif(ABSENT, reason="espeak-ng is not here: as root, apt-get install espeak-ng")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(
        readings._City, "source", staticmethod(lambda _text: {})
    )  # a city without words of its own
    settings.SPEECH_DIR = tmp_path / "speech"
    voice._made.cache_clear()
    yield
    voice._made.cache_clear()


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("银行", ["yin2", "hang2"]),
        ("行长", ["hang2", "zhang3"]),
        ("重庆", ["chong2", "qing4"]),
        ("了解", ["liao3", "jie3"]),
        ("长大", ["zhang3", "da4"]),
        ("长度", ["chang2", "du4"]),
        ("两点", ["liang3", "dian3"]),
        ("看大夫", ["kan4", "dai4", "fu5"]),
        ("调休", ["tiao2", "xiu1"]),
        ("调解", ["tiao2", "jie3"]),
        ("无偿献血", ["wu2", "chang2", "xian4", "xue4"]),
        ("朝阳街", ["chao2", "yang2", "jie1"]),
        ("尧都区", ["yao2", "du1", "qu1"]),
        ("长治市", ["chang2", "zhi4", "shi4"]),
        ("为居民", ["wei4", "ju1", "min2"]),
        ("办事处", ["ban4", "shi4", "chu4"]),
        ("小区空地", ["xiao3", "qu1", "kong4", "di4"]),
    ],
)
def test_words_of_several_readings_get_the_right_one(word, syllables):
    assert voice.pinyin(word) == (syllables, ())


def test_a_character_that_nobody_can_say_is_named():
    assert voice.pinyin("水\U0003134a") == (["shui3"], ("\U0003134a",))


@needs_voice
@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("银行", ["j'i35n_|", "X'a35N_|"]),
        ("行长", ["X'a35N_|", "ts.'a214N_|"]),
        ("重庆", ["ts.h'ong35_|", "tS;h'i51N_|"]),
        ("了解", ["lj'Au35_|", "tS;'iE214_|"]),
        ("长大", ["ts.'a21N_|", "t'A51_|"]),
        ("长度", ["ts.h'A35N_|", "t'u51_|"]),
        ("138", ["j'i51_|", "p'ai21_|", "s'a55n_|", "s.'i.35_|", "p'A55_|"]),
        ("电话110", ["t'iE51n_|", "Xw'A51_|", "j'Au55_|", "j'Au55_|", "l'i35N_|"]),
        ("2个", ["l'iA21N_|", "k'o-51_|"]),
    ],
)
def test_the_sounds_are_those_of_the_words(text, sounds):
    assert voice.Espeak().phonemes(read(text).text).split() == sounds


@needs_voice
def test_a_recording_is_made_once_and_kept_by_what_was_said():
    said = read("明天8:30停水").text
    assert voice.recording(said, "zh") is None
    path = voice.record(said, "zh")
    assert path.read_bytes()[:4] == b"RIFF"
    with wave.open(str(path)) as sound:
        assert 1 < sound.getnframes() / sound.getframerate() < 10
    made = path.stat().st_mtime_ns
    assert voice.record(said, "zh").stat().st_mtime_ns == made
    assert voice.record("Water is off tomorrow", "en") != path


def test_without_a_voice_there_is_no_recording_and_no_fault(settings):
    settings.SPEECH = "linli.kernel.messaging.voice.Browsers"
    assert voice.record("停水", "zh") is None
    with pytest.raises(voice.VoiceError):
        voice.voice().say("停水", "zh")


def test_a_voice_that_fails_says_so(monkeypatch):
    monkeypatch.setattr(voice, "_PROGRAM", "no-such-program")
    with pytest.raises(voice.VoiceError):
        voice.Espeak().say("停水", "zh")
