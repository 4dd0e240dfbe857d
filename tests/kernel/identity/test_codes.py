"""One-time codes: six digits, five minutes, five tries, one at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import NOW

from linli.kernel.audit.outcomes import Invalid, Throttled
from linli.kernel.identity import codes
from linli.kernel.identity.models import OneTimeCode

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PHONE = "13812345678"


def spend(code, at=NOW, phone=PHONE, purpose=codes.SIGN_IN):
    try:
        codes.spend(phone, purpose, code, at)
    except Invalid as outcome:
        return outcome.problems[0].code
    return "ok"


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_works_once():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    assert len(code) == 6
    assert code.isdigit()
    assert spend(code) == "ok"
    assert spend(code) == "identity.code_wrong"


def test_a_code_may_be_typed_with_spaces_and_wide_digits():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert spend(f" {wide[:3]} {wide[3:]} ") == "ok"


def test_a_code_is_too_old_after_five_minutes():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    assert spend(code, NOW + timedelta(minutes=5)) == "identity.code_wrong"
    assert spend(code, NOW + timedelta(minutes=4, seconds=59)) == "ok"


def test_after_five_wrong_tries_the_right_one_is_no_good_either():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    assert [spend(wrong(code)) for _ in range(5)] == ["identity.code_wrong"] * 5
    assert spend(code) == "identity.code_wrong"


def test_a_new_code_ends_the_old_one():
    old = codes.issue(PHONE, codes.SIGN_IN, NOW)
    later = NOW + timedelta(minutes=1)
    new = codes.issue(PHONE, codes.SIGN_IN, later)
    if old != new:
        assert spend(old, later) == "identity.code_wrong"
    assert spend(new, later) == "ok"


def test_a_code_is_for_one_number_and_one_purpose():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    assert spend(code, phone="13912345678") == "identity.code_wrong"
    assert spend(code, purpose="print") == "identity.code_wrong"


def test_codes_are_asked_for_once_a_minute_and_five_times_an_hour():
    codes.issue(PHONE, codes.SIGN_IN, NOW)
    with pytest.raises(Throttled) as soon:
        codes.issue(PHONE, codes.SIGN_IN, NOW + timedelta(seconds=10))
    assert soon.value.retry_after == 50
    for minute in range(1, 5):
        codes.issue(PHONE, codes.SIGN_IN, NOW + timedelta(minutes=minute))
    with pytest.raises(Throttled):
        codes.issue(PHONE, codes.SIGN_IN, NOW + timedelta(minutes=5))


def test_neither_code_nor_number_is_stored():
    code = codes.issue(PHONE, codes.SIGN_IN, NOW)
    row = OneTimeCode.objects.values().get()
    assert not [value for value in row.values() if str(value) in {code, PHONE}]


def test_old_codes_are_forgotten():
    codes.issue(PHONE, codes.SIGN_IN, NOW)
    assert codes.forget(NOW) == 0
    assert codes.forget(NOW + timedelta(minutes=6)) == 1
