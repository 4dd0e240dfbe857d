"""A kind of certificate as data: joined with its family, read strictly, held to the law and to what it can hold."""

import pytest

from linli.core.packs.certificate_kind import KINDS, CertificateKind, check_kind, joined, read_kind
from linli.core.packs.certificates import Denied

TEXTS = {
    "zh": {"summary": "要说明时用。", "note": "天数是示例。"},
    "en": {"summary": "When asked.", "note": "Examples."},
}
OWN = {
    "certificate": "proof-of-intake",
    "version": 1,
    "days": 90,
    "always": ["holder", "number"],
    "texts": TEXTS,
}
FAMILY = {"certificate": "certificate", "family": True, "version": 3, "days": 365, "always": ["holder"],
          "texts": {"zh": {"note": "家里的话"}, "en": None}}  # fmt: skip
LIST = (Denied("marriage", "婚姻状况证明", "Marital status", instead="packs.instead.marriage"),)


def kind(**more):
    read = read_kind({**OWN, **more})
    assert isinstance(read, CertificateKind), read
    return read


def codes(one, most=3660):
    return [(found.code, found.path) for found in check_kind(one, LIST, most)]


def test_a_kind_adds_to_its_family_and_speaks_over_it():
    whole = joined({"certificate": "x", "always": ["number"], "texts": {"zh": {"summary": "一"}}}, FAMILY)
    assert (whole["always"], whole["chosen"], whole["days"]) == (["holder", "number"], [], 365)
    assert whole["texts"] == {"zh": {"note": "家里的话", "summary": "一"}, "en": {}}
    assert "family" not in whole
    assert joined({"always": [{"a": 1}], "chosen": "x"}, {})["always"] == [{"a": 1}], (
        "left for the reader to find"
    )


def test_a_sound_kind_is_quiet():
    one = kind()
    assert (one.code, one.rests_on, one.offered, one.ended) == ("proof_of_intake", "case", True, False)
    assert codes(one) == []
    assert codes(kind(certificate="volunteer-hours", rests_on="volunteers", always=["holder", "hours"])) == []


def test_what_cannot_be_read_is_told_with_its_place():
    problems = read_kind({"certificate": "Proof", "days": 0, "always": "holder", "fields": []})
    assert isinstance(problems, tuple)
    assert {one.field for one in problems} >= {"", "certificate", "days", "always", "fields"}


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"certificate": "marriage"}, "packs.certificate_denied", "certificate"),
        ({"outcome": "granted"}, "packs.certificate_outcome", "outcome"),
        ({"certificate": "marriage"}, "packs.certificate_kind", "certificate"),
        (
            {"texts": {**TEXTS, "zh": {**TEXTS["zh"], "summary": "开婚姻状况证明"}}},
            "packs.certificate_denied",
            "texts.zh.summary",
        ),
        ({"certificate": "library-hours"}, "packs.certificate_kind", "certificate"),
        ({"rests_on": "volunteers"}, "packs.not_one_of", "rests_on"),
        ({"days": 400}, "packs.certificate_days", "days"),
        ({"always": ["holder", "numbr"]}, "packs.certificate_field_near", "always[1]"),
        ({"chosen": ["income"]}, "packs.certificate_field", "chosen[0]"),
        ({"chosen": ["number"]}, "packs.certificate_twice", "chosen[0]"),
        ({"always": ["number"]}, "packs.certificate_holder", "always"),
        ({"texts": {"zh": TEXTS["zh"]}}, "packs.missing_key", "texts.en"),
    ],
)
def test_what_speaks_against_a_kind(more, code, path):
    assert (code, path) in codes(kind(**more), most=365)


def test_who_issues_it_instead_is_told():
    (found,) = (one for one in check_kind(kind(certificate="marriage"), LIST) if "denied" in one.code)
    assert found.params["instead"] == "packs.instead.marriage"


def test_there_are_eight():
    assert len(KINDS) == 8
