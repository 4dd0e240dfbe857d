"""What staff see of personal data when they need not see all of it (domain facts, section 17)."""

from __future__ import annotations

import re

from linli.kernel.identity.personal import mask_email, mask_id_number, mask_phone

__all__ = ["mask_address", "mask_bank", "mask_email", "mask_id_number", "mask_name", "mask_phone"]

_COMMUNITY = re.compile(r"^.*?(?:社区|街道|乡|镇|行政村|(?<!自然)村(?!民))")
_COMPOUND = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "夏侯",
    }
)
LAST = 4
SHORT, LONG = 2, 3


def mask_name(name: str) -> str:
    """Show the family name and, of three signs and more, the last: 张*三, 张*, 欧阳*修, J*** S***."""
    name = name.strip()
    if " " in name:
        return " ".join(f"{part[:1]}***" for part in name.split())
    family = SHORT if name[:SHORT] in _COMPOUND and len(name) > SHORT else 1
    given = name[family:]
    if name.isascii():
        return f"{name[:1]}***" if name else ""
    if len(name) < LONG or len(given) < SHORT:
        return name[:family] + "*" * len(given) if given else "*" * len(name)
    return name[:family] + "*" * (len(given) - 1) + given[-1]


def mask_bank(number: str) -> str:
    """Show the last four digits of an account: **** 1234."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"**** {digits[-LAST:]}" if len(digits) > LAST else "****"


def mask_address(address: str) -> str:
    """Show an address down to the community or village, and no house: 迎泽街道柳巷社区***."""
    found = None
    rest = address.strip()
    shown = ""
    while (found := _COMMUNITY.match(rest)) is not None:
        shown += found.group()
        rest = rest[found.end() :]
    return f"{shown}***" if shown or rest else ""
