"""The shapes of what is sent to lending."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from linli.web.api.sent import CaseName, Code, Sent


class ReservationIn(Sent):
    """A title to wait for."""

    title: CaseName = Field(description="One of GET /titles.")


class LoanMoveIn(Sent):
    """What is done with a loan of one's own."""

    move: Literal["renew"]


class LendingMoveIn(Sent):
    """What is done at the desk: lend to a telephone number, or take back from whoever brings it."""

    move: Literal["lend", "return"]
    barcode: Code
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    condition: Literal["good", "damaged", "lost"] = "good"
