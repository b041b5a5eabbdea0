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


def cells(count: int = 26) -> pd.DataFrame:
    """Two values a thing with their doubt, many close together."""
    rows = [
        {
            "label": f"{DISTRICTS[i % 16]} {i // 16 + 1}",
            "use": 5.4 + 0.5 * math.sin(3.1 * i),
            "stock": 5.9 + 0.4 * math.sin(1.7 * i + 1),
            "open": i % 4 == 0,
        }
        for i in range(count)
    ]
    table = pd.DataFrame(rows)
    for name in ("use", "stock"):
        table[f"{name}_low"], table[f"{name}_high"] = table[name] - 0.06, table[name] + 0.06
    return table


def kano() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Five services with their regions."""
    items = pd.DataFrame(
        {
            "item": [*DISTRICTS[:4], LONG],
            "better": [0.8, 0.3, 0.55, 0.1, 0.5],
            "worse": [-0.2, -0.9, -0.6, -0.1, -0.45],
            "clear": [True, True, True, True, False],
        }
    )
    points = [
        {
            "item": row["item"],
            "better": row["better"] + 0.08 * math.sin(k / 4),
            "worse": row["worse"] + 0.1 * math.cos(k / 4),
        }
        for row in items.to_dict("records")
        for k in range(26)
    ]
    return items, pd.DataFrame(points)


def zones() -> pd.DataFrame:
    """Zones of each standing, one that cannot be told, one without answers."""
    table = pd.DataFrame({"item": [*DISTRICTS[:5], DISTRICTS[15]]})
    table["minimum"] = [5.0, 5.5, 6.0, 5.2, 4.8, math.nan]
    table["desired"] = [7.9, 8.2, 8.6, 8.0, 7.7, math.nan]
    table["perceived"] = [4.3, 6.1, 8.8, 5.3, 7.0, math.nan]
    table["perceived_low"] = table["perceived"] - 0.2
    table["perceived_high"] = table["perceived"] + 0.2
    table["standing"] = ["below", "within", "above", "within", "within", "within"]
    table["undecided"] = [False, False, False, True, False, True]
    table["below"] = [0.61, 0.2, 0.02, 0.4, 0.1, math.nan]
    return table


def answered(many: int = 5) -> pd.DataFrame:
    """Shares of ordered answers to some questions, some very small."""
    scale = ["мүлдем жаман", "жаман", "орташа", "жақсы", "жүдә жақсы"][:many]
    rows = []
    for i, question in enumerate([*DISTRICTS[:3], LONG]):
        weights = [0.02 + (k + i) % 4 * 0.3 for k in range(many)]
        for answer, weight in zip(scale, weights, strict=True):
            share = weight / sum(weights)
            rows.append({"question": question, "label": answer, "estimate": share, "n": 1200 + i})
    return pd.DataFrame(rows)


def stages() -> pd.DataFrame:
    """Six steps, some of which people leave at."""
    came = [2639, 2634, 2600, 1800, 1790, 1500]
    left = [5, 34, 800, 10, 290, 0]
    return pd.DataFrame({"label": [*DISTRICTS[:5], LONG], "n": came, "left": left})
