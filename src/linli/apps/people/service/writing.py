"""How personal data goes into a row and into the log: sealed, indexed, masked, committed one by one."""

from __future__ import annotations

from collections.abc import Sequence

from linli.apps.people.models import Resident
from linli.apps.people.policy import masks
from linli.apps.people.policy.reading import Person
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Item
from linli.kernel.audit.outcomes import Refused
from linli.kernel.identity.personal import index, seal

PERSONAL = ("name", "phone", "id_number", "address")
INDEXED = ("phone", "id_number")
RETENTION = "person"
_MASKS = {
    "name": masks.mask_name,
    "phone": masks.mask_phone,
    "id_number": masks.mask_id_number,
    "address": masks.mask_address,
}


def write(row: Resident, person: Person, fields: Sequence[str] = PERSONAL) -> None:
    """Put what was told into a row; what was not told becomes empty."""
    for name in fields:
        value = getattr(person, name)
        setattr(row, f"{name}_sealed", seal(value, name) if value else None)
        setattr(row, f"{name}_masked", _MASKS[name](value) if value else "")
        if name in INDEXED:
            setattr(row, f"{name}_index", index(value, name) if value else "")


def clear(row: Resident) -> None:
    """Take everything personal out of a row."""
    write(row, Person(name=""))
    row.account = None


def items(row: Resident, person: Person, fields: Sequence[str] = PERSONAL) -> list[Item]:
    """Commit to what was told: keyed digests, so that the log holds nothing readable a second time."""
    told = ((name, getattr(person, name)) for name in fields)
    return [Item(name, index(value, name), subject_of(row), RETENTION) for name, value in told if value]


def who(actor: Actor) -> Item:
    """Note who did it."""
    return Item("actor", actor.key, actor.key, "actor")


def subject_of(row: Resident) -> str:
    """Name a person in the log's private items; what `audit.erase` takes."""
    return f"resident:{row.ref}"


def community_of(path: str) -> str:
    """Return the part of a path that may be shown: no finer than the community."""
    steps = [step for step in path.split("/") if step][:4]
    return f"/{'/'.join(steps)}/" if steps else "/"


def hand_of(row: Resident | None, actor: Actor, permission: Permission, area_path: str = "") -> str:
    """Say in what part somebody acts: on their own record, or as staff of the area; Refused otherwise."""
    if row is not None and actor.account_id is not None and row.account_id == actor.account_id:
        return "resident"
    path = row.area_path if row is not None else area_path
    if actor.may(permission, area_path=path or None):
        return "staff"
    raise Refused(Refusal("people.not_allowed"))
