#!/usr/bin/env python3
"""Check a Linli receipt, certificate or downloaded log: this one file, Python 3.11, nothing else, no network.

    linli_verify.py receipt RECEIPT.json [--key KEY]
    linli_verify.py certificate FILE.jwt --keys KEYS.json [--status STATUS.jwt] [--at INSTANT]
    linli_verify.py log FOLDER [--key KEY] [--older CHECKPOINT]... [--hashes-only]

FOLDER holds what /log/ serves (`linli ledger export FOLDER` writes it): checkpoint, key, tile/entries/...
KEY is the log's public key as you got it from somewhere else than the log: a notice board, a newspaper.
KEYS.json and STATUS.jwt are what /certificates/keys and /certificates/status/N serve; a status list is good for
24 hours, and without one nobody can say whether the certificate was revoked.
CHECKPOINT is one that you kept: the log must still begin with it. The format: docs/entry-format.md.
Ends with 0 when everything holds, 1 when something does not, 2 when it cannot tell.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import unicodedata
import zlib
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

INSTANT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z"
FORMS = {
    "stream": re.compile("[0-9a-f]{32}").fullmatch,
    "act": re.compile("[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*").fullmatch,
    "act_id": re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch,
    "source": re.compile("live|import|device|demo").fullmatch,
    **dict.fromkeys(["recorded_at", "occurred_at"], re.compile(INSTANT).fullmatch),
}
HEX = re.compile("[0-9a-f]{64}").fullmatch
SEALED = {"v", "stream", "seq", "prev", "act", "commitments"}
OPEN = SEALED | {"act_id", "recorded_at", "occurred_at", "source", "public"}
RECEIPT = {"form", "key", "entry", "recorded_at", "promise", "items", "inclusion"}
ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
WORDS = {
    "ok": "一切相符 / everything holds",
    "entry": "记录格式不对 / this is no entry of form v1",
    "chain": "记录接不上前一条 / the entry does not follow the one before it",
    "root": "根哈希不符：记录被改动、增加或删除 / the root differs: entries were changed, added or removed",
    "signature": "检查点签名不对 / the checkpoint is not signed with this key",
    "promise": "登记承诺的签名不对 / the promise is not signed with this key",
    "inclusion": "包含证明不成立 / the proof of inclusion does not hold",
    "item": "保密内容与承诺值不符 / a private item does not match its commitment",
    "older": "日志与保存的检查点不一致 / the log does not begin with the checkpoint that you kept",
    "key": "密钥与给定的不同 / the key is not the one that you gave",
    "algorithm": "证明用的签名方法不被接受 / the certificate is signed in a way that is not accepted",
    "other_issuer": "签证明的密钥不是给定的签发者的 / the certificate is from another issuer than the keys are of",
    "altered": "证明被改动过，签名和内容对不上 / the certificate was changed: signature and content do not fit",
    "not_yet": "证明还没有生效 / the certificate is not in force yet",
    "expired": "证明已经过期 / the certificate has expired",
    "revoked": "证明已经撤销 / the certificate was revoked",
    "status_other": "状态清单不是这份证明的 / the status list is not the one of this certificate",
    "status_old": "状态清单太旧，请重新下载 / the status list is too old, download it again",
    "shape": "文件无法读懂 / the file cannot be understood",
}


class Fault(Exception):
    """Something that does not hold: a code of WORDS, and where."""


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    h, g, i, j = f - e, d - c, d + c, f + e
    return (h * g % P, i * j % P, g * i % P, h * j % P)


def _times(n, point):
    total = (0, 1, 1, 0)
    for bit in f"{n:b}":
        total = _add(total, total)
        total = _add(total, point) if bit == "1" else total
    return total


BASE = _point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519(public, signature, message):
    """Say whether ``signature`` is right."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = _point(public), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(r, _times(k, a))
    return all((left[axis] * right[2] - right[axis] * left[2]) % P == 0 for axis in (0, 1))


