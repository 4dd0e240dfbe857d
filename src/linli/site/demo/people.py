"""The fictional people of the demo city: staff with their roles and posts, residents with telephones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from linli.kernel.access.permissions import Role
from linli.site.demo import naming, offices
from linli.site.demo.ground import Place
from linli.site.demo.world import Resident

FIRST_PHONE = 19900000000  # fictional numbers of one block
DESK = {"small": (2, 2, 2), "city": (8, 5, 6)}  # clerks, dispatchers, callers


@dataclass(frozen=True, slots=True)
class Employee:
    """A member of staff: roles as (role, body code, area path), and the post held."""

    login: str
    name: str
    roles: tuple[tuple[str, str, str], ...]
    post: tuple[str, str] = ("", "")  # body code, key of the table of posts


def crew(city: Place, size: str, seed: str) -> list[Employee]:
    """Return all staff of the city."""
    names = naming.people(Random(f"{seed}/staff"))  # noqa: S311 - invention
    drafts = [*_centre(city, size), *_house(city), *_officers(city), *_field(city), *_carers(city)]
    cast = naming.table("names")["cast"]
    return [Employee(one.login, cast.get(one.login) or next(names), one.roles, one.post) for one in drafts]


def desk_counts(size: str) -> dict[str, int]:
    """Return how many clerks, dispatchers and callers the hotline has."""
    return dict(zip(("clerk", "dispatcher", "caller"), DESK[size], strict=True))


def numbered(role: str, number: int) -> str:
    """Return the sign-in name of the n-th of a role: clerk, clerk-2, clerk-3."""
    return role if number == 0 else f"{role}-{number + 1}"


def officer(body: str) -> str:
    """Return the sign-in name of a body's officer."""
    return f"officer-{body.lower().replace('_', '-')}"


def residents(city: Place, count: int, seed: str) -> list[Resident]:
    """Return people with accounts, spread over communities and villages."""
    chance = Random(f"{seed}/residents")  # noqa: S311 - invention
    names = naming.people(chance)
    leaves = [*city.below("community"), *city.below("village")]
    homes = [place for place in leaves for _ in range(4 if place.kind == "community" else 1)]
    known = naming.words("first_residents")
    found = []
    for n in range(count):
        name, home = (known[n], leaves[0]) if n < len(known) else (next(names), naming.pick(chance, homes))
        found.append(Resident(n, name, str(FIRST_PHONE + n), home.code))
    return found


def path_of(place: Place) -> str:
    """Return the path of a place from its code."""
    digits = [n for n in (4, 6, 9, 12, 15, 18) if n <= len(place.code)]
    return "/" + "".join(f"{place.code[:n]}/" for n in digits)


def _centre(city: Place, size: str) -> Iterator[Employee]:
    whole = path_of(city)
    roles = {"clerk": Role.CLERK, "dispatcher": Role.DISPATCHER, "caller": Role.CALLER}
    for role, count in desk_counts(size).items():
        for n in range(count):
            yield Employee(numbered(role, n), "", ((roles[role], "CENTRE", whole),), ("CENTRE", role))
    # Confidential cases are for few: two people with a second role that may read them.
    trusted = (
        (Role.CALLER, "CENTRE", whole),
        (Role.CLERK, "CENTRE", whole),
        (Role.DISPATCHER, "CENTRE", whole),
    )
    yield Employee("desk-confidential", "", trusted, ("CENTRE", "dispatcher"))
    both = ((Role.CHECKER, "CHECK", whole), (Role.SUPERVISOR, "CHECK", whole))
    yield Employee("checker-confidential", "", both, ("CHECK", "checker"))
    for n, district in enumerate(city.children):
        area = path_of(district)
        yield Employee(numbered("checker", n), "", ((Role.CHECKER, "CHECK", area),), ("CHECK", "checker"))
        inspector = ((Role.FIELD_INSPECTOR, "CHECK", area),)
        yield Employee(numbered("inspector", n), "", inspector, ("CHECK", "field_inspector"))


def _house(city: Place) -> Iterator[Employee]:
    """Return those who keep the whole in order."""
    whole = path_of(city)
    yield Employee("supervisor", "", ((Role.SUPERVISOR, "", whole),))
    for n, district in enumerate(city.children, start=1):
        yield Employee(numbered("supervisor", n), "", ((Role.SUPERVISOR, "", path_of(district)),))
    yield Employee("administrator", "", ((Role.COUNTY_ADMINISTRATOR, "", whole),))
    yield Employee("approver", "", ((Role.APPROVER, "", whole),))
    yield Employee("auditor", "", ((Role.AUDITOR, "", whole),))
    yield Employee("technician", "", ((Role.TECHNICAL_ADMINISTRATOR, "", "/"),))
    for login in ("lawyer", "doctor"):
        yield Employee(login, "", ((Role.ADVISER, "", whole),))


def _officers(city: Place) -> Iterator[Employee]:
    table = naming.table("offices")
    bodies = [(one["code"], city) for one in table["city"] if one["lead"]]
    bodies += [
        (offices.department_code(district.code, one["office"]), district)
        for district in city.children
        for one in table["districts"]
    ]
    bodies += [(offices.unit_code(unit.code), unit) for unit in _units(city)]
    bodies += [(offices.school_code(unit.code), unit) for unit in _units(city)]
    for code, place in bodies:
        yield Employee(officer(code), "", ((Role.OFFICER, code, path_of(place)),), (code, "officer"))


def _field(city: Place) -> Iterator[Employee]:
    for n, unit in enumerate(_units(city)):
        area = path_of(unit)
        walk = ((Role.GRID_WORKER, offices.unit_code(unit.code), area),)
        yield Employee(numbered("grid-worker", n), "", walk, (offices.unit_code(unit.code), "grid_worker"))
        body = f"MEDIATION-{unit.code}"
        yield Employee(numbered("mediator", n), "", ((Role.MEDIATOR, body, area),), (body, "mediator"))
    for n, leaf in enumerate(list(city.below("community"))[:3]):
        yield Employee(numbered("volunteer", n), "", ((Role.VOLUNTEER, "", path_of(leaf)),))


def _carers(city: Place) -> Iterator[Employee]:
    """Return those who care for old people in the first sub-district."""
    unit = next(iter(_units(city)))
    body, area = offices.unit_code(unit.code), path_of(unit)
    yield Employee("care-coordinator", "", ((Role.CARE_COORDINATOR, body, area),))
    for n in range(4):
        yield Employee(numbered("carer", n), "", ((Role.CARER, body, area),))


def _units(city: Place) -> Sequence[Place]:
    return [unit for district in city.children for unit in district.children]
