"""The shapes of what is answered about services."""

from __future__ import annotations

from linli.web.api.told import Both, Question, Told


class Grounds(Told):
    """On what something rests; not ``confirmed``: an example, or only known locally."""

    title: str
    url: str
    note: str
    confirmed: bool


class Basis(Told):
    """A rule that a service rests on."""

    title: str
    url: str
    note: str


class Promised(Told):
    """What is promised. ``by_condition``: the limit follows from the condition under which a case is accepted."""

    limit: str
    text: str
    by_condition: bool


class Legal(Told):
    """The longest that the law allows."""

    limit: str
    text: str
    source: Grounds


class Fee(Told):
    """What it costs, in fen."""

    fen: int
    text: str
    source: Grounds | None


class Counter(Told):
    """Where to go, and when it is open."""

    where: str
    hours: str


class Material(Told):
    """Something to bring. ``sometimes``: it depends on the person; ``held``: on what grounds it is not asked again.

    ``held_always``: nobody brings it; else only those for whom it is not held do.
    """

    name: str
    title: str
    why: str
    paper: str
    paper_text: str
    copies: int
    sometimes: bool
    held: Grounds | None
    held_always: bool


class Named(Told):
    """A question by its name and its words."""

    name: str
    label: str


class Guide(Told):
    """What a service tells before it is used, in one language."""

    body: str
    who: list[str]
    conditions: list[str]
    counters: list[Counter]
    fee: Fee | None
    legal: Legal | None
    materials: list[Material]
    promised: Promised | None
    basis: list[Basis]


class Guides(Told):
    """The guide in both languages."""

    zh: Guide
    en: Guide


class MaterialForYou(Material):
    """A material and what becomes of it: bring, held or perhaps, because of these answers, depending on those."""

    standing: str
    because: list[Named]
    open: list[Named]


class Materials(Told):
    """A list in both languages."""

    zh: list[MaterialForYou]
    en: list[MaterialForYou]


class Bringing(Told):
    """What somebody needs to bring; ``asks_next`` null: nothing more would change it."""

    service: str
    version: int
    asks_next: str | None
    materials: Materials


class Service(Told):
    """A service that a case can be opened under. ``asks_before``: questions on which depends what to bring."""

    service: str
    version: int
    kind: str
    sensitivity: str
    definition: str
    title: Both
    summary: Both
    questions: list[Question]
    effective_from: str
    events: list[str]
    body: str
    guide: Guides
    asks_before: list[Question]


class Services(Told):
    """All services, or those that were looked for; ``unmatched`` are the words that fit nothing."""

    services: list[Service]
    unmatched: list[str]