def node_hash(left, right):
    """RFC 9162, 2.1.1; a leaf's hash begins with a zero byte instead."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(tops, size, hashed):
    """Add a leaf hash to the complete subtrees over the first ``size`` leaves."""
    while size & 1:
        hashed, size = node_hash(tops.pop(), hashed), size >> 1
    tops.append(hashed)


def root_of(tops):
    """Return the root over complete subtrees."""
    return reduce(lambda right, left: node_hash(left, right), tops[::-1] or [hashlib.sha256(b"").digest()])


def root_from_proof(hashed, index, size, proof):
    """Follow an inclusion proof (RFC 9162, 2.1.3.1); None when it has the wrong length."""
    if size == 1 or not proof:
        return hashed if size == 1 and index == 0 and not proof else None
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        inner = root_from_proof(hashed, index, half, proof[:-1])
        return inner and node_hash(inner, proof[-1])
    inner = root_from_proof(hashed, index - half, size - half, proof[:-1])
    return inner and node_hash(proof[-1], inner)


def unbase64(text):
    """Read base64 in its one right spelling."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError(text)
    return data


def read_key(text):
    """Return (name, id, public key) of a note verifier key."""
    name, key_id, encoded = text.strip().split("+", 2)
    data = unbase64(encoded)
    right = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if right.hex() != key_id or data[0] != 1 or len(data) != 33:
        raise Fault("key", text)
    return name, right, data[1:]


def read_checkpoint(note, key):
    """Return (size, root) of a checkpoint that ``key`` signed."""
    name, key_id, public = key
    text, _, lines = note.rpartition("\n\n")
    for line in lines.split("\n")[:-1]:
        dash, signer, value = line.split(" ", 2)
        data = unbase64(value)
        known = (dash, signer, data[:4]) == ("—", name, key_id)
        if known and ed25519(public, data[4:], f"{text}\n".encode()):
            origin, size, root, *_ = text.split("\n")
            if origin == name and str(int(size)) == size:
                return int(size), unbase64(root)
    raise Fault("signature", "")


def whole(digits):
    """Read an integer below 2^53; anything else is a ValueError."""
    return int(digits) if len(digits) < 18 and abs(int(digits)) < 2**53 else int("too large")


