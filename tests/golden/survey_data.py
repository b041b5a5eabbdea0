"""Makes tests/golden/survey_data.csv: an invented survey of visitors, drawn in two stages.

    python tests/golden/survey_data.py

Branches are drawn within districts, visitors within branches.  Nobody in it exists.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

# district: branches there are, branches drawn
DISTRICTS = {"north": (12, 5), "south": (8, 4), "east": (10, 4), "west": (6, 3)}
VISITORS = 15  # drawn in each branch


def main() -> None:
    rng = np.random.default_rng(20260)
    parts = []
    for d, (district, (branches, drawn)) in enumerate(DISTRICTS.items()):
        for branch in range(1, drawn + 1):
            visitors = int(rng.integers(60, 200))
            level = rng.normal(0, 0.5) + 0.2 * d
            sex = rng.choice(["f", "m"], VISITORS, p=[0.62, 0.38])
            age = rng.choice(["15-29", "30-54", "55+"], VISITORS, p=[0.4, 0.35, 0.25])
            visits = rng.poisson(np.exp(1.2 + 0.3 * level), VISITORS) + 1
            loans = rng.poisson(visits * np.exp(0.4 + 0.4 * level + 0.3 * (age == "55+")))
            member = rng.random(VISITORS) < 1 / (1 + np.exp(0.8 - 0.15 * visits - level))
            felt = 0.15 * visits + level + rng.logistic(0, 1, VISITORS) + 0.4 * (sex == "f")
            satisfied = 1 + np.digitize(felt, [-1.5, -0.2, 0.9, 2.2])
            parts.append(
                pd.DataFrame(
                    {
                        "district": district,
                        "branch": f"{district[0]}{branch}",
                        "visitor": np.arange(1, VISITORS + 1),
                        "branches": branches,
                        "visitors": visitors,
                        "weight": branches / drawn * visitors / VISITORS,
                        "sex": sex,
                        "age": age,
                        "visits": visits,
                        "loans": loans,
                        "member": np.where(member, "yes", "no"),
                        "satisfied": satisfied,
                    }
                )
            )
    table = pd.concat(parts, ignore_index=True)
    table["satisfied"] = table["satisfied"].astype("Int64")
    table.loc[rng.choice(len(table), 12, replace=False), "satisfied"] = pd.NA
    table["weight"] = table["weight"].round(6)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, encoding="utf-8")


if __name__ == "__main__":
    main()
