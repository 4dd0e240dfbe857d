"""Documents that a move issues: a certificate of the eight, or a paper that the service itself names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linli.core.lifecycle.definition import EffectKind
from linli.core.packs.certificate_kind import KINDS
from linli.core.packs.certificates import Denied, plain
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding, unknown_word

DOCUMENT = "document."


def issued(definition: ServiceDefinition) -> Iterator[tuple[str, str]]:
    """Yield every document that moves issue, with where it is written."""
    for move in definition.lifecycle.moves.values():
        for index, effect in enumerate(move.effects):
            if effect.kind is EffectKind.ISSUE:
                yield f"moves.{move.name}.do[{index}]", effect.options["document"]


def own_documents(definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the papers that the service names by a sentence, `document.<name>`, in some language."""
    named = {key for texts in definition.texts.values() for key in texts}
    return tuple(dict.fromkeys(one for _, one in issued(definition) if f"{DOCUMENT}{one}" in named))


def sentence_of(document: str) -> str:
    """Return the key of the sentence that names a document: of a certificate the software's, else the service's own."""
    kind = plain(document)
    return f"certificates.kind.{kind.replace('-', '_')}" if kind in KINDS else f"{DOCUMENT}{document}"


def check_documents(definition: ServiceDefinition, denied: Sequence[Denied]) -> Iterator[Finding]:
    """Yield documents that are neither a certificate of the eight nor named by the service; others tell what is denied."""
    own = own_documents(definition)
    known = {*KINDS, *own, *(plain(one.code) for one in denied)}
    for path, document in issued(definition):
        if not {document, plain(document)} & known:
            yield unknown_word("packs.unknown_document", path, document, {*KINDS, *own})
