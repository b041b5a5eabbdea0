"""p-values where several tests are made together."""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from libmkt.errors import N_, Message, ParameterError, not_among
from libmkt.stats.design import Floats

Adjust = Literal["holm", "bonferroni", "none"]
ADJUST: Final = get_args(Adjust)


def adjusted(p_values: npt.ArrayLike, method: Adjust = "holm") -> Floats:
    """p-values adjusted for how many tests were made; missing ones are not counted.

    Parameters
    ----------
    p_values
        0 to 1; missing ones stay missing.
    method
        "holm": step down; "bonferroni": times the number of tests; "none".

    Returns
    -------
    array
        In the order given, 0 to 1.

    Raises
    ------
    ParameterError
        The method is not known.

    Notes
    -----
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70: the k-th smallest of m is
    multiplied by m - k + 1, kept from falling, and held to 1.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    >>> adjusted([0.01, 0.04, 0.03], "bonferroni").round(2).tolist()
    [0.03, 0.12, 0.09]
    """
    if method not in ADJUST:
        raise ParameterError(
            Message(N_("p-values cannot be adjusted so")),
            [not_among("adjust", method, ADJUST)],
        )
    given = np.asarray(p_values, float)
    found = np.full(given.shape, np.nan)
    known = np.flatnonzero(~np.isnan(given))
    values = given[known]
    if method == "holm":
        order = np.argsort(values, kind="stable")
        stepped = values[order] * (len(values) - np.arange(len(values)))
        values = np.empty_like(stepped)
        values[order] = np.maximum.accumulate(stepped)
    elif method == "bonferroni":
        values = values * len(values)
    found[known] = np.minimum(values, 1.0)
    return found
