"""Our weights beside those of R's survey in weighting_weights.csv, one row a weight."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from libmkt.stats.weighting import Weighting, calibrate, poststratify, rake, trim

HERE = Path(__file__).resolve().parent
YARDSTICK = "R survey 4.1.1"
# Closed forms agree to rounding; what is iterated stops at 1e-13 in R, 1e-12 here.  R stores
# the weights of its iterations in turn, so 1e-8 of the whole is what is left of them.
CLOSED, ITERATED = 1e-10, 1e-8
TOTAL = 14000
AGE = {"15-29": 0.3, "30-44": 0.27, "45-59": 0.23, "60+": 0.2}
SEX = {"f": 0.52, "m": 0.48}
MEMBER = {"no": 0.6, "yes": 0.4}
CELLS = [0.15, 0.14, 0.12, 0.11, 0.15, 0.13, 0.11, 0.09]


def margins(**shares: dict[str, float]) -> pd.DataFrame:
    rows = [(v, c, x) for v, part in shares.items() for c, x in part.items()]
    return pd.DataFrame(rows, columns=["variable", "category", "target"])


def rows(shared: Path | None) -> pd.DataFrame:
    """All weights: what, theirs, ours, tolerance; without the real data those of our own sample."""
    theirs = pd.read_csv(HERE / "weighting_weights.csv")
    sample = pd.read_csv(HERE / "weighting_sample.csv")
    made = [(case, within, own(case, sample)) for case, within in OWN]
    if shared is not None:
        made += [(case, within, api(case, *api_data(case, shared))) for case, within in API]
    found = [
        pd.DataFrame(
            {
                "what": f"weights: {case.removeprefix('strat ').removeprefix('clus ')}",
                "theirs": theirs.loc[theirs["case"] == case, "weight"].to_numpy(),
                "ours": held.weights.to_numpy(),
                "tolerance": within,
            }
        )
        for case, within, held in made
    ]
    return pd.concat(found, ignore_index=True)


def own(case: str, data: pd.DataFrame) -> Weighting:
    three = margins(age=AGE, sex=SEX, member=MEMBER)
    more = {"totals": {"visits": 5.8 * TOTAL}, "weights": "d", "total": TOTAL, "tolerance": 1e-13}
    if case == "rake":
        return rake(data, three, weights="d", total=TOTAL, tolerance=1e-12)
    if case == "raking":
        return calibrate(data, three, distance="raking", weights="d", total=TOTAL)
    if case == "cells":
        cells = pd.DataFrame({"age": [*AGE] * 2, "sex": ["f"] * 4 + ["m"] * 4, "target": CELLS})
        return poststratify(data, cells, by=["age", "sex"], weights="d", total=TOTAL)
    if case == "linear":
        return calibrate(data, three, **more)
    if case == "bounded linear":
        return calibrate(data, three, bounds=(0.5, 2.7), **more)
    return calibrate(data, three, bounds=(0.4, 3), distance="logit", **more)


def api(case: str, data: pd.DataFrame, population: pd.DataFrame) -> Weighting:
    def counts(*names: str) -> pd.DataFrame:
        return margins(**{n: population[n].value_counts().to_dict() for n in names})

    method = case.split(" ", 1)[1]
    if method == "raking":
        return calibrate(data, counts("sch.wide", "awards"), distance="raking", weights="pw")
    if method == "rake":
        names = ("sch.wide", "awards") if case.startswith("strat") else ("stype", "sch.wide")
        return rake(data, counts(*names), weights="pw", tolerance=1e-13)
    if method in ("post", "trimmed"):
        name = "awards" if case.startswith("strat") else "stype"
        target = population[name].value_counts().rename("target").reset_index()
        held = poststratify(data, target, by=[name], weights="pw")
        if method == "post":
            return held
        return trim(held, upper=50, lower=31, unit="weight", then="spread")
    distance = {"exp": "raking"}.get(method, method.split(" ")[-1])
    return calibrate(
        data,
        counts("stype"),
        totals={"api99": float(population["api99"].sum())},
        distance=distance,
        bounds=(0.75, 1.75) if "bounded" in method else None,
        weights="pw",
        tolerance=1e-13,
    )


def api_data(case: str, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    kind = "apistrat" if case.startswith("strat") else "apiclus1"
    place = folder / "survey-method-samples"
    return pd.read_csv(place / f"{kind}.csv"), pd.read_csv(place / "apipop.csv")


OWN = [
    ("rake", ITERATED),
    ("raking", ITERATED),
    ("cells", CLOSED),
    ("linear", CLOSED),
    ("bounded linear", ITERATED),
    ("logit", ITERATED),
]
API = [
    ("strat raking", ITERATED),
    ("strat rake", ITERATED),
    ("clus rake", ITERATED),
    ("strat post", CLOSED),
    ("clus post", CLOSED),
    ("strat linear", CLOSED),
    ("strat exp", ITERATED),
    ("clus linear", CLOSED),
    ("clus exp", ITERATED),
    ("clus bounded linear", ITERATED),
    ("clus bounded raking", ITERATED),
    ("clus bounded logit", ITERATED),
    ("clus trimmed", CLOSED),
]
