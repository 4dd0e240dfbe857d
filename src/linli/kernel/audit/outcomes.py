"""The ways a service says no; the edge turns each into a page or RFC 9457 JSON, anything else is a bug."""

from __future__ import annotations

from collections.abc import Mapping

from linli.core.shared.outcomes import Param, Problem, Refusal


class Outcome(Exception):  # noqa: N818 - an answer that people expect, not a fault of the program
    """A foreseen end of a service function that changed nothing."""

    status = 500


class Invalid(Outcome):
    """Something said is wrong and can be mended."""

    status = 422

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(", ".join(f"{one.field}: {one.code}" for one in problems))


class Refused(Outcome):
    """The rules say no."""

    status = 409

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.code)


class Stale(Outcome):
    """Somebody else was first; ``refusal.because`` says who did what."""

    status = 409

    def __init__(self, code: str = "audit.stale", because: Mapping[str, Param] | None = None) -> None:
        self.refusal = Refusal(code, because or {})
        super().__init__(code)


class NotVisible(Outcome):
    """Absent or hidden: the asker is not told which."""

    status = 404


class Throttled(Outcome):
    """Too many tries; come back later."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"retry after {retry_after} s")


class Busy(Outcome):
    """The database could not take the act in time; trying again is safe."""

    status = 503
