"""Rows by number: what a report asks of a table many times, without looking at its names."""

from __future__ import annotations

import numpy as np
import pandas as pd


def first_places(numbers: np.ndarray) -> np.ndarray:
    """Where each number from 0 upwards stands first."""
    found = np.empty(numbers.max(initial=-1) + 1, dtype=int)
    found[numbers[::-1]] = np.arange(len(numbers))[::-1]
    return found


def extremes(
    numbers: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The least `low` and the greatest `high` of each number from 0 upwards."""
    count = numbers.max(initial=-1) + 1
    least = np.full(count, np.iinfo(np.int64).max)
    most = np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(least, numbers, low)
    np.maximum.at(most, numbers, high)
    return least, most


def noted(said: dict[str, pd.Series]) -> list[str]:
    """The codes that hold for each row, parted by ";"."""
    number = np.array(list(said.values())).T @ (1 << np.arange(len(said)))
    texts = {
        which: ";".join(code for place, code in enumerate(said) if which >> place & 1)
        for which in np.unique(number)
    }
    return [texts[which] for which in number]
