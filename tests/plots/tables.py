"""Invented tables with what makes figures hard: long names, gaps, breaks, close values."""

from __future__ import annotations

import math

import pandas as pd

LONG = "Qońırat rayonlıq mámleketlik xabar-kitapxana orayınıń balalar bólimi"
DISTRICTS = [
    "Nókis qalası", "Ámiwdárya", "Beruniy", "Kegeyli", LONG, "Qanlıkól", "Qaraózek", "Moynaq",
    "Нөкис районы", "Taqıyatas", "Taxtakópir", "Tórtkúl", "Xojeli", "Shımbay", "Shomanay",
    "Елликкалинский район, центральная библиотека имени Бердаха",
]  # fmt: skip


def months(start: int = 2023, years: int = 2) -> pd.DataFrame:
    """Months of a seasonal count, two of them missing."""
    rows = [
        {"period": f"{y}-{m:02d}", "value": 26000.0 + 5000 * math.sin(m) + 900 * (y - start)}
        for y in range(start, start + years)
        for m in range(1, 13)
    ]
    table = pd.DataFrame(rows).assign(unit="loans", measure="loans")
    return table.drop(index=[7, 8])


def branches(count: int, years: range = range(2014, 2026)) -> pd.DataFrame:
    """Years of several branches whose last values lie close together."""
    rows = [
        {"branch": name, "period": str(y), "value": 1000.0 + 3 * i + 40 * math.sin(y * (i + 1))}
        for i, name in enumerate(DISTRICTS[:count])
        for y in years
    ]
    return pd.DataFrame(rows).assign(unit="visits")


def districts() -> pd.DataFrame:
    """One value a district with its doubt, highest first, the last one missing."""
    values = [18.3 / (1 + 0.2 * i) for i in range(len(DISTRICTS))]
    table = pd.DataFrame({"label": DISTRICTS, "value": values})
    table["conf_low"], table["conf_high"] = table["value"] * 0.85, table["value"] * 1.2
    table.loc[table.index[-1], ["value", "conf_low", "conf_high"]] = math.nan
    return table


def standing() -> pd.DataFrame:
    """Where each district stands in four measures; Moynaq lacks the last."""
    rows = [
        {
            "label": label,
            "library": name,
            "percentile": math.nan if (name, j) == ("Moynaq", 3) else (i * 7 + j) % 16 / 15,
            "value": 10.0 * (j + 1) + i,
        }
        for j, label in enumerate(["Kitap beriw", LONG, "Qarjılar", "Kitap fondı"])
        for i, name in enumerate(DISTRICTS)
    ]
    return pd.DataFrame(rows)


def funnel() -> pd.DataFrame:
    """Sixteen rates, six of them outside the outer limits, two at nearly one place."""
    off = [0, 3.8, -1, 0.5, 1, 4.2, 4.3, -3.6, 0.2, -0.5, 1, -4, 0.3, 5, -0.2, 0.7]
    sizes = [3000 + 6000 * i for i in range(16)]
    sizes[6] = sizes[5] + 400
    table = pd.DataFrame({"label": DISTRICTS, "n": sizes, "centre": 0.24})
    error = (0.24 * 0.76 / table["n"] * 60) ** 0.5
    table["value"] = table["centre"] + pd.Series(off) * error
    for name, z in (("95", 1.96), ("998", 3.09)):
        table[f"low_{name}"] = table["centre"] - z * error
        table[f"high_{name}"] = table["centre"] + z * error
    return table


def field() -> pd.DataFrame:
    """Two values a district, some close together, one missing."""
    table = pd.DataFrame(
        {
            "label": DISTRICTS,
            "use": [2 + (i * 5 % 16) * 0.6 for i in range(16)],
            "stock": [1 + (i * 3 % 7) * 0.5 for i in range(16)],
        }
    )
    table.loc[3, "use"] = math.nan
    return table


def plan() -> pd.DataFrame:
    """A plan that was missed, one that was passed, one without figures."""
    return pd.DataFrame(
        {
            "label": ["Kitap beriw", LONG, "Qarjılar"],
            "fulfilment": [0.874, 1.12, math.nan],
            "value": [43700, 11200, math.nan],
            "plan": [50000, 10000, 500],
            "elapsed": [0.75, 0.75, 0.75],
        }
    )


def change() -> pd.DataFrame:
    """A change and its parts."""
    return pd.DataFrame(
        {
            "label": ["Paydalanıwshılar", LONG],
            "effect": [-12852, -15180],
            "change": -28032,
            "unit": "loans",
        }
    )
