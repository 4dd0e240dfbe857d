"""The best sites for certain: the covering question as an integer programme, solved by HiGHS.

maximise  sum of households[h] * reached[h]
so that   reached[h] <= sum of open[s] over the sites s that reach h,
          sum of open[s] <= k,   open[s] in {0, 1},   0 <= reached[h] <= 1.

What is not proven in the time given is told with the bound that is.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs as Quiet  # the class above it prints a banner into whatever is piped

from linli.core.reach.siting import Covering, greedy

_SLACK = 0.5
"""Households are whole: a bound less than one above the answer proves it."""


@dataclass(frozen=True, slots=True)
class Best:
    """Sites with the households they reach; ``bound`` is what no choice exceeds, ``proven`` that this is the best."""

    chosen: tuple[int, ...]
    gain: int
    bound: int
    proven: bool


def best(asked: Covering, k: int, *, seconds: float) -> Best:
    """Return the k sites that reach most; never worse than the greedy ones. ``asked`` is gathered."""
    start = greedy(asked, k)
    whole = int(asked.households.sum())
    if asked.gain(start) == whole:  # nobody is left to be reached
        return Best(tuple(start), asked.gain(start), asked.gain(start), proven=True)
    solver = _stated(asked, k)
    solver.setOptionValue("time_limit", seconds)
    solver.setSolution(_as_solution(asked, start))
    solver.run()
    return _read(solver, asked, start, whole)


def _stated(asked: Covering, k: int) -> Quiet:
    solver = Quiet()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_abs_gap", _SLACK)
    solver.setOptionValue("mip_rel_gap", 0.0)
    homes = len(asked.households)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = asked.sites + homes, homes + 1
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.concatenate([np.zeros(asked.sites), asked.households.astype(np.float64)])
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.concatenate([np.zeros(homes), [float(k)]])
    model.integrality_ = [highspy.HighsVarType.kInteger] * asked.sites + [
        highspy.HighsVarType.kContinuous
    ] * homes
    order = np.argsort(asked.home, kind="stable")
    count = np.bincount(asked.home, minlength=homes)
    starts = np.concatenate([[0], np.cumsum(count + 1), [len(asked.home) + homes + asked.sites]])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    own = starts[1:-1] - 1  # the last place of each row is the home's own
    index = np.zeros(starts[-1], dtype=np.int64)
    value = np.full(starts[-1], -1.0)
    free = np.ones(starts[-2], dtype=bool)
    free[own] = False
    index[: starts[-2]][free] = asked.site[order]
    index[own], value[own] = asked.sites + np.arange(homes), 1.0
    index[starts[-2] :], value[starts[-2] :] = np.arange(asked.sites), 1.0
    matrix.start_, matrix.index_, matrix.value_ = starts, index, value
    solver.passModel(model)
    return solver


def _as_solution(asked: Covering, chosen: list[int]) -> highspy.HighsSolution:
    reached = np.zeros(len(asked.households))
    reached[asked.home[np.isin(asked.site, chosen)]] = 1.0
    opened = np.zeros(asked.sites)
    opened[chosen] = 1.0
    solution = highspy.HighsSolution()
    solution.col_value = [*opened, *reached]
    return solution


def _read(solver: Quiet, asked: Covering, start: list[int], whole: int) -> Best:
    info = solver.getInfo()
    values = np.array(solver.getSolution().col_value)
    chosen = [int(one) for one in np.flatnonzero(values[: asked.sites] > _SLACK)] if len(values) else []
    chosen = max(chosen, start, key=asked.gain)
    gain = asked.gain(chosen)
    ended = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    bound = gain if ended else max(gain, int(min(whole, info.mip_dual_bound + _SLACK)))
    return Best(tuple(sorted(chosen)), gain, bound, proven=bound == gain)
