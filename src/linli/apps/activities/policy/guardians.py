"""Who stands by a child, as the household's record shows it."""

from __future__ import annotations

from collections.abc import Iterable

GUARDIAN, RELATIVE, UNKNOWN = "guardian", "relative", "unknown"
_PARENTS = frozenset({"head", "spouse"})
_RELATIVES = frozenset({"parent", "grandparent", "sibling", "other"})


def stands(pairs: Iterable[tuple[str, str]]) -> str:
    """Say how somebody stands to a child, from (own relation, the child's) to the head of each common household.

    Head and spouse are guardians of a child of the head, not of a grandchild; the head's parents and siblings are
    relatives. A child of the head may be a grandchild's mother or her sister: that the record does not tell.
    """
    found = {_stands(own, theirs) for own, theirs in pairs}
    return next((one for one in (GUARDIAN, RELATIVE) if one in found), UNKNOWN)


def _stands(own: str, theirs: str) -> str:
    if own in _PARENTS:
        return {"child": GUARDIAN, "grandchild": RELATIVE, "sibling": RELATIVE}.get(theirs, UNKNOWN)
    return RELATIVE if own in _RELATIVES and theirs in {"child", "grandchild"} else UNKNOWN
