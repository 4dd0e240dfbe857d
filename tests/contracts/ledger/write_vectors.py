"""Writes the test vectors anew; run only to add cases, what is there must come out the same."""

import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from linli.core.ledger import entry as ledger
from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.canonical import canonical
from linli.core.ledger.hashes import commitment, leaf_hash

HERE = Path(__file__).parent
SECRET = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"linli test vectors").digest())
KEY = notes.Key("log.example.cn/fenan", SECRET.public_key().public_bytes_raw())
WITNESS = notes.Key("witness.example.cn", KEY.public, notes.COSIGNATURE)
STREAM, SEALED_STREAM = "7f3a9c0e5b1d4826a0f4c3e2d1b09788", "00112233445566778899aabbccddeeff"


def salt(number):
    return hashlib.sha256(f"salt {number}".encode()).digest()


ITEMS = [
    ("phone", "13912345678"),
    ("text", "汾河路口的路灯坏了，晚上看不见。"),
    ("place", {"lon": 112549200, "lat": 37857000}),
    ("wants_call", True),
    ("note", ""),
    ("files", ["sha256:ab", "sha256:cd"]),
    ("nothing", None),
    ("emoji", '🛠️ "quoted" \\ \n\t\u0001\u007f\u2028'),
]
CANONICAL = [
    None, True, 0, -1, 2**53 - 1, 1 - 2**53, "", "a/b", 'quote " backslash \\', "\b\t\n\f\r\u0000\u001f\u007f",
    "汾安市", "\u2028\u2029", "😀", "\ufb01", [], {}, {"b": 1, "a": [True, None], "A": {"z": {}}}, {"": 0, "_": 1, "1": 2},
]  # fmt: skip
NOT_CANONICAL = [
    "1.0",
    "1e2",
    "9007199254740992",
    '{"b":1,"a":2}',
    '{"a": 1}',
    '"\\u6c7e"',
    '"e\u0301"',
    '{"汾":1}',
    '{"a":1,"a":1}',
    "NaN",
]


def entries():
    digests = [commitment(salt(number), name, value) for number, (name, value) in enumerate(ITEMS)]
    made, head = [], None
    steps = [
        (
            "case.open",
            "live",
            {"stage": "submitted", "area": "140105001001", "subject": "30428.2:component:01-02"},
            digests,
        ),
        (
            "case.accept",
            "live",
            {"clocks": {"promise": {"due": "2026-10-10T10:00:00.000000Z", "limit": "3 working_days"}}},
            (),
        ),
        ("case.comment", "device", {}, digests[1:2]),
        (
            "audit.erase",
            "live",
            {"rule": "pipl.47", "authority": "body:archive", "commitments": [digests[0]]},
            (),
        ),
    ]
    for number, (act, source, public, commitments) in enumerate(steps, 1):
        one = ledger.Entry(
            stream=STREAM,
            seq=number,
            prev=head,
            act=act,
            act_id=f"3b241101-e2bb-4255-8caf-4136c566a96{number}",
            recorded_at=f"2026-10-0{number}T01:02:03.000004Z",
            occurred_at="2026-09-30T23:59:59.999999Z",
            source=source,
            public=public,
            commitments=tuple(commitments),
        )
        made.append(ledger.write_entry(one))
        head = leaf_hash(made[-1]).hex()
    head = None
    for number in (1, 2):
        made.append(ledger.write_entry(ledger.SealedEntry(SEALED_STREAM, number, head, (digests[number],))))
        head = leaf_hash(made[-1]).hex()
    return made


