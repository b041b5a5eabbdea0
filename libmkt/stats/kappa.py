"""Agreement of coders on categories beyond chance: Cohen's, weighted and Fleiss' kappa.

The numbers are statsmodels'; coding, missing answers, refusals and intervals are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from libmkt.errors import N_, DataError, Message, ParameterError, Problem, not_among
from libmkt.stats.domains import no_column, shown

KappaWeights = Literal["none", "linear", "quadratic"]
Codes = npt.NDArray[np.intp]

KAPPA_WEIGHTS: Final = ("none", "linear", "quadratic")


def cohens_kappa(
    table: pd.DataFrame,
    first: str,
    second: str,
    *,
    weights: KappaWeights = "none",
    categories: Sequence[object] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Cohen's kappa of two who sorted the same things into categories.

    Parameters
    ----------
    table
        One row a thing; those that one of the two left out are not counted.
    first, second
        Columns of categories.
    weights
        "none": any difference counts whole; "linear", "quadratic": by the distance of
        the categories, which then must stand in order.
    categories
        All categories in order; None takes those that occur, sorted.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row: n, missing, agreed (share), estimate, std_error, conf_low, conf_high (held
        to -1 and 1), method.

    Raises
    ------
    ParameterError
        Weights that are not known.
    DataError
        A category that is not among those named, fewer than two categories.

    Notes
    -----
    Cohen (1960), Educational and Psychological Measurement 20, 37-46; (1968),
    Psychological Bulletin 70, 213-220; the error is that of Fleiss, Cohen and Everitt
    (1969), the same 72, 323-327.

    Examples
    --------
    >>> table = pd.DataFrame({"one": list("aaabbbcc"), "two": list("aaabbccc")})
    >>> cohens_kappa(table, "one", "two")[["n", "agreed", "estimate"]].round(3)
       n  agreed  estimate
    0  8   0.875     0.814
    """
    from scipy.special import ndtri
    from statsmodels.stats.inter_rater import cohens_kappa as computed

    if weights not in KAPPA_WEIGHTS:
        raise ParameterError(
            Message(N_("agreement cannot be computed")),
            [not_among("weights", weights, KAPPA_WEIGHTS)],
        )
    names, codes = coded(table, [first, second], categories)
    both = codes[(codes >= 0).all(axis=1)]
    cells = np.zeros((len(names), len(names)))
    np.add.at(cells, (both[:, 0], both[:, 1]), 1)
    # a category that nobody used would divide nothing by nothing in the error
    found = computed(cells, wt=None if weights == "none" else weights)
    estimate, error = float(found.kappa), float(np.sqrt(max(float(found.var_kappa), 0.0)))
    reach = float(ndtri((1 + level) / 2)) * error
    row = {
        "n": len(both),
        "missing": len(table) - len(both),
        "agreed": float(np.trace(cells) / cells.sum()),
        "estimate": estimate,
        "std_error": error,
        "conf_low": max(-1.0, estimate - reach),
        "conf_high": min(1.0, estimate + reach),
        "method": weights,
    }
    return pd.DataFrame([row])


def fleiss_kappa(
    table: pd.DataFrame,
    coders: Sequence[str],
    *,
    replicates: int = 1000,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """Fleiss' kappa of several coders, over the things that all coded.

    Parameters
    ----------
    table
        One row a thing.
    coders
        Columns of categories, one a coder.
    replicates, seed
        How many times the things are drawn anew for the interval, and the start of the
        random numbers.
    level
        Confidence level, between 0 and 1.

    Returns
    -------
    DataFrame
        One row: n (things), coders, missing (things left out), estimate, conf_low,
        conf_high (quantiles of the bootstrap over things), method.

    Raises
    ------
    DataError
        Fewer than two coders, two things or two categories.

    Notes
    -----
    Fleiss (1971), Psychological Bulletin 76, 378-382; his coders need not be the same for
    each thing, `libmkt.stats.krippendorff` bears missing codes too.

    Examples
    --------
    >>> table = pd.DataFrame({"a": list("xxyyz"), "b": list("xxyyz"), "c": list("xyyyz")})
    >>> fleiss_kappa(table, ["a", "b", "c"])["estimate"].round(3).item()
    0.789
    """
    from statsmodels.stats.inter_rater import fleiss_kappa as computed

    names, codes = coded(table, coders, None)
    whole = codes[(codes >= 0).all(axis=1)]
    if len(whole) < 2:
        raise refused(coders, N_("expected two things or more that all rated"))
    counts = (whole[:, :, None] == np.arange(len(names))).sum(axis=1)
    random = np.random.default_rng(seed)
    drawn = random.integers(len(counts), size=(replicates, len(counts)))
    with np.errstate(divide="ignore", invalid="ignore"):  # all in one category, by chance
        again = np.array([computed(counts[rows]) for rows in drawn], float)
    low, high = np.nanquantile(again, [(1 - level) / 2, (1 + level) / 2])
    row = {
        "n": len(whole),
        "coders": len(coders),
        "missing": len(table) - len(whole),
        "estimate": float(computed(counts)),
        "conf_low": float(low),
        "conf_high": float(high),
        "method": "fleiss, bootstrap",
    }
    return pd.DataFrame([row])


def coded(
    table: pd.DataFrame, coders: Sequence[str], categories: Sequence[object] | None
) -> tuple[list[str], Codes]:
    """Names of all categories in order, and what each coder said of each thing (-1: nothing).

    Raises
    ------
    DataError
        A column is missing, fewer than two coders, two categories, or a category that is
        not among those named.

    Examples
    --------
    >>> names, codes = coded(pd.DataFrame({"a": ["x", None], "b": ["y", "x"]}), ["a", "b"], None)
    >>> names, codes.tolist()
    (['x', 'y'], [[0, 1], [-1, 0]])
    """
    if len(coders) < 2:
        raise refused(coders, N_("expected two raters or more"))
    for name in coders:
        if name not in table.columns:
            raise no_column(name, table)
    given = table[list(coders)]
    met = pd.unique(given.astype(object).to_numpy().ravel())
    present = [value for value in met if not pd.isna(value)]
    order = _in_order(given, present) if categories is None else list(categories)
    if strange := [value for value in present if value not in order]:
        told = ", ".join(shown(value) for value in strange[:10])
        raise DataError(
            Message(N_("agreement cannot be computed")),
            [
                Problem(
                    ", ".join(coders),
                    Message(N_("these categories are not among those named")),
                    Message("{told}", {"told": told}),
                )
            ],
        )
    if len(order) < 2:
        raise refused(coders, N_("expected two categories or more"))
    place = {value: i for i, value in enumerate(order)}
    columns = [[place.get(value, -1) for value in given[name].astype(object)] for name in coders]
    return [shown(value) for value in order], np.asarray(columns, np.intp).T


def _in_order(given: pd.DataFrame, present: list[object]) -> list[object]:
    """Categories as their type orders them: the codebook's order where there is one."""
    kinds = {column.dtype for _, column in given.items()}
    if len(kinds) == 1 and isinstance(kind := kinds.pop(), pd.CategoricalDtype):
        return list(kind.categories)
    try:
        return sorted(present)  # type: ignore[type-var]
    except TypeError:  # text and numbers
        return sorted(present, key=str)


def refused(names: Sequence[str], what: str) -> DataError:
    """The refusal of ratings that cannot be compared, with the columns and why."""
    return DataError(
        Message(N_("agreement cannot be computed")), [Problem(", ".join(names), Message(what))]
    )
