"""Invented people are the same for the same seed, and such as could be asked: no periods overlap, nothing unasked is said."""

from datetime import date

import numpy as np
import pytest

from linli.core.expr.vector import Members
from linli.packs.benefits import check_benefit_folder
from linli.packs.folder import RULES, SHIPPED, packs_below
from linli.packs.inventing import invented
from linli.packs.simulating import simulate

ON = date(2026, 3, 1)
BENEFITS = packs_below(SHIPPED / "benefits", RULES)


@pytest.mark.parametrize("path", BENEFITS, ids=lambda one: one.name)
def test_every_entitlement_can_be_tried_on_invented_people(path):
    benefit = check_benefit_folder(path).benefit
    found = simulate(benefit, benefit, invented(benefit, 300, 5, ON), ON)
    assert found == {
        **simulate(benefit, benefit, invented(benefit, 300, 5, ON), ON),
        "seconds": found["seconds"],
        "persons_per_second": found["persons_per_second"],
    }
    assert found["persons"] == 300
    assert found["not_known"] < 300
    assert 0 < found["entitled"]["after"] < 300


def test_periods_of_one_person_follow_one_another():
    benefit = check_benefit_folder(SHIPPED / "benefits" / "insurance-coverage").benefit
    periods = invented(benefit, 200, 1, ON).columns["answers.periods"]
    assert isinstance(periods, Members)
    same = periods.rows[1:] == periods.rows[:-1]
    assert (periods.columns["begins"][1:] >= periods.columns["ends"][:-1])[same].all()
    assert (periods.columns["ends"] >= periods.columns["begins"]).all()


def test_what_nobody_would_be_asked_is_not_known():
    benefit = check_benefit_folder(SHIPPED / "benefits" / "disability-allowance").benefit
    columns = invented(benefit, 100, 1, ON).columns
    assert (np.ma.getmaskarray(columns["answers.grade"]) == ~columns["answers.certificate"]).all()
