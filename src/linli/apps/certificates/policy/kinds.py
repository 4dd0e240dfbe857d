"""The closed list of kinds, and what a place says of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.apps.certificates.policy.registers import REGISTERS

KINDS = frozenset(
    {
        "volunteer_hours",
        "training_hours",
        "activity_attendance",
        "result_of_matter",
        "proof_of_intake",
        "household_assistance",
        "attested_contract_copy",
        "residence_circumstances",
    }
)
"""What a community may lawfully issue; nothing else is ever signed."""
OF_CASE = ("holder", "number", "service", "told_on", "ended_on", "stage", "area", "body")
OF_REGISTER = (
    "holder",
    "hours",
    "times",
    "sum",
    "since_on",
    "until_on",
    "what",
    "contract_number",
    "attested_on",
    "body",
)
FIELDS = (*OF_CASE[:-1], *OF_REGISTER[1:])
"""What a certificate may carry, in the order in which it is read."""
SOURCES = frozenset({"case", *REGISTERS})
"""What a certificate can rest on: a case, or a register kept here."""
LONGEST = 3660


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind as it is issued here."""

    code: str
    rests_on: str
    days: int
    always: tuple[str, ...]
    chosen: tuple[str, ...]
    ended: bool = False
    service: str = ""
    offered: bool = True

    @property
    def is_offered(self) -> bool:
        """Say whether anybody can be given one."""
        return self.offered and self.rests_on in SOURCES


def kinds() -> Mapping[str, Kind]:
    """Return the kinds of this place.

    Raises:
        ImproperlyConfigured: its file names a kind or field that there is not.
    """
    own = Path(settings.PACKS_DIR) / "certificates.yaml"
    return _read(own if own.is_file() else Path(__file__).parents[1] / "kinds.yaml")


@cache
def _read(path: Path) -> Mapping[str, Kind]:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = {code: _kind(code, one) for code, one in said.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise ImproperlyConfigured(f"{path}: {wrong}") from wrong
    return found


def _kind(code: str, said: Mapping[str, Any]) -> Kind:
    if code not in KINDS:
        raise ValueError(f"{code!r} is none of {', '.join(sorted(KINDS))}")
    kind = Kind(
        code, **{**said, "always": _fields(code, said["always"]), "chosen": _fields(code, said["chosen"])}
    )
    if type(kind.days) is not int or not 0 < kind.days <= LONGEST:
        raise ValueError(f"{code}: days must be 1 to {LONGEST}")
    return kind


def _fields(code: str, names: Iterable[str]) -> tuple[str, ...]:
    for name in names:
        if name not in FIELDS:
            raise ValueError(f"{code}: {name!r} is none of {', '.join(FIELDS)}")
    return tuple(names)
