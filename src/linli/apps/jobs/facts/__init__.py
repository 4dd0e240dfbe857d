"""What others may know of casual work."""

from linli.apps.jobs.facts.counting import figures, source_figures
from linli.apps.jobs.facts.dictionary import Change, EditionFact, Sort, editions, proposal, tried, wording
from linli.apps.jobs.facts.employing import Counts, EmployerFact, counts, employer, employers, mine, people_of
from linli.apps.jobs.facts.engagements import (
    EngagementFact,
    asked_at,
    engagement,
    engagements_at,
    engagements_of_area,
    engagements_of_worker,
    my_engagements,
)
from linli.apps.jobs.facts.paging import Page
from linli.apps.jobs.facts.planning import Pair, Plan, candidates, plan
from linli.apps.jobs.facts.posts import PostFact, board, open_posts, post, posts_of, waiting_posts
from linli.apps.jobs.facts.seeking import WorkerFact, asked_for_help, my_entry, worker, workers
from linli.apps.jobs.facts.tables import (
    ClaimFact,
    TradeFact,
    WageFact,
    claims,
    last_claim,
    least_wage,
    table,
    trades,
    wages,
)

__all__ = [
    "Change",
    "ClaimFact",
    "Counts",
    "EditionFact",
    "EmployerFact",
    "EngagementFact",
    "Page",
    "Pair",
    "Plan",
    "PostFact",
    "Sort",
    "TradeFact",
    "WageFact",
    "WorkerFact",
    "asked_at",
    "asked_for_help",
    "board",
    "candidates",
    "claims",
    "counts",
    "editions",
    "employer",
    "employers",
    "engagement",
    "engagements_at",
    "engagements_of_area",
    "engagements_of_worker",
    "figures",
    "last_claim",
    "least_wage",
    "mine",
    "my_engagements",
    "my_entry",
    "open_posts",
    "people_of",
    "plan",
    "post",
    "posts_of",
    "proposal",
    "source_figures",
    "table",
    "trades",
    "tried",
    "wages",
    "waiting_posts",
    "wording",
    "worker",
    "workers",
]
