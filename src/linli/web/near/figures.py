"""What the neighbourhood's apps count in a month, for the public: each figure with its whole and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from linli.apps.activities import facts as activities
from linli.apps.care import facts as care
from linli.apps.centres import facts as centres
from linli.apps.certificates import facts as certificates
from linli.apps.council import facts as council
from linli.apps.jobs import facts as jobs
from linli.apps.notices import facts as notices
from linli.apps.volunteers import facts as volunteers
from linli.core.shared.figures import Figure

Counts = Callable[[datetime, datetime, str], tuple[Figure, ...]]
"""An app's ``facts.figures``: from a moment, up to a moment, in an area and below ("/" is everywhere)."""

COUNTED: tuple[tuple[str, Counts], ...] = (
    ("activities", activities.figures),
    ("care", care.figures),
    ("certificates", certificates.figures),
    ("council", council.figures),
    ("jobs", jobs.figures),
    ("notices", notices.figures),
    ("volunteers", volunteers.figures),
    ("centres", centres.room_figures),
    ("counter", centres.counter_figures),
    ("reach", centres.figures),
)
"""App and its counts; each app adds one line. The heading is ``near.counted.<app>``."""


def counted(since: datetime, until: datetime, area_path: str) -> list[tuple[str, tuple[Figure, ...]]]:
    """Return what each app counts."""
    return [(app, counts(since, until, area_path)) for app, counts in COUNTED]
