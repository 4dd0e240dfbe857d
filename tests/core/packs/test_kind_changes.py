"""What is told of a changed kind of certificate: all that differs, and nothing where nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.core.packs.certificate_kind import CertificateKind
from linli.core.packs.kind_changes import kind_changes

OLD = CertificateKind("proof-of-intake", 1, "case", 90, ("holder", "number"), ("area",))


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({}, []),
        ({"version": 2}, []),
        ({"offered": False}, ["packs.kind_withheld"]),
        ({"days": 30}, ["packs.kind_days"]),
        (
            {"always": ("holder", "area"), "chosen": ("number",)},
            ["packs.kind_field_chosen", "packs.kind_field_always"],
        ),
        ({"chosen": ()}, ["packs.kind_field_gone"]),
        ({"ended": True}, ["packs.kind_ground"]),
        ({"texts": {"zh": {"summary": "x"}}}, ["packs.kind_words"]),
    ],
)
def test_what_differs_is_told(new, told):
    assert [one.code for one in kind_changes(OLD, replace(OLD, **new))] == told


def test_one_that_is_offered_again_is_told():
    (one,) = kind_changes(replace(OLD, offered=False), OLD)
    assert one.code == "packs.kind_offered"
