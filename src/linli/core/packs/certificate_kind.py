"""A kind of certificate as a county declares it: what it rests on, what it holds, how long, and a word to the reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linli.core.packs.certificates import Denied, named_in, plain
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.finding import Finding, unknown_word
from linli.core.packs.node import SLUG, Node
from linli.core.shared.outcomes import Problem

CASE = "case"
KINDS: Mapping[str, tuple[str, ...]] = {
    "proof-of-intake": (CASE,),
    "result-of-matter": (CASE,),
    "residence-circumstances": (CASE,),
    "volunteer-hours": ("volunteers",),
    "training-hours": ("training",),
    "activity-attendance": ("activities",),
    "household-assistance": ("assistance",),
    "attested-contract-copy": ("contracts",),
}
"""The eight that a community may lawfully issue, and what each may rest on. Nothing else is ever signed."""
OF_CASE = ("holder", "number", "service", "told_on", "ended_on", "stage", "area", "body")
OF_REGISTER = (
    "holder", "hours", "times", "sum", "since_on", "until_on", "what", "contract_number", "attested_on", "body",
)  # fmt: skip
REQUIRED = ("certificate", "version", "days", "always")
OPTIONAL = ("extends", "rests_on", "chosen", "ended", "outcome", "service", "offered", "texts", "family")
TEXTS = ("summary", "note")
HOLDER = "holder"
LONGEST = 3660


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """One kind as it is issued in a place.

    Of a case it may ask that it has ended, with a certain outcome, and that it is one of a certain service.
    """

    name: str
    version: int
    rests_on: str
    days: int
    always: tuple[str, ...]
    chosen: tuple[str, ...] = ()
    ended: bool = False
    service: str = ""
    outcome: str = ""
    offered: bool = True
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Return the code that the certificate itself bears."""
        return self.name.replace("-", "_")


def joined(own: Mapping[str, Any], family: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a kind says together with its family: fields are added to, texts filled in, days never prolonged."""
    kept = {key: value for key, value in family.items() if key not in {"family", "certificate", "version"}}
    whole = {**kept, **own}
    for key in ("always", "chosen"):
        told = [*_list(kept.get(key)), *_list(own.get(key))]
        whole[key] = [*dict.fromkeys(told)] if all(isinstance(one, str) for one in told) else told
    texts = (kept.get("texts"), own.get("texts"))
    whole["texts"] = {
        lang: {k: v for one in texts for k, v in _texts(one, lang).items()} for lang in LANGUAGES
    }
    return whole


def read_kind(said: Mapping[str, Any]) -> CertificateKind | tuple[Problem, ...]:
    """Return the kind that ``said`` declares, or everything that is wrong with it."""
    root = Node(said, "", [])
    root.only(*REQUIRED, *OPTIONAL, required=REQUIRED)
    kind = CertificateKind(
        name=root.child("certificate").name(SLUG),
        version=root.child("version").whole(1, least=1),
        rests_on=root.child("rests_on").text(CASE),
        days=root.child("days").whole(1, least=1),
        always=root.child("always").names(),
        chosen=root.child("chosen").names(),
        ended=root.child("ended").flag(default=False),
        service=root.child("service").text(),
        outcome=root.child("outcome").text(),
        offered=root.child("offered").flag(default=True),
        texts={lang: _texts(root.child("texts").value, lang) for lang in LANGUAGES},
    )
    return tuple(root.problems) or kind


def check_kind(
    kind: CertificateKind, denied: Sequence[Denied], most_days: int = LONGEST
) -> Iterator[Finding]:
    """Yield everything that speaks against a kind: the law first, then what it could not hold."""
    yield from _denied(kind, denied)
    if kind.name not in KINDS:
        known = ", ".join(KINDS)
        yield Finding("packs.certificate_kind", "certificate", params={"name": kind.name, "known": known})
        return
    if kind.rests_on not in KINDS[kind.name]:
        known = ", ".join(KINDS[kind.name])
        yield Finding("packs.not_one_of", "rests_on", params={"value": kind.rests_on[:40], "known": known})
    if kind.outcome and not kind.ended:
        yield Finding("packs.certificate_outcome", "outcome")
    if kind.days > most_days:
        yield Finding("packs.certificate_days", "days", params={"days": kind.days, "most": most_days})
    yield from _fields(kind)
    for lang in LANGUAGES:
        for key in TEXTS:
            if not kind.texts.get(lang, {}).get(key):
                yield Finding("packs.missing_key", f"texts.{lang}", params={"key": key})


def _denied(kind: CertificateKind, denied: Sequence[Denied]) -> Iterator[Finding]:
    """Yield what a community must not issue, by its code or by its name in a sentence."""
    words = {f"{lang}.{key}": text for lang in LANGUAGES for key, text in kind.texts.get(lang, {}).items()}
    for one in denied:
        path = "certificate" if plain(one.code) == plain(kind.name) else named_in(one.zh, words)
        if path:
            said = {"document": one.zh, "instead": one.instead}
            yield Finding("packs.certificate_denied", path, params=said)


def _fields(kind: CertificateKind) -> Iterator[Finding]:
    known = OF_CASE if kind.rests_on == CASE else OF_REGISTER
    for group, names in (("always", kind.always), ("chosen", kind.chosen)):
        for index, name in enumerate(names):
            if name not in known:
                yield unknown_word("packs.certificate_field", f"{group}[{index}]", name, known)
            elif group == "chosen" and name in kind.always:
                yield Finding("packs.certificate_twice", f"{group}[{index}]", params={"value": name})
    if HOLDER not in kind.always:
        yield Finding("packs.certificate_holder", "always")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any, lang: str) -> dict[str, str]:
    said = value.get(lang) if isinstance(value, Mapping) else None
    return {str(k): str(v) for k, v in said.items()} if isinstance(said, Mapping) else {}
