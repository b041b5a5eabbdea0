"""What became of those asked: read from one file, refused with all its mistakes at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt import read
from libmkt.errors import DataError, ParameterError


def written(folder: Path, text: str) -> Path:
    path = folder / "asked.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_counts_are_read_with_their_record(tmp_path: Path) -> None:
    found = read.outcomes(written(tmp_path, "No;Disposition;N\n1;Refusal;148\n2;unknown;0\n"))
    assert found.table.to_numpy().tolist() == [["refusal", 148], ["unknown", 0]]
    assert found.files[0].cells_kept == 2


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = "disposition,n\nrefused,3\nrefusal,2.5\nother,-1\nother,4\n"
    with pytest.raises(DataError) as caught:
        read.outcomes(written(tmp_path, text))
    places = [str(one.where) for one in caught.value.problems]
    assert places == ["row 2", "row 3", "row 4", "row 5"]
    assert "expected one of: complete, partial, refusal" in str(caught.value)


def test_a_missing_column_and_two_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="column is missing"):
        read.outcomes(written(tmp_path, "what,n\nrefusal,3\n"))
    (tmp_path / "more.csv").write_text("disposition,n\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="one file"):
        read.outcomes(str(tmp_path / "*.csv"))
