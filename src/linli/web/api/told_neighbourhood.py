"""The shapes of what is answered about the neighbourhood's figures."""

from __future__ import annotations

from linli.web.api.told import Both, Told


class Counted(Told):
    """A figure; without a number where it would tell of a few people. A plain count has no denominator."""

    code: str
    name: Both
    numerator: int | None
    denominator: int | None
    excluded: dict[str, int]
    small: bool


class CountedBy(Told):
    """What one app counts."""

    app: str
    figures: list[Counted]


class Neighbourhood(Told):
    """The figures of a month."""

    month: str
    area: str
    as_of: str
    groups: list[CountedBy]
