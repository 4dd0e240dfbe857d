"""What is told of a changed kind of certificate: all that differs, and nothing where nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linli.core.packs.certificate_kind import CertificateKind
from linli.core.packs.kind_changes import kind_changes, narrowed

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
        ({"ended": True}, ["packs.kind_ended"]),
        ({"rests_on": "volunteers"}, ["packs.kind_ground"]),
        (
            {"service": "dog", "ended": True, "outcome": "granted"},
            ["packs.kind_only_service", "packs.kind_only_outcome", "packs.kind_ended"],
        ),
        ({"texts": {"zh": {"summary": "x"}}}, ["packs.kind_words"]),
    ],
)
def test_what_differs_is_told(new, told):
    assert [one.code for one in kind_changes(OLD, replace(OLD, **new))] == told


def test_one_that_is_offered_again_is_told():
    (one,) = kind_changes(replace(OLD, offered=False), OLD)
    assert one.code == "packs.kind_offered"


def test_one_that_is_for_any_matter_again_is_told():
    one_service = replace(OLD, service="dog", ended=True, outcome="granted")
    told = [one.code for one in kind_changes(one_service, OLD)]
    assert told == ["packs.kind_any_service", "packs.kind_any_outcome", "packs.kind_open"]


def test_that_nothing_else_has_it_is_told_without_a_version_before():
    assert narrowed(OLD) == ()
    (only,) = narrowed(replace(OLD, service="dog"))
    assert (only.code, only.params) == ("packs.kind_only_service", {"service": "dog"})
