"""Draws again from a draw file, and says everything that does not fit. Needs nothing but the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from linli.core.draw.order import DrawList, list_hash, order, read_list, results, seed, seed_size
from linli.core.ledger import notes, tree
from linli.core.ledger.hashes import leaf_hash
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.slots.giving import give

COMMITTED = "centres.draw_committed"


def problems_of(told: Any) -> tuple[Problem, ...]:
    """Return what is wrong with a draw file; nothing where everything fits."""
    try:
        return tuple(_wrong(told))
    except (KeyError, TypeError, ValueError, AttributeError):
        return (Problem("file", "centres.draw_file_form"),)


def drawn_again(listed: DrawList, value: str) -> list[JsonValue]:
    """Return the results that follow from list and seed."""
    in_order = order(listed.entrants, value)
    given = give([(one.number, one.wanted) for one in in_order], listed.places)
    return results(in_order, given)


def _wrong(told: Mapping[str, Any]) -> Iterator[Problem]:
    listed = read_list(told["list"])
    if isinstance(listed, Problem):
        yield listed
        return
    digest = list_hash(told["list"])
    if told["list_hash"] != digest:
        yield Problem("list_hash", "centres.draw_list_changed")
    yield from _wrong_entry(told, listed, digest)
    if told["seed"] is None:
        if told["results"]:
            yield Problem("results", "centres.draw_results_early")
        return
    yield from _wrong_seed(told, listed, digest)
    if told["results"] != drawn_again(listed, told["seed"]["value"]):
        yield Problem("results", "centres.draw_results_differ")


def _wrong_entry(told: Mapping[str, Any], listed: DrawList, digest: str) -> Iterator[Problem]:
    """What the public log committed to must be this list."""
    entry = json.loads(told["entry"])
    public = entry["public"]
    said = {
        "list": digest, "applicants": len(listed.entrants), "later": listed.later,
        "tickets": sum(one.tickets for one in listed.entrants),
    }  # fmt: skip
    if entry["act"] != COMMITTED or public != said or listed.draw != told["draw"]:
        yield Problem("entry", "centres.draw_list_changed")


def _wrong_seed(told: Mapping[str, Any], listed: DrawList, digest: str) -> Iterator[Problem]:
    """The seed is the root over exactly so many entries after the commitment, in a log that was published."""
    said, index = told["seed"], told["index"]
    root = bytes.fromhex(said["root"])
    if said["size"] != seed_size(index, listed.later) or said["value"] != seed(
        digest, said["size"], said["root"]
    ):
        yield Problem("seed", "centres.draw_seed_differs")
    inclusion = [bytes.fromhex(one) for one in said["inclusion"]]
    if not tree.verify_inclusion(leaf_hash(told["entry"].encode()), index, said["size"], inclusion, root):
        yield Problem("seed", "centres.draw_not_in_log")
    note = notes.read_note(said["checkpoint"])
    point = note if isinstance(note, Problem) else notes.read_checkpoint(note.text)
    consistency = [bytes.fromhex(one) for one in said["consistency"]]
    if isinstance(point, Problem) or not tree.verify_consistency(
        said["size"], point.size, root, point.root, consistency
    ):
        yield Problem("seed", "centres.draw_not_in_log")
