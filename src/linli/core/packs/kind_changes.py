"""What changes for those who take or check a certificate, between two versions of its kind."""

from __future__ import annotations

from collections.abc import Iterator

from linli.core.packs.certificate_kind import CertificateKind
from linli.core.shared.outcomes import Reason


def kind_changes(old: CertificateKind, new: CertificateKind) -> tuple[Reason, ...]:
    """Return what changes, in the order in which people ask for it; fields are named by their codes."""
    return (*_offered(old, new), *_days(old, new), *_fields(old, new), *_ground(old, new), *_words(old, new))


def _offered(old: CertificateKind, new: CertificateKind) -> Iterator[Reason]:
    if old.offered != new.offered:
        yield Reason("packs.kind_offered" if new.offered else "packs.kind_withheld")


def _days(old: CertificateKind, new: CertificateKind) -> Iterator[Reason]:
    if old.days != new.days:
        yield Reason("packs.kind_days", {"old": old.days, "new": new.days})


def _fields(old: CertificateKind, new: CertificateKind) -> Iterator[Reason]:
    """Yield each field that is somewhere else than before: in every certificate, by choice, or nowhere."""
    for name in dict.fromkeys((*old.always, *old.chosen, *new.always, *new.chosen)):
        before, after = _where(old, name), _where(new, name)
        if before != after:
            yield Reason(f"packs.kind_field_{after}", {"field": name})


def _where(kind: CertificateKind, name: str) -> str:
    if name in kind.always:
        return "always"
    return "chosen" if name in kind.chosen else "gone"


def narrowed(kind: CertificateKind) -> tuple[Reason, ...]:
    """Return that a kind is only for one service: there is one folder of a kind, and nothing else has it then."""
    return (Reason("packs.kind_only_service", {"service": kind.service}),) if kind.service else ()


def _ground(old: CertificateKind, new: CertificateKind) -> Iterator[Reason]:
    if old.service != new.service:
        yield from narrowed(new) or (Reason("packs.kind_any_service"),)
    if old.outcome != new.outcome:
        said = {"outcome": new.outcome}
        yield Reason("packs.kind_only_outcome", said) if new.outcome else Reason("packs.kind_any_outcome")
    if old.ended != new.ended:
        yield Reason("packs.kind_ended" if new.ended else "packs.kind_open")
    if old.rests_on != new.rests_on:
        yield Reason("packs.kind_ground")


def _words(old: CertificateKind, new: CertificateKind) -> Iterator[Reason]:
    if old.texts != new.texts:
        yield Reason("packs.kind_words")
