"""A test for a lasting shift of level at an unknown date, in short series.

The statistic is the largest |t| of a step over all dates (Andrews 1993, Econometrica 61,
821-856), its p-value comes from simulating the fitted model without a step, whose errors
follow a first-order autoregression (a parametric bootstrap as in Diebold and Chen 1996,
Journal of Econometrics 70, 221-241): the asymptotic tables hold only for long series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LevelShift:
    """The likeliest date of a step, and how often chance makes one as large."""

    position: int  # index of the first value after the step
    shift: float  # size of the step, unit of the values
    statistic: float  # largest |t|
    p_value: float
    correlation: float  # of neighbouring errors under which p was simulated
    n: int


def level_shift(
    values: np.ndarray,
    *,
    season: int = 1,
    trend: bool = True,
    trim: float = 0.15,
    simulations: int = 999,
    seed: int = 0,
) -> LevelShift | None:
    """The likeliest lasting shift of level in a series.

    Parameters
    ----------
    values
        Evenly spaced values without gaps, in order of time.
    season
        Values a year whose pattern is taken out: 12 for months; 1 for none.
    trend
        Whether the series may also move along a straight line.
    trim
        Share of the series at either end in which no step is looked for (at least
        two values).
    simulations
        Series simulated for the p-value, whose resolution is 1 / (simulations + 1).
    seed
        Of the simulation: the same series gives the same answer.

    Returns
    -------
    LevelShift or None
        None when the series is too short for the model (fewer than eight values, or
        two years of a seasonal one) or constant.

    Notes
    -----
    y = line + month pattern + step + e, e_t = r e_(t-1) + u.  Short series hide how strongly
    they drift, so p is simulated under the upper 95 % bound of r: its estimate beside the
    best step, plus (1 + k (1 + r) / 2) / n for k fitted terms, plus 1.645 sqrt((1 - r^2) / n),
    at most 0.99.  p = (1 + simulated statistics at least as large) / (1 + simulations).
    With nothing but a level, the squared statistic is strucchange's sup.F.

    Examples
    --------
    >>> quiet = np.array([9, 11, 10, 9, 10, 11, 10, 9, 11, 10], dtype=float)
    >>> found = level_shift(np.r_[quiet, quiet + 8], trend=False)
    >>> found.position, found.shift, found.p_value <= 0.01
    (10, 8.0, True)
    """
    values = np.asarray(values, dtype=float)
    n = len(values)
    if n < (8 if season == 1 else 2 * season + 1) or np.ptp(values) == 0:
        return None
    base = _basis(n, season, trend)
    edge = max(2, int(np.ceil(trim * n)))
    dates = np.arange(edge, n - edge + 1)
    steps = _steps(n, dates, base)
    freedom = n - base.shape[1] - 1
    if freedom < 3 or not len(dates):
        return None
    residual = values - base @ (base.T @ values)
    t, size = _statistics(residual[:, None], steps, freedom)
    best = int(np.argmax(np.abs(t[:, 0])))
    error = residual - steps[:, best] * size[best, 0]
    correlation = _correlation(error, base.shape[1] + 1)
    draws = _errors(n, correlation, simulations, seed)
    draws = draws - base @ (base.T @ draws)
    simulated, _size = _statistics(draws, steps, freedom)
    largest = np.abs(simulated).max(axis=0)
    observed = float(abs(t[best, 0]))
    p_value = (1 + int((largest >= observed).sum())) / (1 + simulations)
    step = np.zeros(n)
    step[dates[best] :] = 1
    across = float(np.linalg.norm(step - base @ (base.T @ step)))
    shift = float(round(size[best, 0] / across, 12))
    return LevelShift(int(dates[best]), shift, observed, p_value, correlation, n)


def _basis(n: int, season: int, trend: bool) -> np.ndarray:
    """Orthonormal columns of the level, the line and the month pattern."""
    columns: list[np.ndarray] = [np.ones(n)]
    if trend:
        columns.append(np.arange(n) - (n - 1) / 2)
    for place in range(1, season):
        columns.append((np.arange(n) % season == place).astype(float))
    basis: np.ndarray = np.linalg.qr(np.column_stack(columns))[0]
    return basis


def _steps(n: int, dates: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Steps at each date, cleared of the base and of length 1."""
    steps = (np.arange(n)[:, None] >= dates[None, :]).astype(float)
    steps = steps - base @ (base.T @ steps)
    unit: np.ndarray = steps / np.linalg.norm(steps, axis=0)
    return unit


def _statistics(
    residuals: np.ndarray, steps: np.ndarray, freedom: int
) -> tuple[np.ndarray, np.ndarray]:
    """t and size (along the unit step) of a step at each date, for each series."""
    size = steps.T @ residuals
    left = np.maximum((residuals**2).sum(axis=0)[None, :] - size**2, 1e-12)
    return size / np.sqrt(left / freedom), size


def _correlation(error: np.ndarray, terms: int) -> float:
    """Upper bound of the errors' first-order correlation."""
    n = len(error)
    raw = float((error[1:] @ error[:-1]) / (error @ error))
    mended = np.clip(raw + (1 + terms / 2 * (1 + raw)) / n, 0.0, 1.0)
    return float(min(0.99, mended + 1.645 * np.sqrt((1 - min(raw, 0.99) ** 2) / n)))


def _errors(n: int, correlation: float, simulations: int, seed: int) -> np.ndarray:
    """Autoregressive errors that start in their stationary state."""
    rng = np.random.default_rng(seed)
    draws = rng.standard_normal((n, simulations))
    draws[0] /= np.sqrt(1 - correlation**2)
    for at in range(1, n):
        draws[at] += correlation * draws[at - 1]
    return draws
