from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.forms.identifiers import birth_of, read_credit_code, read_id_number, read_phone
from linli.core.shared.outcomes import Problem

TODAY = date(2026, 11, 22)


def code(found):
    return found.code if isinstance(found, Problem) else found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("11010519491231002X", "11010519491231002X"),  # the example of GB 11643
        ("440524188001010014", "440524188001010014"),  # its other example, somebody born in 1880
        (" 11010519491231002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
        ("110105194912310021", "forms.id_number_check"),
        ("11010519491231020X", "forms.id_number_check"),
        ("110105491231002", "forms.id_number_old"),
        ("1101051949123100", "forms.id_number_shape"),
        ("1101051949123100XX", "forms.id_number_shape"),
        ("99010519491231002X", "forms.id_number_region"),
        ("00010519491231002X", "forms.id_number_region"),
        ("11010519490231002X", "forms.id_number_birth"),
        ("11010518791231002X", "forms.id_number_birth"),
        ("11010520991231002X", "forms.id_number_birth"),
        ("", "forms.id_number_shape"),
    ],
)
def test_id_numbers(typed, found):
    assert code(read_id_number("id", typed, TODAY)) == found


def test_birth_is_read_from_the_number():
    assert birth_of("11010519491231002X") == date(1949, 12, 31)
    assert birth_of("11010519490231002X") is None


@settings(max_examples=60)
@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_a_single_wrong_digit_is_always_caught(place, digit):
    right = "11010519491231002X"
    typed = right[:place] + digit + right[place + 1 :]
    assert typed == right or isinstance(read_id_number("id", typed, TODAY), Problem)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("91350100M000100Y43", "91350100M000100Y43"),  # the example of GB 32100
        ("91350100m000100y43", "91350100M000100Y43"),
        ("9135 0100 M000 100Y 43", "91350100M000100Y43"),
        ("91350100M000100Y44", "forms.credit_code_check"),
        ("91350100M000100Z43", "forms.credit_code_shape"),
        ("91350100M000100Y4", "forms.credit_code_shape"),
        ("汾安", "forms.credit_code_shape"),
    ],
)
def test_credit_codes(typed, found):
    assert code(read_credit_code("code", typed)) == found


@settings(max_examples=60)
@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_single_wrong_character_is_always_caught(place, character):
    right = "91350100M000100Y43"
    typed = right[:place] + character + right[place + 1 :]
    assert typed == right or isinstance(read_credit_code("code", typed), Problem)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0351-1234567", "forms.phone_shape"),
        ("0351-2234567", "0351-2234567"),
        ("(0351) 2234567", "0351-2234567"),
        ("（0351）2234567", "0351-2234567"),
        ("010 62345678 转 8012", "010-62345678-8012"),
        ("010-62345678-8012", "010-62345678-8012"),
        ("+86 351 2234567", "0351-2234567"),
        ("+86 0351 2234567", "0351-2234567"),
        ("400-810-1234", "4008101234"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("2234567", "forms.phone_shape"),
        ("12812345678", "forms.phone_shape"),
        ("1381234567", "forms.phone_shape"),
        ("打给我", "forms.phone_shape"),
        ("", "forms.phone_shape"),
    ],
)
def test_telephone_numbers(typed, found):
    assert code(read_phone("phone", typed)) == found
