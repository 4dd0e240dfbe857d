"""HiGHS behind the core's model: the only place that knows the solver (docs/decisions/0016 and 0019).

A day has a hundred thousand pairs, and its best answer two thousand. So the solver sees the best few pairs of each
row first; the prices it finds say which of the others would pay, those are added, and so on until none would. Then
the answer is the best of all pairs, and the prices prove it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from linli.core.matching.assignment import Answer
from linli.core.matching.model import Model, Numbers, bound, gains, likely, part

SECONDS = 60.0
"""By the clock, for one run of the solver; a day of 2,000 by 2,000 takes half a second of the processor."""
EACH = 5
AT_ONCE = 4_000
PAYS = 1e-6
FAST = {"solver": "ipm", "run_crossover": "on"}
"""From nothing, interior point with crossover ends at a corner and is the fastest here."""
ON = {"solver": "simplex", "simplex_strategy": 4}
"""With some columns more, the primal simplex method goes on from the corner where it stood."""
SLACK = 5.0
"""Points below the bound in which the best answer in whole numbers is looked for first."""
WIDER = 20
EXACT = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.5}


def solve(model: Model) -> Answer | None:
    """Return the best x that HiGHS proved, or None where it could not in time."""
    if not model.whole:
        return _linear(model)
    answer = _linear(replace(model, whole=False)) if model.prices is None else None
    prices = answer.prices if answer else model.prices
    return None if prices is None else _whole(model, prices)


def _linear(model: Model) -> Answer | None:
    """Solve by columns: the few first, then those that pay."""
    asked = likely(model, EACH)
    seen = np.flatnonzero(asked)
    engine = _engine(part(model, seen), FAST)
    while (found := _run(engine)) is not None:
        gain = gains(model, found.prices)
        more = np.flatnonzero((gain > PAYS) & ~asked)
        if not len(more):
            x = np.zeros(len(model.values))
            x[seen] = found.x
            return Answer(x, found.prices)
        more = more[np.argsort(-gain[more], kind="stable")][:AT_ONCE]
        asked[more] = True
        seen = np.concatenate([seen, more])
        _add(engine, part(model, more))
    return None


def _whole(model: Model, prices: Numbers) -> Answer | None:
    """Solve in whole numbers among the pairs that can matter.

    Taking a pair loses, against the bound, what its rows cost beyond its worth; leaving one out loses what it is worth
    beyond that. So whatever loses more than is missing in an answer has no part in a better one.
    """
    most, gain, slack = bound(model, prices), gains(model, prices), SLACK
    while (x := _within(model, gain, slack)) is not None:
        missing = most - float(model.values @ x)
        if missing < slack + 1:
            return Answer(x, prices)
        slack = min(missing, WIDER * slack)
    return None


def _within(model: Model, gain: Numbers, slack: float) -> Numbers | None:
    """Return the best answer that loses at most so much; nobody does anything where there is none."""
    import highspy

    some = np.flatnonzero(gain >= -slack)
    surely = np.flatnonzero(gain[some] > slack).astype(np.int32)
    engine = _engine(part(model, some), EXACT)
    engine.changeColsBounds(len(surely), surely, np.ones(len(surely)), np.ones(len(surely)))
    found, x = _run(engine), np.zeros(len(model.values))
    if found is not None:
        x[some] = found.x
    elif engine.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return None
    return x


def _engine(model: Model, options: dict[str, Any]) -> Any:
    import highspy  # a fifth of a second; only who shares out a day waits for it

    engine = highspy.Highs()
    common = {"output_flag": False, "threads": 1, "random_seed": 0, "time_limit": SECONDS}
    for name, value in (common | options).items():
        engine.setOptionValue(name, value)
    engine.passModel(_written(model, highspy))
    return engine


def _run(engine: Any) -> Answer | None:
    import highspy

    engine.run()
    if engine.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    found = engine.getSolution()
    prices: Numbers = np.array(found.row_dual, dtype=np.float64)
    return Answer(np.array(found.col_value, dtype=np.float64), prices)


def _add(engine: Any, more: Model) -> None:
    count, entries = len(more.values), len(more.rows)
    engine.addCols(
        count,
        more.values,
        np.zeros(count),
        np.ones(count),
        entries,
        more.starts[:-1],
        more.rows,
        more.weights,
    )
    for name, value in ON.items():
        engine.setOptionValue(name, value)


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
