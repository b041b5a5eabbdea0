"""``libmkt check FILE --as survey`` tells what became of the answers, and keeps the codebook."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from libmkt.cli import check
from libmkt.codebook import load
from libmkt.errors import DataError, ParameterError

TEXT = "№;Ваше имя;Читаете?;Оцените тишину от 1 до 5\n" + "".join(
    f"{n};Х{n};{'да' if n % 3 else 'нет'};{n % 5 + 1}\n" for n in range(1, 21)
)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    check.configure(parser)
    return check.run(parser.parse_args(words))


@pytest.fixture
def poll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "опрос 2026.csv"
    path.write_bytes(TEXT.encode("cp1251"))
    return path


def test_the_account_says_what_is_kept_left_out_and_guessed(
    poll: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(poll), "--as", "survey") == 0
    shown = capsys.readouterr().out
    assert "60 of 80 answers kept" in shown and "respondents: 20" in shown
    assert "name a person: Ваше имя" in shown and "scales: Q2" in shown
    assert not poll.with_name("опрос 2026.codebook.json").exists()


def test_answers_checked_as_counts_are_hinted_to_be_a_survey(poll: Path) -> None:
    with pytest.raises(DataError) as caught:
        run(str(poll))
    assert f'libmkt check "{poll}" --as survey' in str(caught.value)


def test_answers_that_can_be_read_as_counts_are_hinted_too(
    poll: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = poll.with_name("poll.csv")
    path.write_text("library,visits,Is it quiet?\nA,5,yes\nB,4,no\n", encoding="utf-8")
    path.with_name("poll.codebook.json").write_text("{}", encoding="utf-8")
    (poll.parent / "poll.source.yml").write_text("period: 2026\n", encoding="utf-8")
    assert run(str(path)) == 0
    assert "--as survey" in capsys.readouterr().out


def test_the_codebook_is_kept_mended_in_a_workbook_and_used(
    poll: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    run(str(poll), "--as", "survey", "--save")
    place = poll.with_name("опрос 2026.codebook.json")
    assert load(place)["Q2"].scale == "ordinal"
    run(str(place), "--as", "codebook", "--save")
    book = place.with_suffix(".xlsx")
    opened = openpyxl.load_workbook(book)
    opened["fields"]["D3"] = "space"
    opened.save(book)
    run(str(book), "--as", "codebook", "--save")
    assert load(place)["Q2"].battery == "space"
    capsys.readouterr()
    run(str(poll), "--as", "survey", "--save")
    shown = capsys.readouterr().out
    assert "the codebook beside the file" in shown and "is there already and was left" in shown
    assert "Guessed" not in shown


def test_a_workbook_in_which_somebody_works_is_not_written_over(poll: Path) -> None:
    run(str(poll), "--as", "survey", "--save")
    place = poll.with_name("опрос 2026.codebook.json")
    run(str(place), "--as", "codebook", "--save")
    before = place.with_suffix(".xlsx").read_bytes()
    with pytest.raises(ParameterError, match="is there already and is not written over"):
        run(str(place), "--as", "codebook", "--save")
    assert place.with_suffix(".xlsx").read_bytes() == before


def test_a_refused_survey_writes_nothing(poll: Path) -> None:
    run(str(poll), "--as", "survey", "--save")
    with poll.open("ab") as stream:
        stream.write("21;Х;да;9\n".encode("cp1251"))
    with pytest.raises(DataError, match="row 22: 9"):
        run(str(poll), "--as", "survey")
