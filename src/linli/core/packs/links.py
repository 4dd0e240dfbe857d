"""Links of a chain (storage, transport, use) that a pack names in its rows and lets people choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from linli.core.forms.questions import QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding

LINK = "link"
"""A choice of this name is kept as the link of the case, and the matrix is asked with it."""


def named_links(definition: ServiceDefinition) -> Iterator[tuple[str, str]]:
    """Yield every link that rows and choices name, with where it is written."""
    for index, row in enumerate(definition.routing):
        yield f"routing[{index}].link", row.link
    for one in definition.form.questions:
        if one.name == LINK and one.type is QuestionType.CHOICE:
            for place, choice in enumerate(one.choices):
                yield f"ask.{LINK}.choices[{place}]", choice


def check_links(
    definition: ServiceDefinition, known: Collection[str], code: str = "packs.unknown_link"
) -> Iterator[Finding]:
    """Yield links that are none: whoever chooses one could send nothing, and a row for one decides nothing."""
    for path, link in named_links(definition):
        if link not in known:
            yield Finding(code, path, params={"value": link[:40], "known": ", ".join(known)})
