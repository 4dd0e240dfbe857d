"""Services and certificates written in the browser: where a draft stands among the families, what its check says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from linli.packs.certificate_kinds import CheckedKind, check_kind_read
from linli.packs.checking import Checked, check_read
from linli.packs.folder import CERTIFICATE, OWN, SHIPPED, folder_of, packs_below, services_below, texts_of

PLACE = "drafts"
"""A folder that is never made: drafts lie in the store, and find their families as if they lay here."""

OF_KIND = "certificate-"
"""What the name of a kind's draft begins with: a service may bear the plain name, as `residence-circumstances` does."""

ROOTS = tuple(dict.fromkeys((OWN, SHIPPED)))
"""Where folders are looked for by name: the county's own come first."""

CERTIFICATES = "certificate"
"""The family itself, which is only there to be extended."""


def check_draft(name: str, files: Mapping[str, str]) -> Checked:
    """Check a draft as `linli pack check` would check its folder."""
    return check_read(folder_of(OWN / PLACE / name, files))


def shipped_files(name: str) -> dict[str, str] | None:
    """Return the files of a service that has a folder on this server, the county's own before a shipped one."""
    below = (one for root in ROOTS for one in services_below(root))
    found: Path | None = next((one for one in below if one.name == name), None)
    return texts_of(found) if found else None


def is_kind(files: Mapping[str, str]) -> bool:
    """Tell the draft of a kind of certificate from that of a service."""
    return CERTIFICATE in files


def check_kind_draft(name: str, files: Mapping[str, str]) -> CheckedKind:
    """Check the draft of a kind of certificate as `linli pack check` would check its folder."""
    return check_kind_read(folder_of(OWN / PLACE / plain_name(name), files, CERTIFICATE))


def plain_name(name: str) -> str:
    """Return the name of the folder that a draft would be."""
    return name.removeprefix(OF_KIND)


def shipped_kind(kind: str) -> dict[str, str] | None:
    """Return the files in which a kind is declared on this server, None when there is no such folder."""
    below = (one for root in ROOTS for one in packs_below(root, CERTIFICATE))
    folders = (one for one in below if one.name == kind != CERTIFICATES)
    found = next(folders, None)
    return texts_of(found, CERTIFICATE) if found else None
