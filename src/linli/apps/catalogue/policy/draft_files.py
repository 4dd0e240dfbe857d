"""Which files a draft of a service may hold, and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from linli.core.shared.outcomes import Problem

MOST_FILES = 210
LARGEST = 256 * 1024
LARGEST_WHOLE = 2 * 1024 * 1024
NAME = re.compile(
    r"pack\.yaml|certificate\.yaml|texts\.(zh|en)\.yaml|README\.md|scenarios/[A-Za-z0-9][A-Za-z0-9_.-]{0,60}\.yaml"
)
MAIN = "pack.yaml"
MAINS = (MAIN, "certificate.yaml")
"""What a draft is of: a service, or a kind of certificate; exactly one of them lies in it."""
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_NAME = 60


def check_name(name: str) -> Iterator[Problem]:
    """Yield what is wrong with the name of a draft: it becomes the name of the service and of its folder."""
    if not SLUG.fullmatch(name) or len(name) > LONGEST_NAME:
        yield Problem("name", "catalogue.draft_name", {"value": name[:40]})


def check_files(files: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with files as files; what they say is checked elsewhere."""
    yield from _check_main(files)
    if len(files) > MOST_FILES:
        yield Problem("files", "catalogue.draft_too_many", {"n": len(files), "limit": MOST_FILES})
    whole = 0
    for name, text in files.items():
        size = len(text.encode())
        whole += size
        if not NAME.fullmatch(name) or ".." in name:
            yield Problem("path", "catalogue.draft_odd_file", {"file": name[:60]})
        if size > LARGEST:
            yield Problem("text", "catalogue.draft_too_big", {"file": name[:60], "limit": LARGEST})
        if "\x00" in text:
            yield Problem("text", "catalogue.draft_not_text", {"file": name[:60]})
    if whole > LARGEST_WHOLE:
        yield Problem("files", "catalogue.draft_whole_too_big", {"limit": LARGEST_WHOLE})


def _check_main(files: Mapping[str, str]) -> Iterator[Problem]:
    mains = [one for one in MAINS if one in files]
    if not mains:
        yield Problem("files", "catalogue.draft_no_main", {"file": MAIN})
    if len(mains) > 1:
        yield Problem("files", "catalogue.draft_two_mains", {"files": ", ".join(mains)})
