"""The bodies of the demo city and its responsibility matrix, as the files that the imports take."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from linli.site.demo import naming
from linli.site.demo.ground import Place

BELOW = ("centre", "mediation", "other")
"""Bodies below a unit, in the order of their telephone numbers."""
COLUMNS = ("code", "kind", "name", "name_en", "area", "parent", "office", "may_lead", "phone")
Row = tuple[str, ...]


def bodies_file(city: Place) -> bytes:
    """Return the bodies that work on cases, with communities and centres."""
    return _csv(COLUMNS, [*_city(city), *_districts(city), *_units(city), *_committees(city)])


def neighbourhood_file(city: Place) -> bytes:
    """Return the units of neighbours: a branch for each estate, a group for each building."""
    return _csv(COLUMNS, [*_branches(city)])


def matrix_file(starts: date) -> bytes:
    """Return the default matrix, in force from a day."""
    with (naming.DATA / "matrix.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return _csv((*rows[0], "from"), [(*row, starts.isoformat()) for row in rows[1:]])


def department_code(district: str, office: str) -> str:
    """Return the code of a district's department."""
    return f"{office.upper()}-{district}"


def unit_code(unit: str) -> str:
    """Return the code of a sub-district's office or a township's government."""
    return f"UNIT-{unit}"


def school_code(unit: str) -> str:
    """Return the code of the primary school of a unit."""
    return f"SCHOOL-{unit}"


def speeds() -> dict[str, float]:
    """Return how slow each office is, by the start of its bodies' codes."""
    table = naming.table("offices")
    quick = {str(one["code"]): float(one.get("speed", 1.0)) for one in table["city"]}
    return quick | {str(one["office"]).upper(): float(one["speed"]) for one in table["districts"]}


def _city(city: Place) -> Iterator[Row]:
    for n, one in enumerate(naming.table("offices")["city"]):
        name = f"{city.name[0]}{one['zh']}", f"{city.name[1]} {_small(one['en'])}"
        yield _body(
            one["code"], one["kind"], name, city.code, "", one["office"], _phone(1, n), lead=bool(one["lead"])
        )


def _districts(city: Place) -> Iterator[Row]:
    for d, district in enumerate(city.children, start=2):
        for n, one in enumerate(naming.table("offices")["districts"]):
            name = f"{district.name[0]}{one['zh']}", f"{district.name[1]} {one['en']}"
            code = department_code(district.code, one["office"])
            yield _body(
                code, "district_department", name, district.code, "", one["office"], _phone(d, n), lead=True
            )


def _units(city: Place) -> Iterator[Row]:
    table = naming.table("offices")
    units = [unit for district in city.children for unit in district.children]
    for n, unit in enumerate(units):
        words = table["units"][unit.kind]
        code = unit_code(unit.code)
        short = unit.name[1].removesuffix(" Sub-district").removesuffix(" Town")
        yield _body(
            code,
            unit.kind,
            (unit.name[0] + words["zh"], f"{short} {words['en']}"),
            unit.code,
            "",
            "",
            _phone(20, n),
            lead=True,
        )
        for kind, office, key in (
            ("centre", "service", "service_centre"),
            ("mediation", "mediation", "mediation"),
            ("other", "school", "school"),
        ):
            more = table[key]
            name = unit.name[0] + more["zh"], f"{short} {more['en']}"
            yield _body(
                f"{office.upper()}-{unit.code}", kind, name, unit.code, code, office, _phone(30 + BELOW.index(kind), n),
                lead=kind != "centre",
            )  # fmt: skip


def _committees(city: Place) -> Iterator[Row]:
    table = naming.table("offices")["committees"]
    for n, leaf in enumerate((*city.below("community"), *city.below("village"))):
        words = table[leaf.kind]
        short = leaf.name[1].removesuffix(" Community").removesuffix(" Village")
        name = leaf.name[0] + words["zh"], f"{short} {words['en']}"
        parent = unit_code(leaf.code[:9])
        yield _body(
            f"COMMITTEE-{leaf.code}", "community", name, leaf.code, parent, "", _phone(40, n), lead=False
        )


def _branches(city: Place) -> Iterator[Row]:
    table = naming.table("offices")
    branch, group = table["estate_branch"], table["building_group"]
    for estate in city.below("estate"):
        code, committee = f"BRANCH-{estate.code}", f"COMMITTEE-{estate.code[:12]}"
        name = estate.name[0] + branch["zh"], f"{estate.name[1]} {branch['en']}"
        yield _body(code, "other", name, estate.code, committee, "estate_branch", "", lead=False)
        for building in estate.children:
            inner = (
                f"{estate.name[0]}{building.name[0]}{group['zh']}",
                f"{estate.name[1]} {building.name[1]} {group['en']}",
            )
            yield _body(
                f"GROUP-{building.code}",
                "other",
                inner,
                building.code,
                code,
                "building_group",
                "",
                lead=False,
            )


def _body(
    code: str, kind: str, name: naming.Name, area: str, parent: str, office: str, phone: str, *, lead: bool
) -> Row:
    return (code, kind, *name, area, parent, office, "yes" if lead else "no", phone)


def _phone(block: int, number: int) -> str:
    """Return an office number of no real exchange."""
    return f"0399-{block:02d}0{number:04d}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _csv(head: tuple[str, ...], rows: list[Any]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode()
