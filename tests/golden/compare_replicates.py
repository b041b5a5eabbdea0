"""A file with replicate weights, read by its codebook, beside R's svrepdesign and rake.

`rows` is what the tests and the table of docs/methods/surveys.md both read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from libmkt import read, surveys
from libmkt.codebook import Category, Codebook, Field, Replication, SurveyReading, save

HERE = Path(__file__).resolve().parent
YARDSTICK = "R survey 4.1.1"
COUNT = 40
MADE: dict[str, dict[str, Any]] = {
    "brr": {"kind": "brr"},
    "fay": {"kind": "fay", "rho": 0.3},
    "jackknife": {"kind": "jackknife"},
    "stratified jackknife": {
        "kind": "stratified jackknife",
        "factors": tuple(0.5 + 0.49 * k / (COUNT - 1) for k in range(COUNT)),
    },
    "bootstrap": {"kind": "bootstrap"},
    "successive differences": {"kind": "brr", "scale": 4 / COUNT, "centre": "estimate"},
    "stated df": {"kind": "brr", "df": 20},
}
TARGETS = pd.DataFrame(
    [("sex", "f", 3000), ("sex", "m", 2100), ("age", "15-29", 2000), ("age", "30-54", 1800),
     ("age", "55+", 1300)],
    columns=["variable", "category", "target"],
)  # fmt: skip


def rows(_shared: Path | None) -> pd.DataFrame:
    """All numbers: design, what, part, theirs, ours, tolerance."""
    golden = pd.read_csv(HERE / "replicates.csv").rename(columns={"value": "theirs"})
    ours = {
        (design, what, part): value
        for design in golden["design"].unique()
        for (what, part), value in _ours(str(design)).items()
    }
    keys = zip(golden["design"], golden["what"], golden["part"], strict=True)
    golden["ours"] = [ours[key] for key in keys]
    golden["tolerance"] = 1e-8
    golden["what"] = "replicate weights of a file"
    raked = golden["design"].str.endswith("raked")
    return golden.assign(what=golden["what"].mask(raked, "replicate weights of a file, raked"))


def published(folder: Path, design: str) -> SurveyReading:
    """The file as an office publishes it, with its codebook beside, read."""
    table = pd.read_csv(HERE / "survey_data.csv")
    factors = pd.read_csv(HERE / "survey_replicates.csv").set_index("branch")
    weights = factors.loc[table["branch"]].to_numpy() * table["weight"].to_numpy()[:, None]
    names = [f"rep{k:02}" for k in range(1, COUNT + 1)]
    columns = ["district", "sex", "age", "visits", "loans", "member", "weight"]
    whole = table[columns].join(pd.DataFrame(weights.round(6), columns=names))
    whole.to_csv(folder / "published.csv", index=False)
    answers = {name: sorted(table[name].unique()) for name in ("district", "sex", "age", "member")}
    fields = (
        *(Field(name, categories=tuple(map(Category, found))) for name, found in answers.items()),
        *(Field(name, "interval", "number") for name in ("visits", "loans")),
        Field("weight", "interval", "number", role="weight"),
        *(Field(name, "interval", "number", role="replicate") for name in names),
    )
    how = Replication(**MADE[design.removesuffix(" raked")])
    save(Codebook(fields, replication=how), folder / "published.codebook.json")
    return read.survey(folder / "published.csv")


def _ours(design: str) -> dict[tuple[str, str], float]:
    with tempfile.TemporaryDirectory() as folder:
        answers = published(Path(folder), design)
    held = surveys.weighted(answers, TARGETS if design.endswith("raked") else None, min_cell=0)
    mean = surveys.means(held.table, "loans", held.design)
    total = surveys.totals(held.table, "visits", held.design)
    share = surveys.shares(held.table, "member", held.design)
    groups = surveys.means(held.table, "loans", held.design, by="district")
    whole = ("estimate", "std_error", "df", "conf_low", "conf_high")
    found = {("mean", part): float(mean[part].iloc[0]) for part in whole}
    for part in whole[:2]:
        found["total", part] = float(total[part].iloc[0])
        found["share yes", part] = float(share.set_index("label").loc["yes", part])
        for group, value in zip(groups["group"], groups[part], strict=True):
            found[f"mean in {group}", part] = float(value)
    return found
