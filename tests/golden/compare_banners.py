"""Our banner tables beside the numbers of R's survey in banners.csv, one row a number."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from libmkt.stats.design import Design
from libmkt.surveys.banner_questions import Question
from libmkt.surveys.banners import Banner, banner

HERE = Path(__file__).resolve().parent
YARDSTICK = "R survey 4.1.1"
DESIGNS = {
    "simple": Design(),
    "weighted": Design(weights="weight"),
    "stratified": Design(weights="weight", strata="district"),
    "clusters": Design(weights="weight", strata="district", clusters="branch"),
}
SHOWN = {
    "column": "banner table: cell",
    "pair": "banner table: pair of columns",
    "overlap": "banner table: columns that overlap",
}


def rows(shared: Path | None) -> pd.DataFrame:
    """All numbers: what, theirs, ours, tolerance; the real data are not needed."""
    golden = pd.read_csv(HERE / "banners.csv", dtype={"row": str}, keep_default_na=False)
    golden["value"] = pd.to_numeric(golden["value"])
    made = {name: made_of(design) for name, design in DESIGNS.items()}
    ours = [_ours(made[row["design"]], row) for row in golden.to_dict("records")]
    table = golden.rename(columns={"value": "theirs"}).assign(ours=ours, tolerance=1e-8)
    return table.assign(what=table["what"].replace(SHOWN))


def made_of(design: Design) -> Banner:
    """The banner table of the invented visitors, with a heading whose groups overlap."""
    table = pd.read_csv(HERE / "survey_data.csv")
    table["often"], table["reads"] = table["visits"] >= 5, table["loans"] >= 3
    both = Question("both", "multiple", options={"often": "often", "reads": "reads"})
    asked = Question("satisfied", "scale", options={n: str(n) for n in (1, 2, 3, 4, 5)})
    return banner(table, [asked], ["age", "district", both], design, minimum=1)


def _ours(made: Banner, row: dict[str, str]) -> float:
    stat = row["row"] if row["row"] in ("top", "bottom", "mean") else "share"
    table = made.cells if row["what"] == "column" else made.comparisons
    table = table[(table["stat"] == stat)]
    if stat == "share":
        table = table[table["label"] == row["row"]]
    if row["what"] == "column":
        found = table[table["group"] == row["group"]]
    else:
        a, b = row["group"].split(" | ")
        found = table[(table["group_a"] == a) & (table["group_b"] == b)]
    (value,) = found[row["quantity"]]
    return float(value)
