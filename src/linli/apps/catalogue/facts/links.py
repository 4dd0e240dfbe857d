"""The links of a chain: which of them somebody has to name before it is clear who leads."""

from __future__ import annotations

from linli.apps.catalogue.facts.snapshot import Snapshot, snapshot
from linli.apps.catalogue.policy.shipped import links_of, shipments
from linli.core.routing.rows import EVERYTHING, HANDLE, subject_chain
from linli.core.shared.outcomes import Problem
from linli.kernel.ui.text import has, t


def ways(subject: str) -> tuple[str, ...]:
    """Return the links of a subject that rows of the matrix speak of, in the order of the taxonomy.

    A row for everything speaks only of the links that the taxonomy gives the subject.
    """
    now = snapshot()
    said: set[str] = set()
    for pattern in subject_chain(subject):
        spoken = now.row_links.get(pattern, frozenset())
        said |= spoken & {*declared(subject, now)} if pattern == EVERYTHING else spoken
    return tuple(sorted(said, key=lambda one: _order(one, declared(subject, now))))


def _order(link: str, known: tuple[str, ...]) -> tuple[int, str]:
    return (known.index(link) if link in known else len(known), link)


def declared(subject: str, now: Snapshot | None = None) -> tuple[str, ...]:
    """Return the links that the taxonomy gives a subject."""
    one = (now or snapshot()).subject(subject)
    return one.links if one else ()


def asked_links(subject: str) -> tuple[str, ...]:
    """Return the links of which one must be named, or nothing where there is nothing to choose."""
    found = ways(subject) if subject else ()
    return found if len(found) > 1 else ()


def the_link(subject: str, said: str = "") -> str | None:
    """Return the link that a case is about: the one named, else the only one; None when it must be named."""
    if said:
        return said
    found = ways(subject) or declared(subject)
    if len(found) > 1 and HANDLE not in found:
        return None
    return HANDLE if HANDLE in found or not found else found[0]


def link_problem(subject: str, said: str) -> Problem | None:
    """Say why a link cannot be that of a subject (or, without one, of any); None when it can, or none was said."""
    if not said:
        return None
    known = dict.fromkeys((*declared(subject), *ways(subject))) if subject else _everywhere()
    if said in known:
        return None
    return Problem("link", "catalogue.no_such_link", {"link": said[:30], "links": ", ".join(known)})


def _everywhere() -> dict[str, None]:
    return dict.fromkeys(link for links in snapshot().links.values() for link in links)


def shipped_links() -> tuple[str, ...]:
    """Return the links that shipped subjects have, in the order of a chain; reads no database."""
    lines = (line for one in shipments() for line in one.subjects)
    return tuple(dict.fromkeys((HANDLE, *(link for line in lines for link in links_of(line)))))


def link_missing(subject: str, said: str = "") -> Problem | None:
    """Say that the link of a subject has to be named; None when it is clear."""
    if not subject or the_link(subject, said) is not None:
        return None
    return Problem("link", "catalogue.link_missing", {"subject": subject, "links": ", ".join(ways(subject))})


def link_name(link: str, lang: str | None = None) -> str:
    """Say a link of a chain: storage, transport, use."""
    key = f"catalogue.link_{link}"
    return t(key, lang=lang) if has(key) else link
