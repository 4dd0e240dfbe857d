"""A keeper of a city's seal for trying it out: signs what it is asked on its standard input, as a real one would.

    LINLI_CITY_SEAL="/usr/bin/env python3 tools/trial_seal.py KEY.pem" linli serve

KEY.pem is an Ed25519 key that is made when it is missing; `trial_seal.py KEY.pem --public` prints what
LINLI_CITY_SEAL_KEY must be. Not a seal of any authority: it says so in its name.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BY = "示例电子印章（不是任何单位的印章）"


def key_at(path: Path) -> Ed25519PrivateKey:
    """Return the key, made on first use."""
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.touch(mode=0o600)
        path.write_bytes(made)
    found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(found, Ed25519PrivateKey):
        raise SystemExit(f"{path}: no Ed25519 key")
    return found


def sealed(asked: dict[str, str], key: Ed25519PrivateKey) -> dict[str, str]:
    """Return the seal, or the reason why there is none."""
    if asked.get("form") != "linli/seal/v1":
        return {"refused": "unknown form"}
    value = key.sign(asked["message"].encode())
    number = hashlib.sha256(value).hexdigest()[:12].upper()
    return {"by": BY, "number": number, "algorithm": "Ed25519", "value": base64.b64encode(value).decode()}


def main() -> None:
    """Answer one question."""
    key = key_at(Path(sys.argv[1]))
    if "--public" in sys.argv:
        sys.stdout.write(base64.b64encode(key.public_key().public_bytes_raw()).decode() + "\n")
        return
    sys.stdout.write(json.dumps(sealed(json.load(sys.stdin), key), ensure_ascii=False))


if __name__ == "__main__":
    main()
