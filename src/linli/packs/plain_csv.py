"""Reads a plain table at once: no quotation marks, every row as wide as the first. Anything else is left to `csv`.

A million rows are cut at their commas by NumPy in a fraction of the time that reading them one by one takes.
"""

from __future__ import annotations

import numpy as np

from linli.core.expr.columns import Array

BOM = b"\xef\xbb\xbf"
COMMA, LINE = ord(","), ord("\n")
WIDEST = 64
ASCII = 128
PIECE = 200_000


def plain_table(content: bytes) -> tuple[list[str], list[Array]] | None:
    """Return header and columns of text, or None for a table that has to be read row by row."""
    text = content.removeprefix(BOM).replace(b"\r\n", b"\n")
    if b'"' in text or b"\r" in text or b"\x00" in text:
        return None
    head, found, body = text.partition(b"\n")
    header = head.split(b",")
    if not found or not body:
        return None
    data = np.frombuffer(body if body.endswith(b"\n") else body + b"\n", dtype=np.uint8)
    ends = np.flatnonzero((data == COMMA) | (data == LINE))
    if len(ends) % len(header) or not _regular(data, ends := ends.reshape(-1, len(header))):
        return None
    begins = np.empty_like(ends)
    begins.ravel()[0], begins.ravel()[1:] = 0, ends.ravel()[:-1] + 1
    if int((ends - begins).max()) > WIDEST:
        return None
    try:
        names = [name.decode() for name in header]
        return names, [_column(data, begins[:, place], ends[:, place]) for place in range(len(header))]
    except UnicodeDecodeError:
        return None


def _regular(data: Array, ends: Array) -> bool:
    """Tell whether each row ends with a line break, and only there; an empty line is no row."""
    lines = data[ends] == LINE
    narrow = ends.shape[1] == 1 and bool((np.diff(ends[:, 0], prepend=-1) == 1).any())
    return bool(lines[:, -1].all() and not lines[:, :-1].any()) and not narrow


def _column(data: Array, begins: Array, ends: Array) -> Array:
    """Return the texts between some places of the whole."""
    width = max(int((ends - begins).max()), 1)
    parts = []
    for first in range(0, len(begins), PIECE):
        begin, end = begins[first : first + PIECE, None], ends[first : first + PIECE, None]
        places = begin + np.arange(width)
        cells = np.where(places < end, data[np.minimum(places, len(data) - 1)], 0).astype(np.uint8)
        texts = cells.view(f"S{width}").ravel()
        parts.append(texts.astype(f"U{width}") if cells.max() < ASCII else np.char.decode(texts, "utf-8"))
    return np.concatenate(parts)
