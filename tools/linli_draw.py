#!/usr/bin/env python3
"""Draw again from a Linli draw file: this one file, Python 3.9 or later, nothing else, no network.

    linli_draw.py DRAW.json

Checks that the list is the one whose digest the public log holds, that the seed is the root of that log over exactly so
many later entries, and that list and seed give exactly these results; then prints them. The checkpoint inside is signed:
put it into a file and check it with linli_verify.py and a key that you have from elsewhere.
Ends with 0 when everything fits, 1 when something does not, 2 when the file cannot be read.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

LIST, SEED, TICKET = "linli/draw/list/v1", "linli/draw/seed/v1", "linli/draw/ticket/v1"


def digest(*parts):
    """SHA-256 over the parts, line by line."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def draw(listed, seed):
    """Everybody stands where their first ticket stands; each in turn gets the first wish that is left."""

    def first_ticket(one):
        return min(digest(TICKET, seed, one["number"], str(n)) for n in range(1, one["tickets"] + 1)), one[
            "number"
        ]

    left, results = dict(listed["places"]), []
    for place, one in enumerate(sorted(listed["applicants"], key=first_ticket), start=1):
        given = next((wish for wish in one["wanted"] if left[wish] > 0), "")
        if given:
            left[given] -= 1
        results.append({"place": place, "number": one["number"], "given": given})
    return results


def node(left, right):
    """RFC 9162, 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(hashed, index, size, proof):
    """Follow an inclusion proof (RFC 9162, 2.1.3.2) to the root it leads to; None when it has the wrong length."""
    place, last = index, size - 1
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            hashed = node(sibling, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node(hashed, sibling)
        place, last = place >> 1, last >> 1
    return hashed if last == 0 else None


def consistent(old, new, old_root, new_root, proof):
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not 0 < old < new or not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node(sibling, first), node(sibling, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and (first, second) == (old_root, new_root)


def faults(told):
    """Say everything that does not fit."""
    listed, entry = json.loads(told["list"]), json.loads(told["entry"])
    hashed = digest(LIST, told["list"])
    said = {
        "list": hashed,
        "applicants": len(listed["applicants"]),
        "tickets": sum(one["tickets"] for one in listed["applicants"]),
        "later": listed["later"],
    }
    numbers = [one["number"] for one in listed["applicants"]]
    if len(set(numbers)) != len(numbers):
        yield "名单里有重复的号码 / a number is on the list twice"
    if (told["list_hash"], entry["act"], entry["public"]) != (hashed, "centres.draw_committed", said):
        yield "名单和公开账本里的指纹不符 / the list is not the one that was committed"
    seed = told["seed"]
    if seed is None:
        return
    root, size = bytes.fromhex(seed["root"]), told["index"] + 1 + listed["later"]
    if (seed["size"], seed["value"]) != (size, digest(SEED, hashed, str(size), seed["root"])):
        yield "种子不是按规则得来的 / the seed does not follow from the log by the rule"
    leaf = hashlib.sha256(b"\x00" + told["entry"].encode()).digest()
    if included(leaf, told["index"], seed["size"], [bytes.fromhex(one) for one in seed["inclusion"]]) != root:
        yield "承诺不在那一段账本里 / the commitment is not in that part of the log"
    _name, new, new_root = seed["checkpoint"].split("\n")[:3]
    proof = [bytes.fromhex(one) for one in seed["consistency"]]
    if not consistent(seed["size"], int(new), root, base64.b64decode(new_root), proof):
        yield "公布的账本不是从那一段开始的 / the published log does not begin with that part"
    if told["results"] != draw(listed, seed["value"]):
        yield "重新摇出来的结果不一样 / drawn again, the results differ"


def main():
    """Read the file, say what does not fit, print the results."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    try:
        told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8-sig"))
        found = list(faults(told))
        lines = draw(json.loads(told["list"]), told["seed"]["value"]) if told["seed"] else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"文件读不懂 / the file cannot be understood: {error}", file=sys.stderr)
        return 2
    for one in found:
        print(one, file=sys.stderr)
    for one in lines:
        print(f"{one['place']:>4} {one['number']} {one['given'] or '-'}")
    if not found:
        print(
            "一切相符 / everything fits"
            if lines
            else "名单相符，种子还没有产生 / the list fits; there is no seed yet"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
