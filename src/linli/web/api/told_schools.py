"""The shapes of what is answered about places at schools."""

from __future__ import annotations

from linli.web.api.told import Both, Told


class SchoolYearTold(Told):
    """A school year by the year of its September. ``few``: too few children to be told; ``unknown``: areas without a figure."""

    year: int
    born_from: str
    born_to: str
    children: int | None
    places: int | None
    gap: int | None
    few: bool
    unknown: list[str]


class SchoolPart(Told):
    """An area one step down, in one year."""

    area: str
    name: Both
    supply: SchoolYearTold


class SchoolSource(Told):
    """Where figures come from and the day they are of."""

    source: str
    as_of: str


class SchoolSupply(Told):
    """Places against children: by year, and of the areas below in one of them. ``gap`` below zero is to spare."""

    area: str
    name: Both
    stage: str
    years: list[SchoolYearTold]
    year: int
    parts: list[SchoolPart]
    sources: list[SchoolSource]


class SchoolFiguresTaken(Told):
    """How many figures were taken."""

    taken: int
