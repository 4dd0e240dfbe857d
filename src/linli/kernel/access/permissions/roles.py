"""Which roles may do it: a role is a set of permissions, and reaches so far."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from linli.kernel.access.permissions.permission import Permission


class Role(StrEnum):
    """The parts people play; the words of docs/glossary.md."""

    ADVISER = "adviser"
    APPROVER = "approver"
    AUDITOR = "auditor"
    CALLER = "caller"
    CARER = "carer"
    CARE_COORDINATOR = "care_coordinator"
    CHECKER = "checker"
    CLERK = "clerk"
    COUNTY_ADMINISTRATOR = "county_administrator"
    DISPATCHER = "dispatcher"
    FIELD_INSPECTOR = "field_inspector"
    GRID_WORKER = "grid_worker"
    MEDIATOR = "mediator"
    OFFICER = "officer"
    RESIDENT = "resident"
    SUPERVISOR = "supervisor"
    TECHNICAL_ADMINISTRATOR = "technical_administrator"
    VOLUNTEER = "volunteer"


class Scope(StrEnum):
    """How far a role reaches."""

    AREA = "area"  # everything inside the grant's area
    BODY = "body"  # what the grant's body holds, wherever it lies
    OWN = "own"  # only one's own matters; the app checks whose they are


_P = Permission
_WALK = frozenset({_P.CASE_READ, _P.CASE_SUBMIT_FOR, _P.CASE_ATTACH, _P.CASE_COMMENT, _P.CASE_PRE_CHECK})
_DUTY = frozenset({_P.ROSTER_READ, _P.SHIFT_SWAP})

ROLES: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        Role.ADVISER: frozenset({_P.CONSULTATION_GIVE}),
        Role.APPROVER: frozenset(
            {
                _P.CASE_EXTEND_DECIDE,
                _P.CASE_MIGRATE_APPROVE,
                _P.CASE_PARK_DECIDE,
                _P.CASE_READ,
                _P.CASE_SUSPEND,
                _P.JOB_WORDS_APPROVE,
                _P.MATRIX_APPROVE,
                _P.MATRIX_READ,
                _P.NOTICE_REVIEW,
                _P.PACK_READ,
            }
        ),
        Role.AUDITOR: frozenset(
            {
                _P.ACTIVITY_READ,
                _P.BOARD_READ,
                _P.CASE_READ,
                _P.ENTRY_READ,
                _P.FIGURE_EXPORT,
                _P.GRANT_READ,
                _P.MATRIX_READ,
                _P.PACK_READ,
                _P.PROGRAMME_READ,
                _P.ROSTER_READ,
            }
        ),
        Role.CALLER: _DUTY
        | {
            _P.CASE_CALL_BACK,
            _P.CASE_CLOSE,
            _P.CASE_COMMENT,
            _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL,
            _P.CASE_UNMASK,
        },
        Role.CARER: _DUTY | {_P.CARE_ASSESS, _P.CARE_VISIT},
        Role.CARE_COORDINATOR: _DUTY | {_P.CARE_ASSESS, _P.CARE_COORDINATE, _P.CARE_READ},
        Role.CHECKER: _DUTY
        | {
            _P.CASE_ATTACH,
            _P.CASE_CLOSE,
            _P.CASE_COMMENT,
            _P.CASE_POST_CHECK,
            _P.CASE_PRE_CHECK,
            _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL,
        },
        Role.CLERK: _DUTY
        | {
            _P.ACCOUNT_UNMASK,
            _P.ACTIVITY_KEEP,
            _P.ACTIVITY_READ,
            _P.BOOKING_KEEP,
            _P.CASE_ACCEPT,
            _P.CASE_ASK_RESIDENT,
            _P.CASE_ATTACH,
            _P.CASE_CLASSIFY,
            _P.CASE_COMMENT,
            _P.CASE_MERGE,
            _P.CASE_READ,
            _P.CASE_SEAL,
            _P.CASE_SUBMIT_FOR,
            _P.CASE_UNMASK,
            _P.CERTIFICATE_ISSUE,
            _P.CERTIFICATE_READ,
            _P.CERTIFICATE_REVOKE,
            _P.CONSENT_RECORD,
            _P.CONSULTATION_BOOK,
            _P.COUNCIL_KEEP,
            _P.COUNTER_SERVE,
            _P.DRAW_KEEP,
            _P.EMPLOYER_VERIFY,
            _P.JOB_REVIEW,
            _P.LENDING_SERVE,
            _P.MARKET_READ,
            _P.NOTICE_DRAFT,
            _P.NOTICE_VISIT,
            _P.PERSON_EDIT,
            _P.PERSON_READ,
            _P.REGISTER_CONFIRM,
            _P.REGISTER_RECORD,
            _P.SEARCH_REVIEW,
            _P.SUBSCRIPTION_RECORD,
            _P.VOLUNTEER_FAVOUR,
            _P.VOLUNTEER_KEEP,
            _P.VOLUNTEER_TASK,
            _P.WORKER_ENTER,
        },
        Role.COUNTY_ADMINISTRATOR: frozenset(
            {
                _P.ACCOUNT_CREATE,
                _P.ACCOUNT_DISABLE,
                _P.APPOINTMENT_EDIT,
                _P.AREA_IMPORT,
                _P.BOARD_READ,
                _P.BOOKING_KEEP,
                _P.CALENDAR_IMPORT,
                _P.CARD_KEEP,
                _P.CASE_IMPORT,
                _P.CASE_MIGRATE,
                _P.CENTRE_KEEP,
                _P.DRAW_KEEP,
                _P.FACILITY_KEEP,
                _P.FIGURE_EXPORT,
                _P.GRANT_GIVE,
                _P.GRANT_READ,
                _P.HOUSEHOLD_CONTACT,
                _P.HOUSEHOLD_TASK,
                _P.JOB_TABLES,
                _P.MARKET_READ,
                _P.MATRIX_PROPOSE,
                _P.MATRIX_READ,
                _P.PACK_PUBLISH,
                _P.PACK_READ,
                _P.PEER_KEY,
                _P.PEER_READ,
                _P.REACH_STUDY,
                _P.READING_KEEP,
                _P.ROSTER_EDIT,
                _P.ROSTER_READ,
                _P.STREETS_IMPORT,
                _P.SUBJECT_EDIT,
            }
        ),
        Role.DISPATCHER: _DUTY
        | {
            _P.ASSIGNMENT_CONSULT,
            _P.BOARD_READ,
            _P.CASE_ACCEPT,
            _P.CASE_ASK_RESIDENT,
            _P.CASE_ASSIGN,
            _P.CASE_ATTACH,
            _P.CASE_CALL_TO_SITE,
            _P.CASE_CLASSIFY,
            _P.CASE_COMMENT,
            _P.CASE_EXPORT,
            _P.CASE_MERGE,
            _P.CASE_PUBLISH,
            _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL,
            _P.CASE_RULE,
            _P.CASE_SEAL,
            _P.CASE_SUBMIT_FOR,
            _P.CASE_UNMASK,
            _P.CASE_VOID,
            _P.MATRIX_READ,
            _P.NOTICE_DRAFT,
            _P.PACK_READ,
            _P.SEARCH_REVIEW,
            _P.VOLUNTEER_TASK,
        },
        Role.FIELD_INSPECTOR: _WALK | _DUTY | {_P.CASE_POST_CHECK},
        Role.GRID_WORKER: _WALK | _DUTY | {_P.HOUSEHOLD_CONTACT, _P.HOUSEHOLD_TASK, _P.NOTICE_VISIT},
        Role.MEDIATOR: _DUTY
        | {
            _P.ASSIGNMENT_ACCEPT,
            _P.ASSIGNMENT_RETURN,
            _P.CASE_ATTACH,
            _P.CASE_COMMENT,
            _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL,
            _P.CASE_UNMASK,
            _P.MEDIATION_CONDUCT,
        },
        Role.OFFICER: _DUTY
        | {
            _P.ASSIGNMENT_ACCEPT,
            _P.ASSIGNMENT_CONSULT,
            _P.ASSIGNMENT_HAND_OVER,
            _P.ASSIGNMENT_REPORT,
            _P.ASSIGNMENT_RETURN,
            _P.BOARD_READ,
            _P.CASE_ASK_RESIDENT,
            _P.CASE_ATTACH,
            _P.CASE_COMMENT,
            _P.CASE_EXTEND_ASK,
            _P.CASE_PARK_ASK,
            _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL,
            _P.CASE_UNMASK,
            _P.COUNCIL_ANSWER,
            _P.MATRIX_READ,
            _P.PROGRAMME_READ,
            _P.PROGRAMME_RUN,
        },
        Role.RESIDENT: frozenset(
            {
                _P.CASE_ATTACH,
                _P.CASE_COMMENT,
                _P.CASE_CONTEST,
                _P.CASE_JOIN,
                _P.CASE_RATE,
                _P.CASE_SUBMIT,
                _P.CASE_WITHDRAW,
            }
        ),
        Role.SUPERVISOR: frozenset(
            {
                _P.ACTIVITY_READ,
                _P.BOARD_READ,
                _P.CARE_READ,
                _P.CASE_CALL_TO_SITE,
                _P.CASE_COMMENT,
                _P.CASE_EXPORT,
                _P.CASE_EXTEND_DECIDE,
                _P.CASE_PARK_DECIDE,
                _P.CASE_READ,
                _P.CASE_READ_CONFIDENTIAL,
                _P.CASE_RULE,
                _P.CASE_SUPERVISE,
                _P.CASE_SUSPEND,
                _P.CERTIFICATE_READ,
                _P.CERTIFICATE_REVOKE,
                _P.EMPLOYER_VERIFY,
                _P.FIGURE_EXPORT,
                _P.MARKET_READ,
                _P.MATRIX_READ,
                _P.NOTICE_REVIEW,
                _P.NOTICE_VISIT,
                _P.PROGRAMME_READ,
                _P.REACH_STUDY,
                _P.REGISTER_CONFIRM,
                _P.ROSTER_READ,
                _P.SEARCH_REVIEW,
                _P.VOLUNTEER_RULE,
            }
        ),
        Role.TECHNICAL_ADMINISTRATOR: frozenset(
            {_P.LETTER_RETRY, _P.PEER_KEEP, _P.PEER_KEY, _P.SYSTEM_READ, _P.SYSTEM_RUN}
        ),
        Role.VOLUNTEER: frozenset({_P.CASE_ATTACH, _P.CASE_COMMENT, _P.CASE_SUBMIT_FOR, _P.SHIFT_SWAP}),
    }
)

_BODY_ROLES = frozenset({Role.OFFICER, Role.MEDIATOR, Role.CARER, Role.CARE_COORDINATOR})
_OWN_ROLES = frozenset({Role.ADVISER, Role.RESIDENT, Role.VOLUNTEER})


def scope_of(role: str) -> Scope:
    """Return how far a role reaches; unknown roles reach nothing but one's own matters."""
    if role in _BODY_ROLES:
        return Scope.BODY
    if role in _OWN_ROLES or role not in ROLES:
        return Scope.OWN
    return Scope.AREA
