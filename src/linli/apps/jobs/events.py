"""What is written down of casual work: kinds, places, trades, states; never a person, a sum or a word of anybody.

Streams of workers and engagements are sealed: the log shows only that something was entered.
"""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

TRADE_KEPT = register("jobs.trade_kept", {"trade", "dangerous", "open"})
WAGE_KEPT = register("jobs.wage_kept", {"area", "since", "hourly"})

WORDING_PROPOSED = register("jobs.wording_proposed", {"edition", "sort", "sha256"})
WORDING_IN_FORCE = register("jobs.wording_in_force", {"edition"})
WORDING_REFUSED = register("jobs.wording_refused", {"edition"})
WORDING_WITHDRAWN = register("jobs.wording_withdrawn", {"edition"})

EMPLOYER_REGISTERED = register("jobs.employer_registered", {"kind", "area"})
EMPLOYER_LOOKED_AT = register("jobs.employer_looked_at", {"seen"})
EMPLOYER_VERIFIED = register("jobs.employer_verified", {"area"})
EMPLOYER_REFUSED = register("jobs.employer_refused", {"reason"})
EMPLOYER_SUSPENDED = register("jobs.employer_suspended", {"reason", "posts"})
EMPLOYER_RESUMED = register("jobs.employer_resumed", {"area"})
PERSON_JOINED = register("jobs.person_joined", {"people"})
PERSON_LEFT = register("jobs.person_left", {"people"})

POSTED = register("jobs.posted", {"trade", "area", "day", "places", "unit"})
POST_OPENED = register("jobs.post_opened", {"trade", "day"})
POST_REFUSED = register("jobs.post_refused", {"reason"})
POST_WITHDRAWN = register("jobs.post_withdrawn", {"by"})

WORKER_ENTERED = register("jobs.worker_entered", {"by", "consent"})
WORKER_CHANGED = register("jobs.worker_changed", {"by"})
WORKER_PAUSED = register("jobs.worker_paused", {"by"})
WORKER_LEFT = register("jobs.worker_left", {"by"})
HELP_ASKED = register("jobs.help_asked", {"by"})

WISHED = register("jobs.wished", {"by"})
ANSWERED = register("jobs.answered", {"by", "answer"})
CONFIRMED = register("jobs.confirmed", {"by"})
CALLED_OFF = register("jobs.called_off", {"by", "notice"})
NOT_THERE = register("jobs.not_there", {"by"})
HOURS_NOTED = register("jobs.hours_noted", {"by"})
PAID_SAID = register("jobs.paid_said", {"by"})
PAID_CONFIRMED = register("jobs.paid_confirmed", {"by"})
PAY_MISSED = register("jobs.pay_missed", {"by"})
REMINDED = register("jobs.reminded", {"to"})
CASE_OPENED = register("jobs.case_opened", {"by"})
PAPER_SEEN = register("jobs.paper_seen", {"seen"})
PROOF_ENDED = register("jobs.proof_ended", {"by"})
NOTED = register("jobs.noted", {"by"})

TOLD = "jobs.told"
"""Announced after the commit: somebody has something to answer. Carries the engagement and what it is."""
