"""Services written in the browser: where a draft stands among the families, and what the check says of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from linli.packs.checking import Checked, check_read
from linli.packs.folder import SHIPPED, folder_of, services_below, texts_of

PLACE = "drafts"
"""A folder that is never made: drafts lie in the store, and find their families as if they lay here."""


def check_draft(name: str, files: Mapping[str, str]) -> Checked:
    """Check a draft as `linli pack check` would check its folder."""
    return check_read(folder_of(SHIPPED / PLACE / name, files))


def shipped_files(name: str) -> dict[str, str] | None:
    """Return the files of a service that has a folder on this server, None when there is no such folder."""
    found: Path | None = next((one for one in services_below(SHIPPED) if one.name == name), None)
    return texts_of(found) if found else None
