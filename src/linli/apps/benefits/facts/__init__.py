"""What is published, what fits plain words, and what the rules say of somebody's answers."""

from linli.apps.benefits.facts.deciding import Decided, decide, decide_by
from linli.apps.benefits.facts.kept import (
    Kept,
    Proposed,
    decided_then,
    is_of_firms,
    kept,
    known,
    mine,
    opened_by,
    proposal,
    proposals,
)
from linli.apps.benefits.facts.programmes import ProgrammeFact, may_run, own_bodies, programme, programmes
from linli.apps.benefits.facts.published import (
    any_version,
    benefit,
    benefits,
    by_event,
    find,
    hash_of,
    version,
)
from linli.apps.benefits.facts.told import answered, told
from linli.apps.benefits.facts.versions import Difference, differences, told_version

__all__ = [
    "Decided",
    "Difference",
    "Kept",
    "ProgrammeFact",
    "Proposed",
    "answered",
    "any_version",
    "benefit",
    "benefits",
    "by_event",
    "decide",
    "decide_by",
    "decided_then",
    "differences",
    "find",
    "hash_of",
    "is_of_firms",
    "kept",
    "known",
    "may_run",
    "mine",
    "opened_by",
    "own_bodies",
    "programme",
    "programmes",
    "proposal",
    "proposals",
    "told",
    "told_version",
    "version",
]
