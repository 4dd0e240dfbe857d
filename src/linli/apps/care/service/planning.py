"""A care plan in plain words, agreed by the person; each agreement is a version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.care import events
from linli.apps.care.models import AGREED, SERVICES, CarePlan
from linli.apps.care.policy import sealed
from linli.apps.care.service.writing import LONG, coordinated, text_of, who, words
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, Refused

BY = ("carer", "day_room", "family", "volunteer", "other")
OFTEN = 50
"""Times a week; more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One service of a plan: how often a week, and by whom."""

    service: str
    times: int
    by: str


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What was talked over: needs, goals and the family's part in plain words, the services, the day of review."""

    needs: str
    goals: str
    lines: tuple[Line, ...]
    review_on: date
    how: str
    family_part: str = ""


def agree_plan(ref: UUID | str, new: NewPlan, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Write down what the person agreed to; returns the version.

    Raises:
        NotVisible: not a file that the actor coordinates.
        Invalid: words missing, no service, a review in the past, or nobody said how it was agreed.
        Refused: nobody was assessed yet.
    """
    coordinated(ref, actor)
    content = _read(new, local(at).date())

    def work(acting: Acting) -> JsonValue:
        row = coordinated(ref, actor)
        if not row.assessments.filter(assessed_at__isnull=False).exists():
            raise Refused(Refusal("care.assess_first"))
        version = (row.plans.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        public: dict[str, JsonValue] = {
            "version": version, "how": new.how, "review_on": new.review_on.isoformat(),
        }  # fmt: skip
        acting.enter(
            row.stream, events.PLAN_AGREED, public, [*words(row, "plan", new.needs + new.goals), who(actor)]
        )
        plan = CarePlan(file=row, version=version, agreed_how=new.how, agreed_at=at, review_on=new.review_on)
        plan.content_sealed = sealed(content)
        plan.save(force_insert=True)
        return version

    said: JsonValue = [str(ref), content, new.how, new.review_on.isoformat()]
    return int(str(act("care.agree_plan", work, said=said, actor=actor, act_id=act_id, at=at)))


def _read(new: NewPlan, today: date) -> dict[str, JsonValue]:
    problems = []
    if not new.lines:
        problems.append(Problem("lines", "care.plan_without_services"))
    if any(
        one.service not in SERVICES or one.by not in BY or not 0 < one.times <= OFTEN for one in new.lines
    ):
        problems.append(Problem("lines", "care.plan_line", {"most": OFTEN}))
    if new.review_on <= today:
        problems.append(Problem("review_on", "care.review_in_the_past"))
    if new.how not in AGREED:
        problems.append(Problem("how", "care.not_agreed"))
    if problems:
        raise Invalid(*problems)
    return {
        "needs": text_of("needs", new.needs, LONG, required=True),
        "goals": text_of("goals", new.goals, LONG, required=True),
        "family_part": text_of("family_part", new.family_part, LONG),
        "lines": [asdict(one) for one in new.lines],
    }
