"""What figures record in the public log: a month that is closed, and what was corrected afterwards."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

MONTH_CLOSED = register("insight.month_closed", {"month", "figures", "log_size", "calendar"})
MONTH_CORRECTED = register("insight.month_corrected", {"month", "figures", "log_size", "changed"})
