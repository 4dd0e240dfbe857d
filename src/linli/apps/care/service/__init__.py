"""What may be done in care; every function is one act."""

from linli.apps.care.service.assessing import (
    Sheet,
    assessors_of,
    begin_assessment,
    contest_result,
    settle,
    sign_look,
    tell_result,
)
from linli.apps.care.service.days import (
    STEPS,
    Planned,
    cancel_visit,
    check_move,
    move_part,
    plan_day,
    release_day,
    replan_without,
)
from linli.apps.care.service.files import (
    UNMASK_REASONS,
    HomeAndWishes,
    NewFamily,
    NewFile,
    change_file,
    close_file,
    forget_person,
    name_family,
    open_file,
    unmask,
    withdraw_family,
)
from linli.apps.care.service.going import begin_visit, end_visit
from linli.apps.care.service.missing import look_for_missed
from linli.apps.care.service.planning import BY, Line, NewPlan, agree_plan
from linli.apps.care.service.room import (
    ALONE,
    NewEnrolment,
    Noted,
    admit,
    end_enrolment,
    enrol,
    note_attendance,
    note_incident,
    order_meals,
    set_room,
)
from linli.apps.care.service.visiting import (
    NewCarer,
    NewRequirement,
    carers_of,
    end_requirement,
    set_carer,
    set_requirement,
)

__all__ = [
    "ALONE", "BY", "STEPS", "UNMASK_REASONS", "HomeAndWishes", "Line", "NewCarer", "NewEnrolment", "NewFamily", "NewFile",
    "NewPlan", "NewRequirement", "Noted", "Planned", "Sheet", "admit", "agree_plan", "assessors_of", "begin_assessment",
    "begin_visit", "cancel_visit", "carers_of", "change_file", "check_move", "close_file", "contest_result",
    "end_enrolment", "end_requirement", "end_visit", "enrol", "forget_person", "look_for_missed", "move_part",
    "name_family", "note_attendance", "note_incident", "open_file", "order_meals", "plan_day", "release_day",
    "replan_without", "set_carer", "set_requirement", "set_room", "settle", "sign_look", "tell_result", "unmask",
    "withdraw_family",
]  # fmt: skip