def read_entry(leaf, where=""):
    """Return an entry; every other spelling is a fault."""
    try:
        text = leaf.decode()
        entry = json.loads(text, parse_float=whole, parse_constant=whole, parse_int=whole)
        right = (
            ENCODE(entry) == text
            and unicodedata.is_normalized("NFC", text)
            and entry.keys() == (SEALED if entry["act"] == "sealed" else OPEN)
            and (type(entry["v"]), entry["v"], type(entry["seq"])) == (int, 1, int)
            and all(form(entry[name]) for name, form in FORMS.items() if name in entry)
            and (entry["prev"] is None if entry["seq"] == 1 else entry["seq"] > 1 and HEX(entry["prev"]))
            and type(entry["commitments"]) is list
            and all(map(HEX, entry["commitments"]))
            and type(entry.get("public", {})) is dict
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        right = False
    if right and len(leaf) < 65_536:
        return entry
    raise Fault("entry", where)


def check_receipt(receipt, key_text=None):
    """Check a receipt (a dict); returns what it shows."""
    if receipt["form"] != "linli/receipt/v1" or receipt.keys() != RECEIPT:
        raise Fault("shape", str(receipt["form"]))
    key, leaf, then = read_key(receipt["key"]), receipt["entry"].encode(), receipt["recorded_at"]
    if key_text and read_key(key_text) != key:
        raise Fault("key", "")
    entry, hashed = read_entry(leaf), hashlib.sha256(b"\x00" + leaf).digest()
    promise = f"linli/promise/v1\n{key[0]}\n{hashed.hex()}\n{then}\n".encode()
    if not ed25519(key[2], unbase64(receipt["promise"]), promise) or entry.get("recorded_at", then) != then:
        raise Fault("promise", "")
    for item in receipt["items"]:
        check_item(item, entry["commitments"])
    shown = {"stream": entry["stream"], "seq": entry["seq"], "recorded_at": then}
    if (inclusion := receipt["inclusion"]) is None:
        return {**shown, "in_log": False}
    size, root = read_checkpoint(inclusion["checkpoint"], key)
    proof = [bytes.fromhex(one) for one in inclusion["proof"] if HEX(one)]
    if root_from_proof(hashed, inclusion["index"], size, proof) != root or len(inclusion) != 3:
        raise Fault("inclusion", "")
    return {**shown, "in_log": True, "size": size}


def check_item(item, commitments):
    """Check that a private item is one of those that the entry commits to."""
    if item.keys() != {"name", "value", "salt"} or not HEX(item["salt"]):
        raise Fault("shape", "item")
    opened = b"linli/item/v1" + bytes.fromhex(item["salt"]) + ENCODE([item["name"], item["value"]]).encode()
    if hashlib.sha256(opened).hexdigest() not in commitments:
        raise Fault("item", str(item["name"]))


def unpack(text):
    """Read unpadded base64url in its one right spelling."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError(text)
    return data


def open_signed(text, keys, kind):
    """Return a credential (a dict) that one of ``keys`` signed."""
    head, body, signature = text.strip().split(".")
    header = json.loads(unpack(head))
    if header.keys() != {"alg", "cty", "kid", "typ"} or header["typ"] != "vc+jwt":
        raise Fault("shape", "header")
    if header["alg"] != "EdDSA":
        raise Fault("algorithm", str(header["alg"]))
    key = next((one for one in keys if one["kid"] == header["kid"]), None)
    if key is None:
        raise Fault("other_issuer", str(header["kid"]))
    if key["alg"] != "EdDSA" or not ed25519(unpack(key["x"]), unpack(signature), f"{head}.{body}".encode()):
        raise Fault("altered", "")
    said = json.loads(unpack(body))
    issuer = said["issuer"]["id"] if isinstance(said["issuer"], dict) else said["issuer"]
    if kind not in said["type"]:
        raise Fault("shape", "type")
    if issuer != key["kid"].partition("#")[0]:
        raise Fault("other_issuer", issuer)
    return said


def span(said):
    """Return from when to when a credential is in force."""
    form = "%Y-%m-%dT%H:%M:%SZ"
    return [datetime.strptime(said[name], form).replace(tzinfo=UTC) for name in ("validFrom", "validUntil")]


def check_certificate(text, keys, at, status=None):
    """Check a certificate at a moment; returns what it says."""
    said = open_signed(text, keys, "LinliCertificate")
    start, end = span(said)
    if not start <= at < end:
        raise Fault("not_yet" if at < start else "expired", "")
    shown = {"certificate": said["credentialSubject"], "issuer": said["issuer"], "until": said["validUntil"]}
    if status is None:
        return {**shown, "revoked": None}
    check_status(said["credentialStatus"], status, keys, start, at)
    return {**shown, "revoked": False}


def check_status(place, status, keys, issued, at):
    """Check that a fresh list says that the certificate is not revoked."""
    try:
        said = open_signed(status, keys, "BitstringStatusListCredential")
        start, end = span(said)
        packed = unpack(said["credentialSubject"]["encodedList"].removeprefix("u"))
        bits, index = zlib.decompress(packed, 31), int(place["statusListIndex"])
    except (Fault, ValueError, KeyError, TypeError, zlib.error) as error:
        raise Fault("status_other", str(error)) from None
    if said["id"] != place["statusListCredential"]:
        raise Fault("status_other", said["id"])
    if start < issued or not start <= at < end:
        raise Fault("status_old", said["validFrom"])
    if bits[index // 8] & 0x80 >> index % 8:
        raise Fault("revoked", "")


def read_bundles(folder, size):
    """Yield the leaves of a downloaded log, read bundle by bundle."""
    for number in range(-(-size // 256)):
        width = min(256, size - 256 * number)
        digits = str(number).zfill(-(-len(str(number)) // 3) * 3)  # C2SP tlog-tiles: 1234067 is x001/x234/067
        name = re.sub("(...)(?=.)", r"x\1/", digits) + (f".p/{width}" if width < 256 else "")
        data, leaves, at = (folder / "tile" / "entries" / name).read_bytes(), [], 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2])
            leaves.append(data[at + 2 : end])
            at = end
        if at != len(data) or len(leaves) != width:
            raise Fault("root", f"tile/entries/{name}")
        yield from leaves


def check_log(folder, key_text=None, older=(), *, hashes_only=False):
    """Check a downloaded log: signature, root, every entry, every stream, older checkpoints."""
    key = read_key(key_text or (folder / "key").read_text(encoding="utf-8"))
    size, root = read_checkpoint((folder / "checkpoint").read_text(encoding="utf-8"), key)
    kept = [read_checkpoint(note, key) for note in older]
    tops, heads, found = [], {}, dict.fromkeys([old_size for old_size, _ in kept], root_of([]))
    for index, leaf in enumerate(read_bundles(folder, size)):
        hashed = hashlib.sha256(b"\x00" + leaf).digest()
        if not hashes_only:
            check_next(heads, leaf, hashed, index)
        grow(tops, index, hashed)
        if index + 1 in found:
            found[index + 1] = root_of(tops)
    if root_of(tops) != root:
        raise Fault("root", str(size))
    for old_size, old_root in kept:
        if old_root != found[old_size]:
            raise Fault("older", str(old_size))
    return {"size": size, "root": root.hex(), "streams": None if hashes_only else len(heads)}


def check_next(heads, leaf, hashed, index):
    """Check that an entry follows the last one of its stream."""
    entry = read_entry(leaf, str(index))
    sealed, now = entry["act"] == "sealed", entry.get("recorded_at", "")
    seq, head, then, was_sealed = heads.get(entry["stream"], (0, None, "", sealed))
    if (entry["seq"], entry["prev"], sealed) != (seq + 1, head, was_sealed) or now < then:
        raise Fault("chain", str(index))
    heads[entry["stream"]] = (entry["seq"], hashed.hex(), now, sealed)


def main(arguments=None):
    """Run the command line."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=["receipt", "certificate", "log"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--older", type=Path, action="append", default=[])
    parser.add_argument("--hashes-only", action="store_true", help="leave out the entries' form and chains")
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--status", type=Path)
    parser.add_argument("--at", type=datetime.fromisoformat, default=datetime.now(UTC))
    said = parser.parse_args(arguments)
    if said.what == "certificate" and said.keys is None:
        parser.error("a certificate is checked with --keys")
    try:
        if said.what == "receipt":
            shown = check_receipt(json.loads(said.path.read_text(encoding="utf-8")), said.key)
        elif said.what == "certificate":
            keys = json.loads(said.keys.read_text(encoding="utf-8"))["keys"]
            status = said.status and said.status.read_text(encoding="utf-8")
            shown = check_certificate(said.path.read_text(encoding="utf-8"), keys, said.at, status)
        else:
            older = [path.read_text(encoding="utf-8") for path in said.older]
            shown = check_log(said.path, said.key, older, hashes_only=said.hashes_only)
        result = {"ok": True, **shown}
    except Fault as fault:
        result = {"ok": False, "fault": fault.args[0], "where": fault.args[1]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        result = {"ok": False, "fault": "shape", "where": str(error)}
    word = result.get("fault", "ok")
    print(json.dumps(result, ensure_ascii=False))
    print(WORDS[word], result.get("where", ""), file=sys.stderr)
    return {"ok": 0, "shape": 2}.get(word, 1)


if __name__ == "__main__":
    sys.exit(main())
