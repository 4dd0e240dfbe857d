"""What is written down of kept answers and programmes: which benefit and how many, never who or what they said."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

ANSWERS_KEPT = register("benefits.answers_kept", {"benefit", "until", "findable"})
ANSWERS_DELETED = register("benefits.answers_deleted", {"benefit", "by"})
FINDING_AGREED = register("benefits.finding_agreed", {"benefit"})
FINDING_WITHDRAWN = register("benefits.finding_withdrawn", {"benefit"})
PROPOSED = register("benefits.proposed", {"benefit", "programme", "rules"})
PROPOSAL_WITHDRAWN = register("benefits.proposal_withdrawn", {"benefit", "programme"})
PROPOSAL_ACCEPTED = register("benefits.proposal_accepted", {"benefit", "programme"})
PROPOSAL_DECLINED = register("benefits.proposal_declined", {"benefit", "programme", "reason"})
PROGRAMME_STARTED = register("benefits.programme_started", {"benefit", "body"})
PROGRAMME_RAN = register("benefits.programme_ran", {"benefit", "body", "looked_at", "entitled", "proposed"})
PROGRAMME_ENDED = register("benefits.programme_ended", {"benefit", "body"})