def invalid(good):
    changes = [
        ("version", '"v":1', '"v":2'),
        ("version is true", '"v":1', '"v":true'),
        ("seq zero", '"seq":1', '"seq":0'),
        ("first with prev", '"prev":null', '"prev":"' + "0" * 64 + '"'),
        ("act in capitals", '"case.open"', '"Case.open"'),
        ("act_id is no UUID", '"3b241101-', '"3b24110-'),
        ("instant without decimals", ".000004Z", "Z"),
        ("instant with offset", ".000004Z", ".000004+00:00"),
        ("unknown source", '"live"', '"dream"'),
        ("space", '"v":1', '"v": 1'),
        ("float", '"submitted"', "0.5"),
        ("large integer", '"submitted"', "9007199254740992"),
        ("not NFC", '"submitted"', '"e\u0301"'),
        ("missing source", '"source":"live",', ""),
        ("extra key", '"v":1', '"v":1,"w":1'),
        ("commitment too long", '"commitments":["', '"commitments":["0'),
        ("stream too short", f'"{STREAM}"', f'"{STREAM[1:]}"'),
    ]
    text = good.decode()
    assert all(text.count(old) >= 1 for _, old, _ in changes)
    return [{"why": why, "leaf": text.replace(old, new, 1)} for why, old, new in changes]


def trees():
    leaves = [bytes(range(n % 7)) + bytes([n]) for n in range(70)]
    whole = tree.Tree(map(leaf_hash, leaves))
    proofs = [
        (0, 1),
        (0, 2),
        (1, 2),
        (4, 5),
        (2, 7),
        (6, 7),
        (0, 8),
        (33, 64),
        (63, 65),
        (64, 65),
        (69, 70),
        (12, 70),
    ]
    growth = [(1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (7, 70), (32, 64), (33, 70), (64, 70), (69, 70)]
    return {
        "leaves": [leaf.hex() for leaf in leaves],
        "roots": [tree.root(size, whole.node).hex() for size in range(71)],
        "inclusion": [
            {"index": index, "size": size, "proof": [one.hex() for one in tree.inclusion_proof(index, size, whole.node)]}
            for index, size in proofs
        ],
        "consistency": [
            {"old": old, "new": new, "proof": [one.hex() for one in tree.consistency_proof(old, new, whole.node)]}
            for old, new in growth
        ],
        "tile_paths": [
            [address.level, address.number, address.width, address.path]
            for address in (
                tiles.Address(0, 0), tiles.Address(0, 273, 7), tiles.Address(1, 1234067), tiles.Address(None, 999), tiles.Address(None, 1000, 255),
            )
        ],
    }  # fmt: skip


def checkpoints(leaves):
    whole = tree.Tree(map(leaf_hash, leaves))
    made = []
    for size in range(len(leaves) + 1):
        text = notes.Checkpoint(KEY.name, size, tree.root(size, whole.node)).written()
        signed = notes.sign_note(notes.Note(text), KEY, SECRET.sign)
        made.append(notes.cosign(signed, WITNESS, 1_790_000_000 + size, SECRET.sign).written())
    promises = [
        {"leaf_hash": leaf_hash(leaf).hex(), "recorded_at": "2026-10-01T01:02:03.000004Z"} for leaf in leaves
    ]
    for one in promises:
        one["signature"] = SECRET.sign(
            notes.promise_message(KEY.name, one["leaf_hash"], one["recorded_at"])
        ).hex()
    return {"key": KEY.text, "witness": WITNESS.text, "checkpoints": made, "promises": promises}


def main():
    leaves = entries()
    vectors = {
        "canonical": {
            "right": [[value, canonical(value).decode()] for value in CANONICAL],
            "wrong": NOT_CANONICAL,
        },
        "commitments": [
            {
                "salt": salt(n).hex(),
                "name": name,
                "value": value,
                "commitment": commitment(salt(n), name, value),
            }
            for n, (name, value) in enumerate(ITEMS)
        ],
        "entries": {
            "right": [{"leaf": leaf.decode(), "leaf_hash": leaf_hash(leaf).hex()} for leaf in leaves],
            "wrong": invalid(leaves[0]),
        },
        "trees": trees(),
        "checkpoints": checkpoints(leaves),
    }
    for name, content in vectors.items():
        text = json.dumps(content, ensure_ascii=True, indent=1)
        (HERE / f"{name}.json").write_text(f"{text}\n", encoding="ascii")


if __name__ == "__main__":
    main()
