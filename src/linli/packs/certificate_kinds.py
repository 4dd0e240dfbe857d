"""Checks the folders in which a place declares its kinds of certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linli.core.packs.certificate_kind import LONGEST, CertificateKind, check_kind, joined, read_kind
from linli.core.packs.finding import Finding, of_problem
from linli.core.packs.kind_changes import narrowed
from linli.core.shared.outcomes import Reason
from linli.packs.deny_list import denied_at
from linli.packs.folder import CERTIFICATE, SHIPPED, Folder, Located, packs_below, read_folder

FAMILY = "base/certificate"
LEVELS = 4


@dataclass(frozen=True, slots=True)
class CheckedKind:
    """A kind after its check: what it means, if that can be said, and everything found."""

    folder: Folder
    kind: CertificateKind | None = None
    found: tuple[Located, ...] = ()
    whole: Mapping[str, Any] = field(default_factory=dict)


def check_kind_folder(path: Path) -> CheckedKind:
    """Check one kind with its family."""
    return check_kind_read(read_folder(path, CERTIFICATE))


def check_kind_read(folder: Folder) -> CheckedKind:
    """Check a kind whose files were read."""
    if CERTIFICATE not in folder.documents:
        return CheckedKind(folder, found=folder.found)
    said, family = folder.said, _family(folder)
    if isinstance(family, Finding):
        return CheckedKind(folder, found=(*folder.found, folder.place(family)))
    read = read_kind(joined(said, family))
    if not isinstance(read, CertificateKind):
        return CheckedKind(folder, found=(*folder.found, *(folder.place(of_problem(one)) for one in read)))
    if said.get("family") is True:
        return CheckedKind(folder, read, folder.found)
    denied, own, wrong = denied_at(folder.path)
    most = family.get("days")
    findings = [*check_kind(read, denied, most if isinstance(most, int) else LONGEST)]
    if folder.path.resolve().name != read.name:
        named = {"folder": folder.path.resolve().name[:60], "name": read.name}
        findings.append(Finding("packs.folder_name", "certificate", params=named))
    found = [*folder.found, *map(folder.place, findings), *([Located(own, wrong)] if own and wrong else [])]
    return CheckedKind(folder, read, tuple(found), joined(said, family))


def kind_notes(checked: CheckedKind) -> tuple[Located, ...]:
    """Return what is sound and may surprise: the kind is taken from every other service."""
    told = narrower(checked.kind) if checked.kind else ()
    return tuple(checked.folder.place(Finding(one.code, "service", params=dict(one.params))) for one in told)


def narrower(kind: CertificateKind) -> tuple[Reason, ...]:
    """Return that a kind is for one service only, where the software issues it for any other matter too."""
    path = SHIPPED / "certificates" / kind.name
    shipped = check_kind_folder(path).kind if (path / CERTIFICATE).is_file() else None
    return () if shipped and shipped.service == kind.service else narrowed(kind)


def check_kinds(root: Path) -> tuple[CheckedKind, ...]:
    """Check the kind at ``root``, or all below it."""
    return tuple(check_kind_folder(path) for path in packs_below(root, CERTIFICATE))


def _family(folder: Folder) -> Mapping[str, Any] | Finding:
    said = folder.said.get("extends")
    if said is None:
        return {}
    roots = [*[*folder.path.resolve().parents][:LEVELS], SHIPPED]
    path = next((root / FAMILY for root in roots if (root / FAMILY / CERTIFICATE).is_file()), None)
    if said != FAMILY or path is None:
        return Finding("packs.no_family", "extends")
    return read_folder(path, CERTIFICATE).said
