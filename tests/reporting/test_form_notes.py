"""The note to a ministry's form, and the file of reasons."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from libmkt import tables, words
from libmkt.errors import LibmktError
from libmkt.period import Period
from libmkt.reporting import form_notes

from .made_forms import LIBRARY, NOTED, deviations


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "+50.0%"), ("ru", "+50,0 %"), ("uz", "+50,0%"), ("kaa", "+50,0 %")],
)
def test_the_note_speaks_the_language_asked(language: str, shown: str) -> None:
    text = form_notes.note(
        NOTED,
        deviations(),
        {"loans": "Repairs | *done*"},
        library=LIBRARY,
        period=Period.parse("2025"),
        language=language,
    )
    with words.speaking(language):
        assert words._("Loans") in text
        assert words._("No figure of the year before") in text
        assert words.period("2025") in text
        assert words.number(1500) in text
    assert shown in text.replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )
    assert r"Repairs \| \*done\*" in text
    assert ("Oray" if language == "kaa" else "Centre") in text


@pytest.mark.parametrize(
    ("period", "told"), [("2023", False), ("2024", False), ("2025", True), ("2026", False)]
)
def test_a_break_since_the_year_before_stands_in_the_note(period: str, told: bool) -> None:
    row = ["A", "", "loans", period, "Renewals are counted", False, None]
    text = form_notes.note(
        NOTED,
        deviations(),
        {},
        library=LIBRARY,
        period=Period.parse("2025"),
        language="en",
        breaks=pd.DataFrame([row], columns=list(tables.BREAKS)),
    )
    assert ("- 2025: A, Loans: Renewals are counted" in text) is told
    assert ("not comparable" in text) is told


def test_a_reasons_file_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    told = deviations()
    path = tmp_path / "reasons.yml"
    texts = {"loans": {"kaa": 'Jóndew: "3 ay" # remont', "ru": "Ремонт"}}
    page = form_notes.reasons_file(NOTED, told, texts, library=LIBRARY, language="kaa")
    path.write_text(page, encoding="utf-8")
    back = form_notes.written(path, NOTED)
    assert form_notes.reasons(back, "kaa") == {"loans": 'Jóndew: "3 ay" # remont'}
    assert form_notes.reasons(back, "ru") == {"loans": "Ремонт"}
    assert form_notes.unexplained(told, form_notes.reasons(back, "uz")) == []


def test_an_empty_reasons_file_leaves_the_deviation_unexplained(tmp_path: Path) -> None:
    told = deviations()
    path = tmp_path / "reasons.yml"
    page = form_notes.reasons_file(NOTED, told, {}, library=LIBRARY, language="en")
    path.write_text(page, encoding="utf-8")
    given = form_notes.reasons(form_notes.written(path, NOTED), "en")
    assert [d.figure.place.id for d in form_notes.unexplained(told, given)] == ["loans"]


def test_a_reason_for_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reasons.yml"
    path.write_text("reasons:\n  lones: Repairs\n", encoding="utf-8")
    with pytest.raises(LibmktError, match=r"line 2\s+lones is not known here"):
        form_notes.written(path, NOTED)
