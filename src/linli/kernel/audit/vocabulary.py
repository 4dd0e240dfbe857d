"""The closed vocabulary of public parts: which acts there are, which keys they may show, which words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from linli.core.ledger.entry import SEALED
from linli.core.shared.outcomes import JsonValue

_ACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_KEY = re.compile(r"[A-Za-z0-9_$][A-Za-z0-9_.:$/-]{0,79}")
_CODE = re.compile(r"[A-Za-z0-9_$*/][A-Za-z0-9_.:$*/+=-]{0,127}")
_LIMIT = re.compile(r"\d{1,4} (working_hours|emergency_hours|working_days|calendar_days|emergency_days)")
_PERSONAL = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]")
_keys: dict[str, frozenset[str]] = {}


class VocabularyError(Exception):
    """A programmer tried to publish what was not declared; never an answer to a person."""


def register(act: str, keys: Collection[str] = ()) -> str:
    """Declare an act and the top-level keys of its public part; returns the act's name.

    Declaring it again with the same keys is fine (modules may be imported twice in tests).

    Raises:
        VocabularyError: the name is no code, or it was declared with other keys.
    """
    if not _ACT.fullmatch(act) or act == SEALED:
        raise VocabularyError(f"{act!r} cannot be the name of an act")
    wanted = frozenset(keys)
    if _keys.setdefault(act, wanted) != wanted:
        raise VocabularyError(f"{act} is declared twice with different keys")
    return act


def registered() -> Mapping[str, frozenset[str]]:
    """Return every declared act with its keys."""
    return dict(sorted(_keys.items()))


def check(act: str, public: Mapping[str, JsonValue]) -> None:
    """Make sure that a public part keeps to the vocabulary.

    Raises:
        VocabularyError: the act or a key was not declared, or a text is no code.
    """
    if act not in _keys:
        raise VocabularyError(f"{act} is not declared: vocabulary.register({act!r}, keys=...)")
    if unknown := public.keys() - _keys[act]:
        raise VocabularyError(f"{act} may not show {', '.join(sorted(unknown))}")
    _check_words(act, dict(public))


def _check_words(path: str, value: JsonValue) -> None:
    if isinstance(value, list):
        for one in value:
            _check_words(f"{path}[]", one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not _KEY.fullmatch(key):
                raise VocabularyError(f"{path}: {key!r} is no key")
            _check_words(f"{path}.{key}", one)
    elif not _is_word(value):
        raise VocabularyError(f"{path}: {value!r} is no code, instant, limit, ref, digest or plain number")


def _is_word(value: str | int | bool | None) -> bool:  # noqa: FBT001 - a value, not a switch
    # Telephone and identity numbers would pass as codes or numbers, so they are named and refused.
    if isinstance(value, str) and not (_CODE.fullmatch(value) or _LIMIT.fullmatch(value)):
        return False
    return _PERSONAL.fullmatch(str(value)) is None
