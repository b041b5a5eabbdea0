"""Our numbers beside those of R's psych, factanal and polycor in scales.csv.

`rows` is what the tests and the table of docs/methods/surveys.md both read.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from libmkt.stats.agreement import icc, kendall_w
from libmkt.stats.factors import exploratory_factors
from libmkt.stats.kappa import cohens_kappa
from libmkt.stats.omega import omega
from libmkt.stats.polychoric import polychoric
from libmkt.stats.scales import alpha, item_statistics

HERE = Path(__file__).resolve().parent
YARDSTICK = "R psych 2.2.9 and stats"
BFI = Path("survey-method-samples", "bfi.csv")
FITTED = ("omega", "EFA", "polychoric")
SHOWN = {
    "alpha": "alpha, Feldt interval",
    "item": "item statistics",
    "ICC": "ICC, six forms",
    "kappa": "kappa, weighted kappa",
    "polychoric, psych": "polychoric correlation",
    "polychoric, polycor": "polychoric correlation (polycor)",
}
REVERSED = {"A": ["A1"], "C": ["C4", "C5"], "E": ["E1", "E2"], "N": [], "O": ["O2", "O5"]}
# Shrout and Fleiss (1979), Psychological Bulletin 86, table 2: six targets, four judges.
RATINGS = {
    "a": [9, 6, 8, 7, 10, 6],
    "b": [2, 1, 4, 1, 5, 2],
    "c": [5, 3, 6, 2, 6, 4],
    "d": [8, 2, 8, 6, 9, 7],
}

Ours = dict[tuple[str, str], float]  # (part, quantity): number


def rows(shared: Path | None) -> pd.DataFrame:
    """All numbers: data, what, subject, part, quantity, theirs, ours, tolerance."""
    golden = pd.read_csv(HERE / "scales.csv", keep_default_na=False)
    golden["value"] = pd.to_numeric(golden["value"])
    given = golden[~golden["quantity"].str.startswith("key_")]
    found = []
    for (data, what, subject), cell in given.groupby(["data", "what", "subject"], sort=False):
        table = _table(str(data), shared)
        if table is None:
            continue
        keys = golden[(golden["data"] == data) & (golden["what"] == what)]
        ours = _ours(table, str(data), str(what), str(subject), keys)
        for row in cell.to_dict("records"):
            found.append(row | {"ours": ours[str(row["part"]), str(row["quantity"])]})
    made = pd.DataFrame(found).rename(columns={"value": "theirs"})
    made["tolerance"] = np.where(made["what"].str.startswith(FITTED), 1e-4, 1e-8)
    made["what"] = made["what"].replace(SHOWN)
    return made


def _table(data: str, shared: Path | None) -> pd.DataFrame | None:
    if data == "invented":
        return pd.read_csv(HERE / "scales_data.csv").iloc[:, :9]
    if data == "bfi":
        return None if shared is None else pd.read_csv(shared / BFI)
    return pd.DataFrame(RATINGS)


def _ours(table: pd.DataFrame, data: str, what: str, subject: str, keys: pd.DataFrame) -> Ours:
    if data == "invented":
        items, reverse, ends = list(table), ["c3"], (1, 5)
    else:
        items = [name for name in table if str(name)[0] in REVERSED and str(name)[1:].isdigit()]
        items = [name for name in items if subject in ("all", name[0])]
        reverse, ends = REVERSED.get(subject, []), (1, 6)
    whole = table[items].dropna() if items else table
    if what == "alpha":
        found = alpha(table, items, reverse=reverse, ends=ends)
        return {("", name): float(found[name].item()) for name in _numbers(found)}
    if what == "item":
        found = item_statistics(whole, items, reverse=reverse, ends=ends)
        return _cells(found, "item")
    if what == "omega":
        return _omega(table, items, reverse, ends, keys)
    if what.startswith("EFA"):
        return _factors(table, what, items, reverse if data == "invented" else [], ends)
    if what.startswith("polychoric"):
        turned = reverse if data == "invented" else []
        related = polychoric(table, items, reverse=turned, ends=ends)
        return {(f"{a} {b}", "estimate"): related.loc[a, b] for a in items for b in items}
    turned = whole.assign(c3=6 - whole["c3"]) if "c3" in whole else whole
    if what == "ICC":
        found = icc(turned, list(turned)[:6])
        return _cells(found, "form")
    if what == "kappa":
        found = cohens_kappa(turned, "a1", "b1", weights=subject)
        return {("", "estimate"): found["estimate"].item()}
    found = kendall_w(turned.head(40), list(turned)[:6])
    return {("", name): found[name].item() for name in ("estimate", "statistic", "p_value")}


def _numbers(found: pd.DataFrame) -> list[str]:
    return list(found.select_dtypes("number"))


def _cells(found: pd.DataFrame, key: str) -> Ours:
    return {
        (str(row[key]), name): float(row[name])
        for row in found.to_dict("records")
        for name in _numbers(found)
    }


def _omega(
    table: pd.DataFrame,
    items: list[str],
    reverse: list[str],
    ends: tuple[float, float],
    keys: pd.DataFrame,
) -> Ours:
    """psych turns items whose general loading is negative: we are told which."""
    made: Ours = {}
    for factors in keys["part"].unique():
        own = keys[(keys["part"] == factors) & keys["quantity"].str.startswith("key_")]
        turned = own[own["value"] < 0]["quantity"].str.removeprefix("key_").tolist()
        found = omega(
            table, items, factors=int(factors), reverse=[*reverse, *turned], ends=ends
        ).iloc[0]
        made[str(factors), "total"] = float(found["total"])
        made[str(factors), "hierarchical"] = float(found["hierarchical"])
    return made


def _factors(
    table: pd.DataFrame, what: str, items: list[str], reverse: list[str], ends: tuple[float, float]
) -> Ours:
    many = 2 if len(items) == 9 else 5
    how = "least squares" if "least" in what else "likelihood"
    found = exploratory_factors(table, items, many, extraction=how, reverse=reverse, ends=ends)
    made = _cells(found.loadings, "item")
    for row in found.loadings.to_dict("records"):
        sizes = sorted((abs(row[f"factor_{i + 1}"]) for i in range(many)), reverse=True)
        made |= {(row["item"], f"largest_{i + 1}"): size for i, size in enumerate(sizes)}
    made["", "statistic"] = found.fit["statistic"].item()
    made["", "df"] = float(found.fit["df"].item())
    return made
