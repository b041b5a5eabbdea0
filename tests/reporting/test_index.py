"""The page of all reports says what there is, and asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from libmkt.reporting import changes, content, index, store


def put(bench: Path, folder: str, **said: Any) -> Path:
    place = bench / "reports" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "report.html").write_text("x", encoding="utf-8")
    told = {"run": folder.split("/")[0], "report": "small", "title": "A report", "language": "en",
            "times": {"made": "2026-11-23T10:00:00+00:00"}}  # fmt: skip
    store.write_manifest(place, told | said)
    return place


def test_an_index_lists_whole_stale_and_failed_reports(bench: Path) -> None:
    put(bench, "a/2026-08/en")
    stale = put(bench, "a/2026-09/Bulaq/en", branch="Bulaq <1>", subject="2026-09")
    (stale / "failure.html").write_text("why", encoding="utf-8")
    failed = bench / "reports/b/2026/ru"
    failed.mkdir(parents=True)
    (failed / "failure.html").write_text("why", encoding="utf-8")
    put(bench, "samples/2026/en")
    put(bench, "a/2026-09/.en.new-12")
    found = index.update(bench)
    assert [(e["folder"], e["status"]) for e in found] == [
        ("a/2026-09/Bulaq/en", "stale"), ("a/2026-08/en", "whole"), ("b/2026/ru", "failed"),
    ]  # fmt: skip
    listed = json.loads((bench / "reports/index.json").read_text(encoding="utf-8"))["reports"]
    assert listed == found and found[0]["branch"] == "Bulaq <1>"
    assert found[1]["formats"] == {"html": "a/2026-08/en/report.html"}
    page = (bench / "reports/index.html").read_text(encoding="utf-8")
    assert 'href="a/2026-08/en/report.html"' in page and "Bulaq &lt;1&gt;" in page
    assert 'href="b/2026/ru/failure.html"' in page
    assert sorted(p.name for p in (bench / "reports").iterdir() if p.is_file()) == [
        "index.html", "index.json",
    ]  # fmt: skip


def test_a_manifest_that_has_not_changed_is_not_read_again(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(bench, "a/2026/en")
    first = index.update(bench)
    put(bench, "b/2026/en")
    read: list[str] = []
    manifest = store.manifest

    def noted(folder: Path) -> dict[str, Any]:
        read.append(folder.as_posix())
        return manifest(folder)

    monkeypatch.setattr(store, "manifest", noted)
    assert index.update(bench)[:1] == first
    assert len(read) == 1 and read[0].endswith("b/2026/en")


def test_hostile_titles_are_escaped_and_links_are_quoted(bench: Path) -> None:
    evil = "</script><script>alert(1)</script>"
    put(bench, "a#1/2026 %/en", title=evil, branch=evil, subject=evil, run=evil)
    index.update(bench)
    page = (bench / "reports/index.html").read_text(encoding="utf-8")
    assert evil not in page and 'href="a%231/2026%20%25/en/report.html"' in page


def test_the_policy_lets_exactly_the_one_script_run_and_nothing_be_fetched(bench: Path) -> None:
    put(bench, "a/2026/en")
    index.update(bench)
    page = (bench / "reports/index.html").read_text(encoding="utf-8")
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy
    assert not re.search(r"https?://|src=|onload|onclick", page)


def test_a_broken_index_and_a_broken_manifest_do_not_stop_the_next(bench: Path) -> None:
    folder = put(bench, "a/2026/en")
    (bench / "reports/index.json").write_text('{"reports": [1]}', encoding="utf-8")
    (folder / "manifest.json").write_text("[", encoding="utf-8")
    [entry] = index.update(bench)
    assert (entry["run"], entry["subject"], entry["language"]) == ("a", "2026", "en")


def value(name: str, number: float | None, period: str = "2026-09", **more: str) -> dict[str, Any]:
    return {"name": name, "value": number, "period": period, "unit": "x", "library": "",
            "branch": "", "definition_hash": "d", **more}  # fmt: skip


def test_values_are_compared_with_the_period_before_where_their_definition_agrees(
    bench: Path,
) -> None:
    old = [value(n, v, "2026-08") for n, v in (("loans", 200.0), ("visits", 5.0), ("users", 7.0))]
    put(bench, "a/2026-08/en", published=old)
    folder = bench / "reports/a/2026-09/en"
    earlier = changes.before(folder, bench)
    assert earlier == bench / "reports/a/2026-08/en"
    now = [value("loans", 150.0), value("visits", 5.0), value("users", 9.0, definition_hash="e")]
    found = changes.changes(now, folder, earlier)
    assert (found["kind"], found["period"], found["same"], found["redefined"]) == (
        "period", "2026-08", 1, 1,
    )  # fmt: skip
    assert [(i["name"], i["before"], i["now"]) for i in found["items"]] == [("loans", 200.0, 150.0)]
    heading, table, remark = changes.section(found)
    assert heading["kind"] == "heading" and "August 2026" in table["caption"]
    assert table["rows"] == [["Loans", 200.0, 150.0, -0.25]]
    assert remark["kind"] == "sentence"


def test_a_revision_of_the_same_report_comes_first_and_stays_on_its_page(bench: Path) -> None:
    import nbformat as untyped

    nbformat: Any = untyped

    put(bench, "a/2026-08/en", published=[value("loans", 1.0, "2026-08")])
    folder = put(bench, "a/2026-09/en", published=[value("loans", 200.0)])
    book: Any = nbformat.from_dict(
        {"metadata": {}, "cells": [], "nbformat": 4, "nbformat_minor": 5}
    )
    told = changes.told(book, [value("loans", 210.0)], folder, bench / "reports/a/2026-08/en", "en")
    assert told["found"]["kind"] == "revision"
    put(bench, "a/2026-09/en", published=[value("loans", 210.0)])
    book.metadata["libmkt"] = {"changes": told}
    assert changes.told(book, [value("loans", 210.0)], folder, None, "en") == told


def test_without_anything_earlier_there_is_no_section(bench: Path) -> None:
    folder = bench / "reports/a/2026-09/en"
    assert changes.before(folder, bench) is None
    assert changes.changes([value("loans", 1.0)], folder, None) == {}
    assert changes.section({}) == []


def test_what_changed_stands_before_the_closing_boxes_in_every_format() -> None:
    import nbformat as untyped

    nbformat: Any = untyped

    from libmkt.reporting import document

    def cell(kind: str) -> Any:
        output = nbformat.v4.new_output(
            "display_data", {document.MIME: {"kind": kind, "items": ["said"]}}
        )
        return nbformat.v4.new_code_cell("x", outputs=[output])

    book = nbformat.v4.new_notebook(cells=[cell("list"), cell("actions"), cell("sureness")])
    blocks = changes.section({"kind": "revision", "period": "2026", "made": "", "same": 0,
        "redefined": 0, "items": [{"name": "loans", "library": "", "branch": "B", "unit": "x",
                                   "before": 1.0, "now": 2.5}]})  # fmt: skip
    book.metadata["libmkt"] = {"changes": {"blocks": blocks}}
    kinds = [p.block or p.kind for p in content.pieces(book) if p.kind != "code"]
    assert kinds == ["list", "markdown", "table", "actions", "sureness"]
    assert content.blocks(book, "table")[0]["rows"] == [["Loans, B", 1.0, 2.5, 1.5]]
