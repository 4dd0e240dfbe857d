"""What the grid stores: places, bodies, contacts and duty."""

from linli.apps.grid.models.bodies import Appointment, Body, ContactHousehold, Post
from linli.apps.grid.models.duty import Absence, DutyRoster, Shift, Swap, SwapState
from linli.apps.grid.models.kinds import AreaKind, BodyKind, CellKind
from linli.apps.grid.models.places import Area, Cell, GridMap, Placement
from linli.apps.grid.models.tasks import HouseholdTask, TaskKind, TaskState

__all__ = [
    "Absence",
    "Appointment",
    "Area",
    "AreaKind",
    "Body",
    "BodyKind",
    "Cell",
    "CellKind",
    "ContactHousehold",
    "DutyRoster",
    "GridMap",
    "HouseholdTask",
    "Placement",
    "Post",
    "Shift",
    "Swap",
    "SwapState",
    "TaskKind",
    "TaskState",
]
