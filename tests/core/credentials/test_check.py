"""A certificate is believed only whole, in force, from a known issuer and with a fresh list."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from linli.core.credentials.certificate import Draft, Place, credential
from linli.core.credentials.check import Checked, Fault, Trust, check, place_of
from linli.core.credentials.signed import LONGEST, PublicKey, write
from linli.core.credentials.status import LASTS, LENGTH, encode, is_set, status_list

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
ISSUER = "https://fenan.example"
LIST = f"{ISSUER}/certificates/status/1"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


def verify(algorithm, public, signature, message):
    assert algorithm == "EdDSA"
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


KEY = PublicKey(f"{ISSUER}#a", "EdDSA", SECRET.public_key().public_bytes_raw())
TRUST = Trust((KEY,), verify)


def draft(**more):
    said = {
        "ref": "9f3c1c9e-6a0e-4a55-9a57-0d2f3d8b1c11", "kind": "proof_of_intake", "issuer": ISSUER, "body": "汾安市城运中心",
        "fields": {"holder": "王秀兰"}, "valid_from": AT, "valid_until": AT + timedelta(days=90), "place": Place(LIST, 77),
    }  # fmt: skip
    return credential(Draft(**{**said, **more}))


def signed(payload=None, *, key=KEY, secret=SECRET):
    return write(draft() if payload is None else payload, key, secret.sign)


def listed(*revoked, at=AT, **more):
    return signed({**status_list(LIST, ISSUER, revoked, at), **more})


def fault(text, *, at=AT, status=None):
    return check(text, TRUST, at, status).fault


def test_a_certificate_holds_with_and_without_a_list():
    assert check(signed(), TRUST, AT) == Checked(None, draft())
    assert check(f" {signed()}\n", TRUST, AT, listed(1, 76, 78)) == Checked(None, draft(), status_known=True)


def test_each_way_to_be_wrong_is_told_apart():
    assert fault(signed(), at=AT - timedelta(seconds=1)) == Fault.NOT_YET
    assert fault(signed(), at=AT + timedelta(days=90)) == Fault.EXPIRED
    assert fault(signed(), status=listed(77)) == Fault.REVOKED
    assert fault(signed(key=PublicKey("https://else.example#a", "EdDSA", KEY.public))) == Fault.OTHER_ISSUER
    assert fault(signed(draft(issuer="https://else.example"))) == Fault.OTHER_ISSUER
    assert fault(signed(secret=OTHER)) == Fault.ALTERED
    assert fault(signed(key=PublicKey(KEY.name, "none", KEY.public))) == Fault.ALGORITHM


def test_a_replayed_list_is_old_and_a_foreign_one_says_nothing():
    now = AT + timedelta(days=3)
    assert fault(signed(), at=now, status=listed(at=now)) is None
    assert fault(signed(), at=now, status=listed(at=now - LASTS)) == Fault.STATUS_OLD
    assert fault(signed(), status=listed(at=AT - timedelta(hours=1))) == Fault.STATUS_OLD
    assert fault(signed(), status=listed(at=AT + timedelta(hours=1))) == Fault.STATUS_OLD
    assert fault(signed(), status=listed(id=f"{ISSUER}/certificates/status/2")) == Fault.STATUS_OTHER
    assert fault(signed(), status="nothing") == Fault.STATUS_OTHER
    assert fault(signed(), status=signed()) == Fault.STATUS_OTHER
    assert fault(signed(), status=listed(credentialSubject={})) == Fault.STATUS_OTHER


def test_an_algorithm_is_the_key_s_own_and_never_the_file_s():
    trust = Trust((PublicKey(KEY.name, "SM2", KEY.public),), verify)
    assert check(signed(), trust, AT).fault == Fault.ALTERED


@given(st.integers(0, len(signed()) - 1), st.sampled_from("ABab01-_.{"))
def test_one_sign_changed_is_never_believed(position, sign):
    text = signed()
    changed = text[:position] + sign + text[position + 1 :]
    assert (fault(changed) is None) == (changed == text)


def bare(header, payload=b"{}"):
    parts = (json.dumps(header).encode(), payload, b"x")
    return ".".join(urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts)


HEADER = {"alg": "EdDSA", "cty": "vc", "kid": KEY.name, "typ": "vc+jwt"}


@pytest.mark.parametrize("text", [
    "", "a.b", "....", "!.!.!", "x" * (LONGEST + 1), bare([]), bare({**HEADER, "typ": "JWT"}), bare({**HEADER, "alg": 1}),
    bare({**HEADER, "kid": None}), bare({**HEADER, "crit": []}), bare(HEADER).rpartition(".")[0] + ".=", f"{bare(HEADER)}x",
])  # fmt: skip
def test_what_is_no_certificate_is_called_so(text):
    assert fault(text) == Fault.SHAPE


@pytest.mark.parametrize("change", [
    {"validFrom": "soon"}, {"validFrom": 7}, {"validUntil": "2026-10-09T01:00:00Z"}, {"type": ["VerifiableCredential"]},
    {"issuer": 7}, {"issuer": {"id": 7}}, {"credentialSubject": "me"}, {"credentialStatus": {}},
    {"credentialStatus": {"statusListCredential": LIST, "statusListIndex": "x"}},
])  # fmt: skip
def test_a_signed_text_that_is_no_certificate_of_ours_is_called_so(change):
    assert fault(signed({**draft(), **change})) == Fault.SHAPE


def test_a_signed_list_is_no_certificate():
    assert fault(listed()) == Fault.SHAPE
    assert fault(signed([])) == Fault.SHAPE


@given(st.sets(st.integers(0, LENGTH - 1), max_size=20), st.integers(0, LENGTH - 1))
def test_the_list_says_of_every_position_what_was_put_in(revoked, index):
    assert is_set(encode(revoked), index) == (index in revoked)


@pytest.mark.parametrize(
    "encoded",
    ["", "x", "uAAAA", "u!", "u" + urlsafe_b64encode(zlib.compress(b"", wbits=31)).decode().rstrip("=")],
)
def test_an_unreadable_list_says_nothing(encoded):
    assert is_set(encoded, 1) is None


def test_no_list_has_more_bits_than_it_has():
    assert is_set(encode(()), LENGTH) is None
    assert is_set(encode(()), -1) is None


def test_a_certificate_names_its_place():
    assert place_of(draft()) == (LIST, 77)
