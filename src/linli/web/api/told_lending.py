"""The shapes of what is answered about lending."""

from __future__ import annotations

from linli.web.api.told import Both, Ref, Told


class LentTitle(Told):
    """Something to borrow: how many copies there are, how many are in, how many people wait."""

    ref: Ref
    kind: str
    name: str
    author: str
    isbn: str
    centre: Ref
    centre_name: Both
    copies: int
    shelf: int
    waiting: int


class LentTitles(Told):
    """A page of titles; ``cursor`` asks for the next."""

    titles: list[LentTitle]
    cursor: str | None


class LoanTold(Told):
    """A loan of the asker's own."""

    ref: Ref
    kind: str
    name: str
    due_on: str
    late: bool
    may_renew: bool


class ReservationTold(Told):
    """What the asker waits for; ``held_until``: it is set aside."""

    ref: Ref
    title: Ref
    name: str
    ahead: int
    held_until: str | None


class OwnLoans(Told):
    """What the asker has borrowed and waits for."""

    loans: list[LoanTold]
    reservations: list[ReservationTold]


class ReservationMade(Told):
    """A place in the line."""

    ref: Ref


class LoanRenewed(Told):
    """The day a loan is due now."""

    due_on: str


class LendingDone(Told):
    """What came of a move at the desk; ``fine`` in fen."""

    due_on: str | None
    set_aside: bool
    fine: int


class DeskLoan(Told):
    """Something that is out, with its borrower masked."""

    ref: Ref
    kind: str
    name: str
    barcode: str
    due_on: str
    late: bool
    borrower: str
    phone: str


class DeskLoans(Told):
    """A page of what is out; ``cursor`` asks for the next."""

    loans: list[DeskLoan]
    cursor: str | None
