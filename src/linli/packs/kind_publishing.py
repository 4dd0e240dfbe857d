"""Publishes a kind of certificate from its files: checked, frozen under its hash, and handed to the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import cache

import yaml

from linli.core.ledger.canonical import canonical, nfc
from linli.core.packs.definition import LANGUAGES
from linli.core.packs.finding import Finding
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import Invalid
from linli.packs.certificate_kinds import CheckedKind
from linli.packs.drafting import OF_KIND
from linli.packs.folder import Located
from linli.packs.service import problem_of
from linli.packs.skeletons import CERTIFICATES, SOURCE

SUMMARY = "summary"


def publish_kind(checked: CheckedKind, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Publish a kind that was checked and return its hash; it waits for a second person as services do.

    Raises:
        Invalid: the kind has findings; nothing is stored.
    """
    from linli.apps.catalogue.service import publish_certificate  # the store needs the database

    found = (*checked.found, *unwritten_kind(checked))
    if found or checked.kind is None:
        raise Invalid(*map(problem_of, found))
    name = f"{OF_KIND}{checked.kind.name}"
    sha: str = publish_certificate(name, frozen_kind(checked), actor=actor, act_id=act_id, at=at)
    return sha


def unwritten_kind(checked: CheckedKind) -> Iterator[Located]:
    """Yield the sentence that still stands as the skeleton has it, where the kind would be issued."""
    kind = checked.kind
    for lang, stub in _stubs().items():
        if kind and kind.offered and kind.texts.get(lang, {}).get(SUMMARY) == stub:
            said = {"key": SUMMARY, "lang": lang}
            yield checked.folder.place(
                Finding("packs.text_unwritten", f"texts.{lang}.{SUMMARY}", params=said)
            )


def frozen_kind(checked: CheckedKind) -> dict[str, JsonValue]:
    """Return what is published: family joined, sentences included, text normalised."""
    whole = nfc({key: value for key, value in checked.whole.items() if key != "extends"})
    return whole if isinstance(whole, dict) else {}


def kind_fingerprint(checked: CheckedKind) -> str:
    """Return the hash under which a kind would be published, "" for one that cannot be."""
    written = canonical(frozen_kind(checked))
    return "" if isinstance(written, Problem) else hashlib.sha256(written).hexdigest()


@cache
def _stubs() -> dict[str, str]:
    source = SOURCE / CERTIFICATES
    read = {lang: yaml.safe_load((source / f"texts.{lang}.yaml").read_text("utf-8")) for lang in LANGUAGES}
    return {lang: said[SUMMARY] for lang, said in read.items()}
