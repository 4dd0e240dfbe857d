"""Personal data is sealed, indexed and masked."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.outcomes import Problem
from linli.kernel.identity import keys, personal


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.PERSONAL_KEY_FILE = tmp_path / "personal.key"


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "a.key"
    first = keys.master(path)
    assert keys.master(path) == first
    assert len(first) == keys.LENGTH
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.key"]


def test_what_was_sealed_comes_back_and_never_looks_the_same_twice():
    one, two = personal.seal("13812345678", "phone"), personal.seal("13812345678", "phone")
    assert one != two
    assert b"138" not in one
    assert personal.unseal(one, "phone") == personal.unseal(two, "phone") == "13812345678"


def test_another_purpose_key_scheme_or_a_changed_byte_opens_nothing(settings, tmp_path):
    sealed = personal.seal("secret", "phone")
    for wrong in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"\x09" + sealed[1:], b""):
        with pytest.raises(ValueError, match="sealed"):
            personal.unseal(wrong, "phone")
    with pytest.raises(ValueError, match="another key"):
        personal.unseal(sealed, "email")
    settings.PERSONAL_KEY_FILE = tmp_path / "other.key"
    with pytest.raises(ValueError, match="another key"):
        personal.unseal(sealed, "phone")


def test_the_index_finds_equals_and_depends_on_purpose_and_key(settings, tmp_path):
    found = personal.index("13812345678", "phone")
    assert personal.index("13812345678", "phone") == found
    assert personal.index("13812345678", "other") != found
    settings.PERSONAL_KEY_FILE = tmp_path / "other.key"
    assert personal.index("13812345678", "phone") != found


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "+86 13812345678",
        "0086-138-1234-5678",
        "１３８１２３４５６７８",
    ],
)
def test_a_mobile_number_is_read_however_it_was_typed(typed):
    assert personal.read_phone(typed) == "13812345678"


@pytest.mark.parametrize(
    "typed", ["12345", "23812345678", "138123456789", "<script>", "1381234567a", "'; drop table"]
)
def test_what_is_no_mobile_number_is_told(typed):
    assert personal.read_phone(typed) == Problem("phone", "identity.phone_shape")


def test_nothing_typed_is_told_apart():
    assert personal.read_phone(" ") == Problem("phone", "identity.phone_missing")


def test_masks_show_no_more_than_they_should():
    assert personal.mask_phone("13812345678") == "138****5678"
    assert personal.mask_email("wang@example.cn") == "w***@example.cn"
    assert personal.mask_name("王秀兰") == "王**"
    assert personal.mask_name("王") == "王*"
    assert personal.mask_name("") == ""
    assert personal.mask_id_number("140105199001011234") == "140***********1234"


@given(st.text())
def test_reading_a_number_never_fails(text):
    assert isinstance(personal.read_phone(text), str | Problem)
