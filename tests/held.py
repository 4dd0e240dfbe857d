"""Holds `show.now` at a moment, also outside requests.

Never by another function in its place: a module that is imported meanwhile would keep that one for all tests after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from linli.kernel.ui import show


@contextmanager
def held(at: datetime) -> Iterator[None]:
    token = show.moment.set(at)
    try:
        yield
    finally:
        show.moment.reset(token)
