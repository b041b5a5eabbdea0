"""A banner table as an Excel workbook by itself, written as the workbook of any report is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from libmkt import words
from libmkt.reporting.banner_words import Banner
from libmkt.reporting.banners import banner_tables


def banner_workbook(
    banner: Banner,
    *,
    title: str,
    created: dt.date = dt.date(2000, 1, 1),
    describing: Collection[str] = (),
) -> bytes:
    """The workbook of a banner table, in the language in use; same table, same bytes.

    Parameters
    ----------
    title
        On top of the first sheet.
    created
        The day that the file says it was made on.
    describing
        As in `libmkt.reporting.banners.banner_tables`.

    Notes
    -----
    The first sheet says how the tables were made and leads to each; then an overview, a
    sheet a question with numbers that have formats and letters in rows of their own, and as
    filtered lists all values with their doubt and all comparisons with their p-values.
    """
    from libmkt.reporting.writers.nodes import nodes
    from libmkt.reporting.writers.outline import ACCENT, Outline, Section
    from libmkt.reporting.writers.sheets import workbook

    made = [
        node
        for number, block in enumerate(banner_tables(banner, describing=describing))
        for node in nodes(block.kind, block.content, number, lists=True)
    ]
    report = Outline(
        language=words.language(), title=title, library="", address="", period="", day=created,
        accent=ACCENT, logo=None, letterhead=None, signatories=(), lead=(), note=(),
        sections=(Section("", tuple(made)),),
    )  # fmt: skip
    return workbook(report)
