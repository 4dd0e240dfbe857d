"""How the sound of a word is written in pinyin: one syllable with its tone for each character, checked."""

from __future__ import annotations

import re
import unicodedata

from linli.core.shared.outcomes import Problem

LONGEST = 12
"""Characters of a word; longer ones are sentences."""
NEUTRAL = 5
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou yo",
    "b": "a ai an ang ao ei en eng i ian iang iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng iao o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
"""Every syllable of the standard language, without its tone; ``v`` stands for ü."""
_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_TYPED = re.compile(r"([a-zv]+)([0-5]?)", re.ASCII)
_BETWEEN = re.compile(r"[\s'\u2019\u00b7-]+")


def read_sound(word: str, said: str) -> tuple[str, ...] | Problem:
    """Return the syllables of a word with their tones as figures (``hai4``, ``lv4``), or what is wrong.

    Taken as people type it: ``hài``, ``hai4``; ``lǜ``, ``lü4``, ``lv4``, ``lu:4``; 5 or 0 is the neutral tone.
    """
    if not word:
        return Problem("word", "speech.word_missing")
    if len(word) > LONGEST:
        return Problem("word", "speech.word_long", {"most": LONGEST})
    if foreign := next((sign for sign in word if not _HAN.fullmatch(sign)), None):
        return Problem("word", "speech.not_han", {"sign": foreign})
    typed = [part for part in _BETWEEN.split(unicodedata.normalize("NFC", said)) if part]
    if len(typed) != len(word):
        return Problem("pinyin", "speech.syllable_count", {"signs": len(word), "n": len(typed)})
    read = [_syllable(part) for part in typed]
    wrong = next((one for one in read if isinstance(one, Problem)), None)
    return wrong or tuple(one for one in read if isinstance(one, str))


def marked(syllable: str) -> str:
    """Write a syllable with its mark, as books do: ``hai4`` is hài, ``lv4`` is lǜ; the neutral tone has none."""
    letters, tone = syllable[:-1], int(syllable[-1])
    at = next((letters.index(vowel) for vowel in ("a", "e", "ou") if vowel in letters), None)
    if at is None:
        at = max(letters.rfind(vowel) for vowel in "iouv")
    mark = next((sign for sign, number in _MARKS.items() if number == tone), "")
    written = letters[: at + 1].replace("v", "ü") + mark + letters[at + 1 :].replace("v", "ü")
    return unicodedata.normalize("NFC", written)


def _syllable(part: str) -> str | Problem:
    """Read one syllable as it was typed."""
    signs = unicodedata.normalize("NFD", part.lower().replace("u:", "v"))
    marks = [_MARKS[sign] for sign in signs if sign in _MARKS]
    plain = "".join(sign for sign in signs if sign not in _MARKS).replace("u\u0308", "v")
    found = _TYPED.fullmatch(plain)
    if found is None or found[1] not in SYLLABLES or len(marks) + bool(found[2]) > 1:
        return Problem("pinyin", "speech.no_such_syllable", {"part": part[:12]})
    if not marks and not found[2]:
        return Problem("pinyin", "speech.no_tone", {"part": part[:12]})
    tone = marks[0] if marks else int(found[2]) or NEUTRAL
    return f"{found[1]}{tone}"
