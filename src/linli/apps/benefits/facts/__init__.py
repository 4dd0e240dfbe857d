"""What is published, what fits plain words, and what the rules say of somebody's answers."""

from linli.apps.benefits.facts.deciding import Decided, decide, decide_by
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
    "answered",
    "any_version",
    "benefit",
    "benefits",
    "by_event",
    "decide",
    "decide_by",
    "differences",
    "find",
    "hash_of",
    "told",
    "told_version",
    "version",
]
