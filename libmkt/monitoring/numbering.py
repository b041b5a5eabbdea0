"""Rows by number: what a report asks of a table many times, without looking at its names."""

from __future__ import annotations

import numpy as np
import pandas as pd


def first_places(numbers: np.ndarray) -> np.ndarray:
    """Where each number from 0 upwards stands first."""
    return np.unique(numbers, return_index=True)[1]


def least(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The least value of each number from 0 upwards."""
    found = np.full(numbers.max(initial=-1) + 1, np.iinfo(np.int64).max)
    np.minimum.at(found, numbers, values)
    return found


def greatest(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The greatest value of each number from 0 upwards."""
    return -least(numbers, -values)


def noted(said: dict[str, pd.Series]) -> list[str]:
    """The codes that hold for each row, parted by ";"."""
    number = np.array(list(said.values())).T @ (1 << np.arange(len(said)))
    texts = {
        which: ";".join(code for place, code in enumerate(said) if which >> place & 1)
        for which in np.unique(number)
    }
    return [texts[which] for which in number]
