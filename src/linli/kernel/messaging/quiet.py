"""When people are left in peace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From an evening hour to a morning hour, local time."""

    start: time
    end: time

    def next_moment(self, at: datetime) -> datetime:
        """Return ``at``, or the end of the quiet hours it falls into."""
        local = at.astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE))
        if not self._is_quiet(local.time()):
            return at
        morning = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        if morning <= local:
            morning += timedelta(days=1)
        return morning.astimezone(at.tzinfo)

    def _is_quiet(self, now: time) -> bool:
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


NIGHT = QuietHours(time(21, 0), time(8, 0))
