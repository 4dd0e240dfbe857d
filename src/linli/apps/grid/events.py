"""What this app announces; payloads hold refs and codes only."""

from __future__ import annotations

AREAS_IMPORTED = "grid.areas_imported"
"""Places or grids changed: {"epoch"}."""

BODIES_IMPORTED = "grid.bodies_imported"
"""Bodies changed: {"epoch"}."""

APPOINTED = "grid.appointed"
"""Somebody took a post or will leave it: {"body", "appointment"}."""

HOUSEHOLD_CONSENTED = "grid.household_consented"
"""A contact household agreed to serve: {"household", "area"}."""

HOUSEHOLD_WITHDREW = "grid.household_withdrew"
"""A contact household took its consent back: {"household", "area"}."""

HOUSEHOLD_ASKED = "grid.household_asked"
"""A contact household was asked for something: {"task"}."""

HOUSEHOLD_TASK_MOVED = "grid.household_task_moved"
"""A household answered, or what it was asked was taken back: {"task"}."""

HOUSEHOLD_TASK_DUE = "grid.household_task_due"
"""Tomorrow is the day by which a household took something on: {"task"}."""

ROSTER_SET = "grid.roster_set"
"""Shifts of a roster were drawn up or cancelled: {"roster"}."""

SWAP_ASKED = "grid.swap_asked"
"""Somebody asks a colleague to take a shift: {"roster", "swap"}."""

SWAP_ANSWERED = "grid.swap_answered"
"""The colleague answered: {"roster", "swap", "state"}."""
