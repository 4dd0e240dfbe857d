"""HiGHS behind the core's model: the only place that knows the solver (docs/decisions/0016)."""

from __future__ import annotations

from typing import Any

import numpy as np

from linli.core.matching.assignment import Model, Numbers

SECONDS = 60.0
"""By the clock; a day of 2,000 by 2,000 takes a few of the processor's."""


def solve(model: Model) -> Numbers | None:
    """Return the best x that HiGHS proved, or None where it could not in time."""
    import highspy  # a fifth of a second; only who shares out a day waits for it

    engine = highspy.Highs()
    for name, value in _options(model).items():
        engine.setOptionValue(name, value)
    engine.passModel(_written(model, highspy))
    engine.run()
    if engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(engine.getSolution().col_value, dtype=np.float64)


def _options(model: Model) -> dict[str, Any]:
    """Interior point with crossover ends at a corner, and is three times as fast here as the simplex method."""
    common = {"output_flag": False, "threads": 1, "random_seed": 0, "time_limit": SECONDS}
    if model.whole:
        return {**common, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
    return {**common, "solver": "ipm", "run_crossover": "on"}


def _written(model: Model, highspy: Any) -> Any:
    columns, rows = len(model.values), len(model.limits)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_, lp.sense_ = model.values, highspy.ObjSense.kMaximize
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = np.full(rows, -highspy.kHighsInf), model.limits
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = model.starts, model.rows, model.weights
    if model.whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return lp
