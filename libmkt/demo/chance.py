"""Chance that gives the same bytes on every machine.

NumPy promises that a bit generator's raw output never changes, but not the output of
``Generator.poisson`` and its like, and ``exp`` or ``log`` differ in the last digit from
one C library to the next.  So only raw bits are taken from NumPy here, and only the
arithmetic that IEEE 754 fixes to the last bit is done with them: + - * / and the
square root.
"""

from __future__ import annotations

import math

SEED = 20260923
_BLOCK = 512


class Chance:
    """A stream of chance of its own for one series: the name chooses the stream.

    Series do not disturb one another: one more branch leaves the others as they were.

    Examples
    --------
    >>> Chance("Qosterek", "loans").uniform() == Chance("Qosterek", "loans").uniform()
    True
    """

    def __init__(self, *name: str) -> None:
        import numpy as np

        key = tuple("/".join(name).encode("utf-8"))
        self._bits = np.random.PCG64(np.random.SeedSequence(SEED, spawn_key=key))
        self._waiting: list[float] = []

    def uniform(self) -> float:
        """A number from 0 to 1, 1 left out."""
        if not self._waiting:
            raw = self._bits.random_raw(_BLOCK)
            self._waiting = [(int(word) >> 11) * 2.0**-53 for word in raw][::-1]
        return self._waiting.pop()

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`, all alike."""
        return low + (high - low) * self.uniform()

    def bell(self) -> float:
        """A number around 0 with standard deviation 1 and no tails: 12 uniforms less 6."""
        return sum(self.uniform() for _ in range(12)) - 6.0

    def skewed(self) -> float:
        """A number around 0 with standard deviation 1, its long side upwards (to 2.24)."""
        u = self.uniform()
        return (u * u - 1.0 / 3.0) * 3.354101966249685  # 1 / sqrt(4 / 45)

    def count(self, mean: float, spread: float = 0.0) -> int:
        """A whole number from 0 with the given mean, scattered more than a Poisson count.

        Parameters
        ----------
        mean
            Expected value, 0 or more.
        spread
            Coefficient of variation of the chance that stands behind the count (0 for
            none, at most 0.5): variance is about mean + (spread mean)**2.

        Notes
        -----
        Up to 60 it is a binomial count of trials with p = 1/4; above, a bell around the
        mean.  Neither is the Poisson, the negative binomial or the lognormal that an
        analysis would assume.
        """
        mean = max(0.0, mean * (1.0 + spread * self.skewed()))
        if mean <= 60.0:
            trials = int(4.0 * mean + self.uniform())
            return sum(self.uniform() < 0.25 for _ in range(trials))
        return max(0, int(mean + math.sqrt(mean) * self.bell() + 0.5))

    def share_of(self, total: int, share: float) -> int:
        """About `share` of `total` things, as a whole number from 0 to `total`."""
        found = int(total * share + math.sqrt(total * share * (1.0 - share)) * self.bell() + 0.5)
        return min(total, max(0, found))
