"""The standard by which abilities are assessed, read once a process from its file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from linli.core.assessment.standard import Standard, read_standard

FOLDER = Path(__file__).resolve().parents[1] / "standards"
IN_FORCE = "gbt42195-2022"


@cache
def standard(code: str = IN_FORCE) -> Standard:
    """Return a standard that ships with the program.

    Raises:
        ValueError: its file does not read; that is a bug, and the tests read every file.
    """
    read = read_standard(yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8")))
    if not isinstance(read, Standard):
        raise ValueError(f"{code}: {read[0].code}")  # noqa: TRY004 - the content is wrong, not the type
    return read
