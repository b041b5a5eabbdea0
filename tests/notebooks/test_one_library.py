"""A report of one library holds it against nothing that is not its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.notebooks.conftest import report


def made(bench: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (bench / "reports/monitoring/2026-09/en/manifest.json").read_text(encoding="utf-8")
    )
    return found


def page(bench: Path) -> str:
    return (bench / "reports/monitoring/2026-09/en/report.html").read_text(encoding="utf-8")


def only(library: str) -> list[str]:
    return ["monitoring", "--language", "en", "--to", "html", "--set", f"library={library}"]


def test_one_library_has_no_region_s_plan_no_chart_of_itself_and_no_other_s_past(
    bench: Path,
) -> None:
    assert report(*only("")) == 0
    whole = made(bench)
    assert {"figures/plan.svg", "figures/places.svg"} <= set(whole["files"])
    assert {value["library"] for value in whole["published"]} == {""}
    assert report(*only("Qosterek")) == 0
    one = made(bench)
    assert not {"figures/plan.svg", "figures/places.svg"} & set(one["files"])
    assert {value["library"] for value in one["published"]} == {"Qosterek"}
    shown = page(bench)
    assert "This library has no plan of its own for the year." in shown
    assert "What changed since" not in shown  # the region's figures are not its past
    assert "Bring back to plan" not in shown


def test_a_library_with_targets_of_its_own_is_held_against_them(bench: Path) -> None:
    (bench / "data/own-plan.csv").write_text(
        "library,measure,period,plan\nQosterek,loans,2026,250000\nAqsaǵa,loans,2026,300000\n",
        encoding="utf-8",
    )
    assert report(*only("Qosterek"), "--set", "plan=data/own-plan.csv") == 0
    table = (bench / "reports/monitoring/2026-09/en/tables/plan.csv").read_text("utf-8-sig")
    assert len(table.splitlines()) == 2 and "250000" in table
