"""Makes tests/golden/scales_data.csv: 160 invented answers to nine items of 1 to 5.

    python tests/golden/scales_data.py

Three facets of one attitude, three items each; item c3 is worded the other way round, some
answers are missing, and the weights differ.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
CUTS = ((-1.4, -0.6, 0.2, 1.1), (-1.8, -1.0, -0.2, 0.9), (-0.9, -0.1, 0.6, 1.4))


def made() -> pd.DataFrame:
    random = np.random.default_rng(1905)
    general = random.normal(size=160)
    table = {}
    for facet, name in enumerate("abc"):
        own = 0.75 * general + 0.66 * random.normal(size=160)
        for item in range(3):
            answer = 0.8 * own + 0.6 * random.normal(size=160)
            table[f"{name}{item + 1}"] = np.searchsorted(CUTS[(facet + item) % 3], answer) + 1.0
    table["c3"] = 6 - table["c3"]
    found = pd.DataFrame(table)
    found = found.mask(random.random(found.shape) < 0.03)
    found["weight"] = random.choice([0.5, 1.0, 1.5, 2.0], size=160)
    found["branch"] = random.choice(["north", "south", "east", "west"], size=160)
    return found


if __name__ == "__main__":
    made().to_csv(HERE / "scales_data.csv", index=False, lineterminator="\n", float_format="%g")
