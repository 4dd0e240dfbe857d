"""The machine's own fonts, and which of them has Chinese characters; we ship none."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import typst
from django.conf import settings

INSTALL = "fonts-noto-cjk"
"""What to install where there is none; the name is Debian's and Ubuntu's."""
CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "AR PL UMing CN",
    "Droid Sans Fallback",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
    "SimSun",
)
"""Best first: those with rare characters, then those that many machines have."""


def machine() -> typst.Fonts:
    """Return the fonts of this machine, or of the folder that settings name instead; read once a process."""
    return _fonts(settings.DOCUMENT_FONTS)


def chinese() -> str:
    """Return the family that documents are set in; empty when there is none."""
    return choose(machine().families())


def choose(families: Collection[str]) -> str:
    """Take the best of these; empty when none has Chinese characters."""
    return next((one for one in CHINESE if one in families), "")


@cache
def _fonts(folder: str) -> typst.Fonts:
    if folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
