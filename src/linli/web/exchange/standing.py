"""How files between two cities stand, in words: for the person, for the desk, for whoever keeps the peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.apps.exchange.facts import Elsewhere, FileRow
from linli.core.exchange.fetching import Stand
from linli.core.shared.outcomes import Reason
from linli.kernel.ui.text import has, language, reason, t

CHIPS: Mapping[str, str] = {
    Stand.OFFERED.value: "soon", Stand.WAITING.value: "soon", Stand.TAKEN.value: "ok",
    Stand.REFUSED.value: "late", Stand.UNTOLD.value: "late", Stand.GONE.value: "plain",
}  # fmt: skip
ON_THE_WAY = frozenset({Stand.OFFERED.value, Stand.WAITING.value})
BLANKS = (
    "said",
    "speaks",
    "kind",
    "signed",
    "to",
    "n",
    "next",
    "service",
    "peer",
    "problems",
    "minutes",
    "mb",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One file: what it is called, how it stands, why where that is not well, and its ref where it lies here."""

    name: str
    stands: str
    kind: str
    why: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The other side of a case for a page: the city, what it said, its files, and how many are on their way."""

    city: str
    said: Sequence[tuple[str, str]]
    files: Sequence[Line]
    on_the_way: int


def standing(found: Elsewhere, said: Sequence[tuple[str, str]], *, staff: bool = False) -> Standing:
    """Write the other side of a case; staff read what keeps a file waiting, the person only how it ended."""
    city = found.peer_zh if language() == "zh" else found.peer_en
    lines = [_line(one, city, n, staff=staff) for n, one in enumerate(found.files, start=1)]
    return Standing(city, said, lines, sum(one.state in ON_THE_WAY for one in found.files))


def _line(one: FileRow, city: str, n: int, *, staff: bool) -> Line:
    told = staff or one.state == Stand.REFUSED.value
    return Line(
        name_of(one, n), stands(one, city), CHIPS[one.state], why(one.code, one.because) if told else ""
    )


def name_of(one: FileRow, n: int) -> str:
    """Return what a file is called; a photo has no name of its own."""
    kind = "photo" if one.media_type.startswith("image/") else "file"
    return one.name or t(f"elsewhere.{kind}_n", n=n)


def stands(one: FileRow, city: str) -> str:
    """Say how a file stands."""
    return t(f"elsewhere.file.{'ours' if one.ours else 'theirs'}.{one.state}", city=city)


def why(code: str, because: Mapping[str, str | int] | None = None, *, lang: str | None = None) -> str:
    """Say in words why something was not taken, or what keeps it waiting; what is not known stays blank."""
    if not code:
        return ""
    key = f"county.peers.why.{code}"
    if has(key):
        return t(key, lang=lang)
    blanks = {**dict.fromkeys(BLANKS, "…"), **(because or {})}
    return reason(Reason(code, blanks), lang=lang) if has(code) else code
