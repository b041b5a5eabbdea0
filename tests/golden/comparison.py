"""Writes the table "equal to R in n of n" into docs/methods/surveys.md.

    python tests/golden/comparison.py

Each module compare_*.py here has YARDSTICK (program and version) and rows(shared): one
row a number, with what, theirs, ours, tolerance.  Without the real data beside the
checkout (or in LIBMKT_DATA) the page is not touched, for its counts would be too small.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "methods" / "surveys.md"
START = "<!-- comparison: made by python tests/golden/comparison.py -->"
END = "<!-- end of the comparison -->"


def compared(shared: Path | None, names: str = "compare_*") -> pd.DataFrame:
    """All numbers of the modules, with yardstick, apart (relative from 1 on) and equal."""
    found = []
    for path in sorted(HERE.glob(f"{names}.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found.append(module.rows(shared).assign(yardstick=module.YARDSTICK))
    table = pd.concat(found, ignore_index=True)
    size = table["theirs"].abs().clip(lower=1)
    both_missing = table["theirs"].isna() & table["ours"].isna()
    table["apart"] = ((table["ours"] - table["theirs"]).abs() / size).mask(both_missing, 0.0)
    table["equal"] = table["apart"] <= table["tolerance"]
    return table


def lines(table: pd.DataFrame) -> list[str]:
    """The comparison as Markdown, one row a method."""
    head = "| method | against | numbers | equal | furthest apart | tolerance |"
    out = [head, "| --- | --- | ---: | ---: | ---: | ---: |"]
    for (what, yardstick), part in table.groupby(["what", "yardstick"], sort=False):
        furthest, allowed = part["apart"].max(), part["tolerance"].max()
        out.append(
            f"| {what} | {yardstick} | {len(part)} | {part['equal'].sum()} "
            f"| {furthest:.0e} | {allowed:.0e} |"
        )
    total = f"Equal in {table['equal'].sum()} of {len(table)} numbers."
    return [total, "", *out]


def main() -> int:
    place = Path(os.environ.get("LIBMKT_DATA", ROOT.parent / "shared" / "data"))
    if not place.is_dir():
        print("the real data are not here: the page is left as it is")
        return 1
    table = compared(place)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    made = "\n".join([START, "", *lines(table), "", END])
    PAGE.write_text(before + made + after, encoding="utf-8", newline="\n")
    print(lines(table)[0])
    return 0 if table["equal"].all() else 1


if __name__ == "__main__":
    sys.exit(main())
