"""What several operations read of a request: the key of the act, the case that is meant, the actor it opens to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Header

from linli.apps.cases import facts
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.throttle import allow_query_code
from linli.kernel.audit.outcomes import Invalid

NUMBER = re.compile(r"\d{3}[ -]?\d{4}[ -]?\d{4}", re.ASCII)

ActId = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="A UUID that you make, one for each thing you want done. Sent again with the same body, it is "
        "answered as the first time and nothing is done twice.",
    ),
]
QueryCode = Annotated[
    str,
    Header(
        alias="Query-Code",
        description="With a case number: the code from the receipt opens the case.",
        max_length=20,
    ),
]
"""Opens a case without an account, as on the page "find my case"."""

SAYS_NO: dict[int, None] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429, 503))
READ_SAYS_NO: dict[int, None] = dict.fromkeys((401, 403, 404, 422, 429, 503))
"""A refusal is raised, never returned: its form goes into the description, not into a model for each operation."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A case somebody names, and who they are towards it."""

    ref: str
    actor: Actor
    at: datetime


def meant(request: HttpRequest, case: str, code: str) -> Meant:
    """Return which case is meant: by ref, or by number and query code.

    Raises:
        Invalid: number and code do not belong together.
        Throttled: too many tries.
    """
    asked = cast("ActorRequest", request)
    if not code:
        return Meant(case, asked.actor, asked.at)
    number = re.sub(r"[ -]", "", case)
    if not NUMBER.fullmatch(case):
        raise Invalid(Problem("case", "api.code_needs_number"))
    allow_query_code(asked, number)
    ref = facts.by_number(number, code)
    return Meant(ref, replace(asked.actor, case_refs=asked.actor.case_refs | {ref}), asked.at)


def asking(request: HttpRequest) -> ActorRequest:
    """Return the request as it is after the middleware."""
    return cast("ActorRequest", request)


def day_said(text: str, field: str, wrong: str) -> date:
    """Read a day that was sent.

    Raises:
        Invalid: it is no day, told with the code ``wrong`` of its field.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(Problem(field, wrong)) from None


def is_act_id(text: str) -> bool:
    """Tell a key that an act can have: a UUID."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
