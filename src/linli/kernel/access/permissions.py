"""What may be done (permissions are code) and which roles may do it (roles are sets of them)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One thing that somebody may be allowed to do; ``app:thing:act``, in alphabetical order."""

    ACCOUNT_CREATE = "access:account:create"
    """Open an account for a member of staff."""
    ACCOUNT_DISABLE = "access:account:disable"
    """Close an account and end its sessions."""
    ACCOUNT_UNMASK = "access:account:unmask"
    """See the whole telephone number behind an account; recorded each time."""
    GRANT_GIVE = "access:grant:give"
    """Give somebody a role in a body and an area for a time, or end it."""
    GRANT_READ = "access:grant:read"
    """See who holds which role."""
    ACTIVITY_KEEP = "activities:activity:keep"
    """Plan activities, circuits and childcare places, sign people up at the counter, tick attendance."""
    ACTIVITY_READ = "activities:activity:read"
    """See how activities, circuits and childcare places stand, in counts and without names."""
    ENTRY_READ = "audit:entry:read"
    """Read the history of a case with the acts behind it, without personal data."""
    PROGRAMME_READ = "benefits:programme:read"
    """See the counts of programmes that look for those who are entitled and agreed to be found."""
    PROGRAMME_RUN = "benefits:programme:run"
    """Start, run and end such a programme for one's own body."""
    CARE_ASSESS = "care:assessment:sign"
    """Look at what somebody is able to, as one of two assessors, and sign."""
    CARE_COORDINATE = "care:file:coordinate"
    """Take people into care, agree plans, give places, plan home visits, for one's own body."""
    CARE_READ = "care:file:read"
    """See the people in care of one's body or area, masked, and how care goes."""
    CARE_VISIT = "care:visit:make"
    """Keep the day room and make home visits for one's own body."""
    ASSIGNMENT_ACCEPT = "cases:assignment:accept"
    """Take on the part of a case that was offered to one's body."""
    ASSIGNMENT_CONSULT = "cases:assignment:consult"
    """Ask another body before dispatch whether a case is its own, or answer such a question."""
    ASSIGNMENT_HAND_OVER = "cases:assignment:hand_over"
    """Pass one's body's part to a colleague with a note."""
    ASSIGNMENT_REPORT = "cases:assignment:report"
    """Report one's body's part as completed, with the evidence asked for."""
    ASSIGNMENT_RETURN = "cases:assignment:return"
    """Give a case back with the reason why another body is competent."""
    CASE_ACCEPT = "cases:case:accept"
    """Accept a request as a case, or not accept it by one of the declared branches."""
    CASE_ASK_RESIDENT = "cases:case:ask_resident"
    """Ask the resident for what is missing; the clock waits."""
    CASE_ASSIGN = "cases:case:assign"
    """Dispatch a case: name its lead and its supporting bodies."""
    CASE_ATTACH = "cases:case:attach"
    """Add a photo or a file to a case."""
    CASE_CALL_BACK = "cases:case:call_back"
    """Call the resident back and note the answer."""
    CASE_CALL_TO_SITE = "cases:case:call_to_site"
    """Call several bodies to the place by an hour."""
    CASE_CLASSIFY = "cases:case:classify"
    """Set or change the subject of a case."""
    CASE_CLOSE = "cases:case:close"
    """Close a case after its check and call-back."""
    CASE_COMMENT = "cases:case:comment"
    """Write a note on a case."""
    CASE_CONTEST = "cases:case:contest"
    """Say, in the window after closing, that the problem is not solved."""
    CASE_EXPORT = "cases:case:export"
    """Take a list of cases out as a file, masked as on the page."""
    CASE_EXTEND_ASK = "cases:case:extend_ask"
    """Ask for more time, with a reason."""
    CASE_EXTEND_DECIDE = "cases:case:extend_decide"
    """Grant or refuse more time."""
    CASE_IMPORT = "cases:case:import"
    """Bring in requests from another system's files."""
    CASE_JOIN = "cases:case:join"
    """Join somebody else's public request: me too."""
    CASE_MERGE = "cases:case:merge"
    """Merge a repeat into the case that already runs."""
    CASE_MIGRATE = "cases:case:migrate"
    """Move running cases to another version of their service, once a second person agreed."""
    CASE_MIGRATE_APPROVE = "cases:case:migrate_approve"
    """Agree, as the second person, to such a move."""
    CASE_PARK_ASK = "cases:case:park_ask"
    """Ask to park a case that cannot be solved now, with a public reason."""
    CASE_PARK_DECIDE = "cases:case:park_decide"
    """Park a case or take it up again."""
    CASE_POST_CHECK = "cases:case:post_check"
    """Check on the spot whether what was reported as completed is; never by the handler's body."""
    CASE_PRE_CHECK = "cases:case:pre_check"
    """Check on the spot whether what was reported is there."""
    CASE_PUBLISH = "cases:case:publish"
    """Review the summary of a case before the public sees it."""
    CASE_RATE = "cases:case:rate"
    """Say whether one's own problem was solved and how it went."""
    CASE_READ = "cases:case:read"
    """Read the cases of one's area or body, with contacts masked."""
    CASE_READ_CONFIDENTIAL = "cases:case:read_confidential"
    """Read confidential cases of one's area or body."""
    CASE_RULE = "cases:case:rule"
    """Rule who is competent after a return."""
    CASE_SEAL = "cases:case:seal"
    """Make a case confidential."""
    CASE_SUBMIT = "cases:case:submit"
    """Tell a problem of one's own."""
    CASE_SUBMIT_FOR = "cases:case:submit_for"
    """Take down a problem for somebody who calls, writes or stands at the counter."""
    CASE_SUPERVISE = "cases:case:supervise"
    """Issue a supervision order with its own clock, and lift it."""
    CASE_SUSPEND = "cases:case:suspend"
    """Suspend a case where a law says so, and resume it."""
    CASE_UNMASK = "cases:case:unmask"
    """See the whole contact of the person behind a case; recorded each time."""
    CASE_VOID = "cases:case:void"
    """Void a case that was opened by mistake."""
    CASE_WITHDRAW = "cases:case:withdraw"
    """Take one's own request back."""
    MEDIATION_CONDUCT = "cases:mediation:conduct"
    """Hold meetings of a mediation and record what was agreed."""
    CALENDAR_IMPORT = "catalogue:calendar:import"
    """Import a year's notice of holidays and working weekends."""
    MATRIX_APPROVE = "catalogue:matrix:approve"
    """Put a row of the responsibility matrix into effect, as the second person."""
    MATRIX_PROPOSE = "catalogue:matrix:propose"
    """Propose a row of the responsibility matrix."""
    MATRIX_READ = "catalogue:matrix:read"
    """See the responsibility matrix with its gaps and overlaps."""
    PACK_PUBLISH = "catalogue:pack:publish"
    """Publish a version of a declared service."""
    PACK_READ = "catalogue:pack:read"
    """Read declared services, their scenarios and differences."""
    SUBJECT_EDIT = "catalogue:subject:edit"
    """Edit the subjects, their acceptance conditions and limits."""
    BOOKING_KEEP = "centres:booking:keep"
    """Book a room for somebody at the counter or on the telephone, see the list of the day, note who did not come."""
    CARD_KEEP = "centres:card:keep"
    """Enter the lines of an area's service card, and end them."""
    CENTRE_KEEP = "centres:centre:keep"
    """Keep the register of centres and their rooms: enter, change, close one."""
    CONSULTATION_BOOK = "centres:consultation:book"
    """Book a time with a lawyer or doctor for somebody who calls or stands at the counter."""
    CONSULTATION_GIVE = "centres:consultation:give"
    """Advise in one's own hours; what is written there is for the two alone."""
    COUNTER_SERVE = "centres:counter:serve"
    """Call numbers to a counter of one's centre, and give out a number for somebody."""
    DRAW_KEEP = "centres:draw:keep"
    """Open a draw for scarce places, close its list, draw; enter somebody who applies at the counter."""
    FACILITY_KEEP = "centres:facility:keep"
    """Keep the register of what people walk to: enter, change, close one."""
    LENDING_SERVE = "centres:lending:serve"
    """Lend and take back books, toys and tools at the desk of one's centre."""
    REACH_STUDY = "centres:reach:study"
    """Measure what share of homes reaches what on foot, and ask where one more would help most."""
    STREETS_IMPORT = "centres:streets:import"
    """Bring in a street network."""
    CERTIFICATE_ISSUE = "certificates:certificate:issue"
    """Issue a certificate at the counter to somebody who is present."""
    CERTIFICATE_READ = "certificates:certificate:read"
    """See the certificates issued in one's area."""
    CERTIFICATE_REVOKE = "certificates:certificate:revoke"
    """Revoke a certificate, with a reason."""
    REGISTER_CONFIRM = "certificates:register:confirm"
    """Confirm, as the second person, what a body entered in a register; or refuse it."""
    REGISTER_RECORD = "certificates:register:record"
    """Enter hours, attendance, assistance or a contract in a register of one's body; correct it."""
    COUNCIL_KEEP = "council:meeting:keep"
    """Put a question to a meeting, take suggestions down in the hall, look them over, group them, close the meeting."""
    COUNCIL_ANSWER = "council:suggestion:answer"
    """Answer, for one's own body, a suggestion or a theme that was put to it."""
    PEER_KEEP = "exchange:peer:keep"
    """Say which cities cases are exchanged with, and by which key they are believed."""
    PEER_READ = "exchange:peer:read"
    """See these cities and how the messages stand, without what they say."""
    APPOINTMENT_EDIT = "grid:appointment:edit"
    """Appoint somebody to a post of a body, or end it."""
    AREA_IMPORT = "grid:area:import"
    """Import areas and grids."""
    HOUSEHOLD_CONTACT = "grid:household:contact"
    """Name contact households, with their consent."""
    HOUSEHOLD_TASK = "grid:household:task"
    """Ask contact households of one's area for something, and take it back; they may decline."""
    ROSTER_EDIT = "grid:roster:edit"
    """Draw up the duty roster of a body."""
    ROSTER_READ = "grid:roster:read"
    """See who is on duty."""
    SHIFT_SWAP = "grid:shift:swap"
    """Swap one's own shift with a colleague."""
    BOARD_READ = "insight:board:read"
    """See the board of one's area or body: what is near due, overdue, returned, reopened."""
    FIGURE_EXPORT = "insight:figure:export"
    """Take figures out with their numerators, denominators and exclusions."""
    EMPLOYER_VERIFY = "jobs:employer:verify"
    """Look at an employer's papers, verify as the second, suspend with a reason."""
    MARKET_READ = "jobs:market:read"
    """See the casual-work market of one's area: employers, posts, engagements; contacts masked."""
    JOB_REVIEW = "jobs:post:review"
    """Open or refuse posts, match a day, offer shifts."""
    JOB_TABLES = "jobs:table:keep"
    """Keep the list of trades and the minimum wages with their dates."""
    WORKER_ENTER = "jobs:worker:enter"
    """Take down workers and employers who call or stand at the counter, on their word, and answer for those workers."""
    LETTER_RETRY = "messaging:letter:retry"
    """See letters that could not be delivered, without their text, and send them again."""
    NOTICE_DRAFT = "notices:announcement:draft"
    """Write announcements for an area, hand them in, correct and withdraw them."""
    NOTICE_REVIEW = "notices:announcement:review"
    """Look over what another person wrote, and publish it as the second person; agree to an emergency."""
    NOTICE_VISIT = "notices:announcement:visit"
    """See, masked, who has not heard, and note that somebody was told at the door."""
    SEARCH_REVIEW = "notices:search:review"
    """Look at search notices before everybody sees them."""
    SUBSCRIPTION_RECORD = "notices:subscription:record"
    """Write down on somebody's word that they want announcements, and end it."""
    CONSENT_RECORD = "people:consent:record"
    """Record or withdraw a resident's consent, on that resident's word."""
    PERSON_EDIT = "people:person:edit"
    """Enter or correct a resident's data at the counter."""
    PERSON_READ = "people:person:read"
    """Find a resident, with contacts masked."""
    SYSTEM_READ = "site:system:read"
    """See the health of the system: queues, dead letters, database, disk; no personal data."""
    SYSTEM_RUN = "site:system:run"
    """Run maintenance: retry the outbox, back up, restore."""
    VOLUNTEER_FAVOUR = "volunteers:favour:review"
    """Look at what neighbours ask and offer before it is shown, take it down for somebody, look at reports of abuse."""
    VOLUNTEER_RULE = "volunteers:hours:rule"
    """Decide, as the organiser's supervisor, on disputed hours."""
    VOLUNTEER_TASK = "volunteers:task:organise"
    """Put up tasks for volunteers, call them off, confirm hours."""
    VOLUNTEER_KEEP = "volunteers:volunteer:keep"
    """Take volunteers in, note what is needed for safety, keep teams."""


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
                _P.NOTICE_REVIEW,
                _P.CASE_EXTEND_DECIDE,
                _P.CASE_MIGRATE_APPROVE,
                _P.CASE_PARK_DECIDE,
                _P.CASE_READ,
                _P.CASE_SUSPEND,
                _P.MATRIX_APPROVE,
                _P.MATRIX_READ,
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
            _P.CASE_CALL_BACK, _P.CASE_CLOSE, _P.CASE_COMMENT, _P.CASE_READ, _P.CASE_READ_CONFIDENTIAL,
            _P.CASE_UNMASK,
        },
        Role.CARER: _DUTY | {_P.CARE_ASSESS, _P.CARE_VISIT},
        Role.CARE_COORDINATOR: _DUTY | {_P.CARE_ASSESS, _P.CARE_COORDINATE, _P.CARE_READ},
        Role.CHECKER: _DUTY
        | {
            _P.CASE_ATTACH, _P.CASE_CLOSE, _P.CASE_COMMENT, _P.CASE_POST_CHECK, _P.CASE_PRE_CHECK,
            _P.CASE_READ, _P.CASE_READ_CONFIDENTIAL,
        },
        Role.CLERK: _DUTY
        | {
            _P.NOTICE_DRAFT,
            _P.NOTICE_VISIT,
            _P.SEARCH_REVIEW,
            _P.SUBSCRIPTION_RECORD,
            _P.ACCOUNT_UNMASK,
            _P.BOOKING_KEEP,
            _P.ACTIVITY_KEEP,
            _P.ACTIVITY_READ,
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
            _P.COUNTER_SERVE,
            _P.DRAW_KEEP,
            _P.EMPLOYER_VERIFY,
            _P.JOB_REVIEW,
            _P.LENDING_SERVE,
            _P.MARKET_READ,
            _P.COUNCIL_KEEP,
            _P.PERSON_EDIT,
            _P.PERSON_READ,
            _P.REGISTER_CONFIRM,
            _P.REGISTER_RECORD,
            _P.WORKER_ENTER,
            _P.VOLUNTEER_FAVOUR, _P.VOLUNTEER_KEEP, _P.VOLUNTEER_TASK,
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
                _P.PEER_READ,
                _P.REACH_STUDY,
                _P.ROSTER_EDIT,
                _P.ROSTER_READ,
                _P.STREETS_IMPORT,
                _P.SUBJECT_EDIT,
            }
        ),
        Role.DISPATCHER: _DUTY
        | {
            _P.NOTICE_DRAFT,
            _P.SEARCH_REVIEW,
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
            _P.PACK_READ, _P.VOLUNTEER_TASK,
        },
        Role.FIELD_INSPECTOR: _WALK | _DUTY | {_P.CASE_POST_CHECK},
        Role.GRID_WORKER: _WALK | _DUTY | {_P.HOUSEHOLD_CONTACT, _P.HOUSEHOLD_TASK, _P.NOTICE_VISIT},
        Role.MEDIATOR: _DUTY
        | {
            _P.ASSIGNMENT_ACCEPT, _P.ASSIGNMENT_RETURN, _P.CASE_ATTACH, _P.CASE_COMMENT, _P.CASE_READ,
            _P.CASE_READ_CONFIDENTIAL, _P.CASE_UNMASK, _P.MEDIATION_CONDUCT,
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
                _P.NOTICE_REVIEW,
                _P.NOTICE_VISIT,
                _P.SEARCH_REVIEW,
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
                _P.PROGRAMME_READ,
                _P.REACH_STUDY,
                _P.REGISTER_CONFIRM,
                _P.ROSTER_READ,
                _P.VOLUNTEER_RULE,
            }
        ),
        Role.TECHNICAL_ADMINISTRATOR: frozenset(
            {_P.LETTER_RETRY, _P.PEER_KEEP, _P.SYSTEM_READ, _P.SYSTEM_RUN}
        ),
        Role.VOLUNTEER: frozenset({_P.CASE_ATTACH, _P.CASE_COMMENT, _P.CASE_SUBMIT_FOR, _P.SHIFT_SWAP}),
    }
)  # fmt: skip

_BODY_ROLES = frozenset({Role.OFFICER, Role.MEDIATOR, Role.CARER, Role.CARE_COORDINATOR})
_OWN_ROLES = frozenset({Role.ADVISER, Role.RESIDENT, Role.VOLUNTEER})


def scope_of(role: str) -> Scope:
    """Return how far a role reaches; unknown roles reach nothing but one's own matters."""
    if role in _BODY_ROLES:
        return Scope.BODY
    if role in _OWN_ROLES or role not in ROLES:
        return Scope.OWN
    return Scope.AREA
