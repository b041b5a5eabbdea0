"""One report with every kind of block, long names and hostile ones, for the writers' tests."""

from __future__ import annotations

from typing import Any

from libmkt import words
from libmkt.reporting import document

HOSTILE = [
    "../../x",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    '#panic("x") $x$ *b* _i_ [c] \\ @ref <l> `r` //',
    "zero\x00byte \x1b[31m \ud800 lone \u202eturned",
    "A" * 120,
]
_LONG = {
    "kaa": "Qońırat rayonlıq málimleme-kitapxana orayınıń balalar bólimi",
    "uz": "Qoʻngʻirot tumani axborot-kutubxona markazining bolalar boʻlimi",
    "ru": "Детский отдел информационно-библиотечного центра Кунградского района",
    "en": "Children's department of the Qońırat district information-library centre",
}
_TITLE = {
    "kaa": "Kitapxana xızmetleri monitoringi",
    "uz": "Kutubxona xizmatlari monitoringi",
    "ru": "Мониторинг библиотечного обслуживания",
    "en": "Monitoring of library services",
}


def notebook(language: str, *, hostile: bool = False) -> Any:
    """An executed notebook in `language`; its branches bear hostile names if asked for."""
    import nbformat.v4 as v4

    with words.speaking(language):
        cells = [v4.new_markdown_cell(_opening(language)), cell(_begin(language))]
        for made in _body(language, HOSTILE if hostile else []):
            cells.append(v4.new_markdown_cell(made) if isinstance(made, str) else cell(made))
    done = v4.new_notebook(cells=cells)
    said = "Bul esapta áhmiyetli ózgeris: jańa filial ashıldı.\n\nЕкинши абзац <b>тоже</b>."
    done.metadata["libmkt"] = {"note": {"text": said, "author": "A. Biysenova", "actions": None}}
    return done


def cell(block: document.Block) -> Any:
    """A cell of an executed notebook that shows one object."""
    import nbformat.v4 as v4

    data = {document.MIME: {"kind": block.kind, "language": words.language(), **block.content}}
    output = v4.new_output("display_data", data=data)
    return v4.new_code_cell("reporting.show()", outputs=[output])


def _opening(language: str) -> str:
    lead = "For the director: **where** do loans fall, and *what* is to be done? `F01`"
    return f"# {_TITLE[language]}\n\n{lead}\n\n- {_LONG[language]}\n- two"


def _begin(language: str) -> document.Block:
    return document.Block(
        "begin",
        {"language": language, "period": "2026-09", "period_shown": words.period("2026-09"),
         "library": "Kitapxana", "as_of": "2026-10-05"},
    )  # fmt: skip


def _body(language: str, hostile: list[str]) -> list[document.Block | str]:
    long = _LONG[language]
    return [
        f"## {long}: loans?\n\nText with <b>HTML</b> and a [link](https://example.org/a).",
        _values(long),
        document.text(f"{long}. " * 4),
        _branches(long, hostile),
        _series(long),
        "### A smaller heading\n\n1. first\n2. second\n   - inner\n\n> quoted\n\n"
        "| a | b |\n|---|--:|\n| x | 1 |\n\n```\ncode = 1\n```",
        document.warning(f"{long}: the counter stood still for nine days."),
        "## Months and years",
        _wide(long),
        _tall(),
        document.Block("list", {"items": [f"{long} {i}" for i in range(3)] + hostile}),
        *_boxes(long, hostile),
    ]


def _values(long: str) -> document.Block:
    import pandas as pd

    table = pd.DataFrame(
        {
            "measure": pd.Series(["Loans", long, "Visits", "Share"], dtype=object),
            "value": [285_693, 12.345, None, 0.4567],
            "form": ["n0", "n1", "n0", "p1"],
            "change": [-0.0264, 0.034, None, 0.1],
        }
    )
    return document.values(table, change="change", against="against 2025")


def _branches(long: str, hostile: list[str]) -> document.Block:
    import pandas as pd

    names = [*hostile, long, "Nókis", "Tórtkúl", "Ámiwdárya", "Oʻzbekiston", "Jámi"]
    n = len(names)
    table = pd.DataFrame(
        {
            "branch": pd.Series(names, dtype=object),  # Arrow's text cannot hold half a letter
            "period": ["2026-09"] * n,
            "loans": [1_234_567.0 / (i + 1) for i in range(n - 1)] + [None],
            "share": [0.1234 * i for i in range(n)],
            "change": [(-1) ** i * 0.0345 * i for i in range(n)],
            "rate": [i - 2.55 for i in range(n)],
            "total": [False] * (n - 1) + [True],
        }
    )
    columns = {
        "branch": document.col("Branch"),
        "period": document.col("Month", "period"),
        "loans": document.col("Loans", "n0"),
        "share": document.col("Share", "p1"),
        "change": document.col("Change against last year", "+p1"),
        "rate": document.col("Rate", "+n1"),
    }
    return document.table(
        table, columns, caption=f"Loans by branch: {long}", strong="total", note="Breaks: none."
    )


def _wide(long: str) -> document.Block:
    import pandas as pd

    names = [f"m{i}" for i in range(1, 13)]
    table = pd.DataFrame({name: [123_456 * i, 98_765] for i, name in enumerate(names, start=1)})
    table.insert(0, "branch", pd.Series([long, "Nókis"], dtype=object))
    columns = {"branch": document.col("Branch")}
    columns |= {name: document.col(words.month(i), "n0") for i, name in enumerate(names, start=1)}
    return document.table(table, columns, caption="Loans by month")


def _tall() -> document.Block:
    import pandas as pd

    table = pd.DataFrame({"year": [str(y) for y in range(1966, 2026)], "loans": range(60)})
    columns = {"year": document.col("Year", "period"), "loans": document.col("Loans", "n0")}
    return document.table(table, columns, caption="Loans by year")


def _series(long: str) -> document.Block:
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    _figure, ax = plt.subplots(figsize=(7, 3.4))
    ax.plot(range(12), [3, 4, 2, 5, 6, 4, 7, 8, 6, 9, 8, 10], label=long)
    ax.set_title("Ámiwdárya, Oʻzbekiston, Нөкис")
    ax.legend()
    alt = f"Loans rise from 3 to 10 thousand. {long}"
    return document.figure(ax, alt=alt, caption=f"Loans by month: {long}", note="One branch.")


def _boxes(long: str, hostile: list[str]) -> list[document.Block]:
    action = {"text": f"{long}: open on Sundays.", "owner": "Director", "rule": "loans fell twice"}
    files = [
        {"file": f"data/demo/region/monthly/{y}.csv", "sha256": "0a1b2c" * 11, "size": 1,
         "cells_in": 12_345, "cells_kept": 12_300, "description": ""}
        for y in (2025, 2026)
    ]  # fmt: skip
    rule = {"file": "data/demo/region/monthly/2026.csv", "rule": "total", "cells": 45,
            "outcome": "dropped", "example": (hostile or ["row 17: Jámi"])[0],
            "reason": f"Rows of totals are left out, as the description says: {long}"}  # fmt: skip
    closing = {"files": files, "rules": [rule], "published": [], "opened": []}
    return [
        document.Block("actions", {"items": [action, {**action, "rule": ""}]}),
        document.Block("sureness", {"items": ["All were counted.", long]}),
        document.Block("sources", closing),
    ]
