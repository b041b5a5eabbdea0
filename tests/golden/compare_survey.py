"""Our numbers beside those of R's survey in survey.csv, one row a number.

`rows` is what the tests and the table of docs/methods/surveys.md both read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from libmkt import surveys
from libmkt.stats.association import association
from libmkt.stats.compare import differences
from libmkt.stats.design import Design, Replicates
from libmkt.stats.group_tests import mean_test, rank_test
from libmkt.stats.models import regression
from libmkt.stats.replicates import with_replicates

HERE = Path(__file__).resolve().parent
YARDSTICK = "R survey 4.1.1"
TABLE = Path("survey-method-samples")
LIBRARIES = Path("imls-pls-fy2020-census-and-sample", "library_stsys_sample.csv")
FITTED = ("logistic", "ordinal")

SHOWN = {
    "quantile math": "quantile, rule lower",
    "quantile school": "quantile, rule middle",
    "share logit": "share, logit interval",
    "share beta": "share, beta interval",
    "share mean": "share, t interval",
    "rank test": "rank test of two groups",
    "rank test of several": "rank test of several groups",
    "mean test of several": "mean test of several groups",
    "Rao-Scott F": "Rao-Scott, second order",
    "Rao-Scott Chisq": "Rao-Scott, first order",
    "linear": "linear regression",
    "logistic": "logistic regression",
    "ordinal": "ordinal regression",
}

Ours = dict[tuple[str, str], float]  # (part, quantity): number


def rows(shared: Path | None) -> pd.DataFrame:
    """All numbers: data, design, what, subject, part, quantity, theirs, ours, tolerance.

    Parameters
    ----------
    shared
        Folder of the real data, or None: then the cases on them are left out.
    """
    golden = pd.read_csv(HERE / "survey.csv", keep_default_na=False)
    golden["value"] = pd.to_numeric(golden["value"])
    found = []
    for (data, design), part in golden.groupby(["data", "design"], sort=False):
        table = _table(str(data), str(design), shared)
        if table is None:
            continue
        table, drawn = _drawn(table, str(data), str(design))
        for (what, subject), cell in part.groupby(["what", "subject"], sort=False):
            ours = _ours(table, drawn, str(what), str(subject))
            for row in cell.to_dict("records"):
                found.append(row | {"ours": ours[row["part"], row["quantity"]]})
    table = pd.DataFrame(found).rename(columns={"value": "theirs"})
    table["tolerance"] = np.where(table["what"].isin(FITTED), 1e-4, 1e-8)
    table["what"] = table["what"].replace(r"^mean by .*", "mean of a group", regex=True)
    table["what"] = table["what"].replace(SHOWN)
    return table


def _table(data: str, design: str, shared: Path | None) -> pd.DataFrame | None:
    if data == "visitors":
        table = pd.read_csv(HERE / "survey_data.csv")
        table["joined"] = (table["member"] == "yes").astype(int)
        if design.startswith("lonely"):
            table = table[(table["district"] != "west") | (table["branch"] == "w1")]
        return table.reset_index(drop=True)
    if shared is None:
        return None
    if data == "libraries":
        table = pd.read_csv(shared / LIBRARIES)
        return table.assign(w=1 / table["SAMPLING_PROB"])
    if data == "apiclus2":
        schools = pd.read_csv(shared / TABLE / "apipop.csv", dtype={"cds": str})
        schools["fpc2"] = schools.groupby("dnum")["cds"].transform("count")
        drawn = pd.read_csv(HERE / "survey_apiclus2.csv", dtype=str)
        table = drawn.merge(schools, on="cds", how="left")
        table["fpc1"] = 757  # districts of the state
        taken = table.groupby("dnum")["cds"].transform("count")
        table["pw"] = 757 / table["dnum"].nunique() * table["fpc2"] / taken
    else:
        table = pd.read_csv(shared / TABLE / f"{data}.csv")
    table["met"] = (table["sch.wide"] == "Yes").astype(int)
    return table


def _drawn(table: pd.DataFrame, data: str, design: str) -> tuple[pd.DataFrame, Design]:
    if data == "libraries":
        drawn = Design(weights="w", strata="SAMPLING_STRATUM", population="STRATUM_POP_SIZE")
        return table, drawn
    if data != "visitors":
        return _api(table, data, design)
    strata = Design(weights="weight", strata="district")
    clusters = Design(weights="weight", strata="district", clusters="branch")
    counted = Design(**_of(clusters) | {"population": "branches"})
    plain = {
        "simple": Design(),
        "weighted": Design(weights="weight"),
        "stratified": strata,
        "clusters": clusters,
        "one stage": counted,
        "two stages": Design(
            weights="weight",
            strata="district",
            clusters=("branch", "visitor"),
            population=("branches", "visitors"),
        ),
        "lonely average": Design(**_of(clusters) | {"lonely": "average"}),
        "lonely certainty": Design(**_of(clusters) | {"lonely": "certainty"}),
    }
    if design in plain:
        return table, plain[design]
    if design in ("bootstrap", "bootstrap, mse", "fay"):
        return _bootstrapped(table, design)
    jackknives = {
        "jackknife": clusters,
        "jackknife, fpc": counted,
        "jackknife 1": Design(weights="weight", clusters="branch"),
    }
    if design in jackknives:
        return with_replicates(table, jackknives[design], kind="jackknife")
    weights = pd.read_csv(HERE / "survey_weights.csv")
    held = {
        "post-stratified": (strata, ("sex",)),
        "calibrated": (clusters, ("sex", "age")),
        "raked by calibration": (clusters, ("sex", "age")),
        "calibrated on a number": (clusters, ("sex", "visits")),
    }
    basis, names = held[design]
    table = table.assign(final=weights[design])
    changed = {"weights": "final", "base_weights": "weight", "calibrated": names}
    return table, Design(**_of(basis) | changed)


def _of(design: Design) -> dict:
    return {name: getattr(design, name) for name in design.__dataclass_fields__}


def _bootstrapped(table: pd.DataFrame, design: str) -> tuple[pd.DataFrame, Design]:
    factors = pd.read_csv(HERE / "survey_replicates.csv").set_index("branch")
    names = tuple(factors.columns)
    weights = factors.loc[table["branch"]].to_numpy() * table["weight"].to_numpy()[:, None]
    table = pd.concat([table, pd.DataFrame(weights, columns=list(names))], axis=1)
    kinds = {
        "bootstrap": Replicates(names, "bootstrap"),
        "bootstrap, mse": Replicates(names, "bootstrap", centre="estimate"),
        "fay": Replicates(names, "fay", rho=0.3),
    }
    return table, Design(weights="weight", replicates=kinds[design])


def _api(table: pd.DataFrame, data: str, design: str) -> tuple[pd.DataFrame, Design]:
    drawn = {
        "apistrat": Design(weights="pw", strata="stype", population="fpc"),
        "apiclus1": Design(weights="pw", clusters="dnum", population="fpc"),
        "apiclus2": Design(weights="pw", clusters=("dnum", "snum"), population=("fpc1", "fpc2")),
    }[data]
    if design.endswith("jackknife"):
        return with_replicates(table, drawn, kind="jackknife")
    return table, drawn


QUANTITIES = ["estimate", "std_error", "df", "conf_low", "conf_high", "deff"]


def _by(found: pd.DataFrame, key: str, quantities: list[str] = QUANTITIES) -> Ours:
    return {
        (str(row[key]), name): float(row[name])
        for row in found.to_dict("records")
        for name in quantities
    }


def _ours(table: pd.DataFrame, design: Design, what: str, subject: str) -> Ours:
    kind, _, more = what.partition(" ")
    if what == "mean test of several":
        return _group_test(table, design, subject, mean_test)
    if what in ("linear", "logistic", "ordinal"):
        return _model(table, design, what, subject)
    cases: dict[str, Callable[[], Ours]] = {
        "mean": lambda: _mean(table, design, subject, more),
        "total": lambda: _one(surveys.totals(table, subject, design)),
        "ratio": lambda: _one(surveys.ratios(table, *subject.split(), design)),
        "quantile": lambda: _quantile(table, design, subject, more),
        "share": lambda: _share(table, design, subject, more),
        "t-test": lambda: _t_test(table, design, subject),
        "rank": lambda: _group_test(table, design, subject, rank_test),
        "Rao-Scott": lambda: _rao_scott(table, design, subject, more),
    }
    return cases[kind]()


def _one(found: pd.DataFrame) -> Ours:
    return _by(found.assign(key=""), "key")


def _mean(table: pd.DataFrame, design: Design, subject: str, more: str) -> Ours:
    if not more:
        return _one(surveys.means(table, subject, design))
    return _by(surveys.means(table, subject, design, by=more.split()[1]), "group")


def _quantile(table: pd.DataFrame, design: Design, subject: str, rule: str) -> Ours:
    ours = {"math": "lower", "school": "middle"}[rule]
    return _by(surveys.quantiles(table, subject, design, rule=ours), "label")


def _share(table: pd.DataFrame, design: Design, subject: str, interval: str) -> Ours:
    how = {"mean": "t", "": "wilson"}.get(interval, interval)
    return _by(surveys.shares(table, subject, design, interval=how), "label")


def _t_test(table: pd.DataFrame, design: Design, subject: str) -> Ours:
    question, by = subject.split()
    names = ["estimate", "statistic", "df", "p_value", "conf_low", "conf_high"]
    return _by(differences(table, question, design, by).assign(key=""), "key", names)


def _group_test(
    table: pd.DataFrame, design: Design, subject: str, test: Callable[..., pd.DataFrame]
) -> Ours:
    question, by = subject.split()
    names = ["estimate", "statistic", "df", "df_residual", "p_value"]
    return _by(test(table, question, design, by).assign(key=""), "key", names)


def _rao_scott(table: pd.DataFrame, design: Design, subject: str, kind: str) -> Ours:
    method = {"F": "second order", "Chisq": "first order"}[kind]
    found = association(table, *subject.split(), design, method=method).assign(key="")
    return _by(found, "key", ["statistic", "df", "p_value"])


def _model(table: pd.DataFrame, design: Design, kind: str, formula: str) -> Ours:
    """R writes loans ~ visits + sex, and names the coefficient of men "sexm"."""
    outcome, _, right = formula.partition(" ~ ")
    outcome = {"felt": "satisfied"}.get(outcome, outcome)
    found = regression(table, outcome, right.split(" + "), design, kind=kind)
    ours: Ours = {("", "df"): float(found["df"].iloc[0])}
    for row in found.to_dict("records"):
        name = {"intercept": "(Intercept)", "threshold": ""}.get(row["term"], row["term"])
        for quantity in ("estimate", "std_error"):
            ours[name + row["label"], quantity] = row[quantity]
    return ours
