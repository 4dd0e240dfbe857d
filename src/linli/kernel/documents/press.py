"""Sets a template with data: what people typed travels as JSON and is never read as a template's source."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import typst
from django.conf import settings

from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.audit.outcomes import Refused
from linli.kernel.documents.fonts import INSTALL, choose, machine

_OURS = Path(__file__).parent / "typ"
RECORD = _OURS / "record.typ"
"""Title, sections of labels with values, notes, a QR if wanted: enough for most documents.

Its data: ``lang``, ``title``; and, where wanted, ``over`` (a line above the title), ``under`` (one below it),
``sections`` (each ``title`` and ``rows`` of label and value), ``notes`` (lines), ``qr`` (what ``qr()`` returns),
``foot`` (a line at the bottom of every page).
"""
STANDARDS = ["a-2a", "ua-1"]
"""For the archive (PDF/A-2a) and for screen readers (PDF/UA-1)."""
_FETCHED = '"@'
_TOO_STRICT = "PDF/"  # how a message of the standards begins: a letter that no font has, most often
_LINES = "\n\t"


class Press:
    """One typesetter with its fonts; one document at a time, for it cannot do two."""

    def __init__(self, fonts: typst.Fonts) -> None:
        self.family = choose(fonts.families())
        self._lock = Lock()
        # The root is a folder with our own templates only: nothing else on the disk can be read from one.
        self._compiler: Any = typst.Compiler(None, root=str(_OURS), font_paths=fonts)

    def pdf(self, template: Path, data: Mapping[str, JsonValue], on: date) -> bytes:
        """Set a template; a character that no font here has is printed as a box.

        Raises:
            Refused: the machine has no font with Chinese characters.
        """
        if not self.family:
            raise Refused(Refusal("documents.no_font", {"package": INSTALL}))
        files = _source(_OURS / "sheet.typ") | _source(template)
        frame: dict[str, JsonValue] = {"font": self.family, "on": [on.year, on.month, on.day]}
        said = json.dumps(_printable({**data, **frame}), ensure_ascii=False)
        with self._lock:
            try:
                return self._set(files, said, STANDARDS)
            except typst.TypstError as wrong:
                if not str(wrong).startswith(_TOO_STRICT):
                    raise
                return self._set(files, said, [])

    def _set(self, files: dict[str, bytes], said: str, standards: list[str]) -> bytes:
        made = self._compiler.compile(files, sys_inputs={"data": said}, timestamp=0, pdf_standards=standards)
        return bytes(made)


def pdf(template: Path, data: Mapping[str, JsonValue], on: date) -> bytes:
    """Set a template with data; ``on`` is the day that the document bears. The same data gives the same bytes on the same machine.

    Raises:
        Refused: the machine has no font with Chinese characters; the reason says what to install.
    """
    return _press(settings.DOCUMENT_FONTS).pdf(template, data, on)


def prepare() -> None:
    """Read the fonts beside whatever this process is doing, so that nobody waits for them at the first document."""
    Thread(target=_warm, name="documents", daemon=True).start()


def _warm() -> None:
    press = _press(settings.DOCUMENT_FONTS)
    if press.family:
        press.pdf(RECORD, {"lang": "zh", "title": "准备"}, date(2026, 1, 1))


def _printable(value: JsonValue) -> JsonValue:
    """Leave out what has no shape: control characters, and those that turn the order of the others round."""
    if isinstance(value, str):
        return "".join(
            one for one in value if one in _LINES or unicodedata.category(one) not in {"Cc", "Cf", "Cn"}
        )
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list) else value


@cache
def _press(_folder: str) -> Press:
    return Press(machine())


@cache
def _source(path: Path) -> dict[str, bytes]:
    """Read a template; one that would fetch something from elsewhere is not taken."""
    text = path.read_text(encoding="utf-8")
    if _FETCHED in text:
        raise ValueError(f"{path.name} asks for a package from elsewhere")
    return {"sheet.typ" if path.name == "sheet.typ" else "main.typ": text.encode()}
