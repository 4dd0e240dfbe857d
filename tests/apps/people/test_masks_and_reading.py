"""Masks show what staff need and no more; what was typed is read or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.apps.people.policy import masks
from linli.apps.people.policy.reading import Person, is_id_number, read_person


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("王", "*"),
        ("欧阳修", "欧阳*"),
        ("欧阳春晓", "欧阳*晓"),
        ("迪丽热巴", "迪**巴"),
        ("John Smith", "J*** S***"),
        ("Ann", "A***"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_names(name, shown):
    assert masks.mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("柳巷街道东社区杏花苑3号楼2单元501", "柳巷街道东社区***"),
        ("杏园镇南村十号", "杏园镇南村***"),
        ("杏花苑3号楼", "***"),
        ("", ""),
    ],
)
def test_addresses(address, shown):
    assert masks.mask_address(address) == shown


def test_numbers():
    assert masks.mask_phone("13812341234") == "138****1234"
    assert masks.mask_bank("6222 0000 1111 2345") == "**** 2345"
    assert masks.mask_bank("123") == "****"


@given(st.text(min_size=2, max_size=20))
@settings(max_examples=100)
def test_a_masked_name_is_never_the_name(name):
    shown = masks.mask_name(name)
    assert shown == "" if not name.strip() else "*" in shown


def test_identity_numbers_have_a_check_sign():
    assert is_id_number("11010519491231002X")
    for wrong in (
        "110105194912310021",
        "11010519491231002",
        "",
        "abcdefghijklmnopqr",
        "１１010519491231002X",
    ):
        assert not is_id_number(wrong)


def test_what_was_typed_is_put_in_one_form():
    said = Person(" 王\u200b秀\x00兰 ", "＋86 138-1234-1234", "11010519491231002x", "柳巷街道\n东社区")
    assert read_person(said) == Person("王秀兰", "13812341234", "11010519491231002X", "柳巷街道东社区")


def test_everything_wrong_is_told_at_once():
    wrong = read_person(Person("", "12", "110", "x" * 121))
    assert [one.code for one in wrong] == [
        "people.name_length",
        "people.address_length",
        "people.id_number_wrong",
        "identity.phone_shape",
    ]
