"""What is written down of centres: where, run by whom, with which functions; never a person."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

CENTRE_REGISTERED = register("centres.centre_registered", {"area", "body", "functions", "floor_area"})
CENTRE_CHANGED = register("centres.centre_changed", {"area", "body", "functions", "floor_area"})
CENTRE_CLOSED = register("centres.centre_closed", {"area", "body"})
