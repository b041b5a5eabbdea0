"""``libmkt check`` tells what is kept and why the rest is not, and keeps the description."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from libmkt import words
from libmkt.cli import check
from libmkt.errors import DataError, ParameterError
from libmkt.read import counts
from libmkt.words.rules import RULES
from libmkt.words.survey_rules import SURVEY_RULES
from tests.read.making import csv

TABLE = "Hisobot;;;\nTuman;Foydalanuvchilar soni;;Qatnovlar\n;jami;0-14 yosh;\n"
ROWS = "Chimboy;1 200;300;5000\nShumanay;–;100;400\nJami;1 200;400;5400\n"


def run(*given: str) -> int:
    parser = argparse.ArgumentParser()
    check.configure(parser)
    return check.run(parser.parse_args(given))


def test_it_says_what_is_kept_left_out_and_repaired(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv(tmp_path, "tuman-2026-09.csv", TABLE + ROWS)
    assert run(str(path)) == 0
    shown = capsys.readouterr().out
    for told in ("5 of 9 figures kept", "rows that are sums", "row 6: Jami", "marks for no data",
                 "numbers", "the period, from the file's name"):  # fmt: skip
        assert told in shown
    line = next(line.split() for line in shown.splitlines() if line.startswith("visits"))
    assert line == ["visits", "2026-09", "2026-09", "2", "5,400"]


def test_the_account_is_told_in_the_language_in_use(tmp_path: Path) -> None:
    text = "Branch;Month;Visits;Frob\nA;2026-01;–;good\nA;2026-Q1;7;bad\nA;2026-02;3;bad\n"
    reading = counts(csv(tmp_path, "x.csv", text))
    with words.speaking("ru"):
        shown = "\n".join(check.account(reading))
        assert words.translate("columns of text, not read") in shown
    assert not re.search(r"\b(row|month|quarter|not read)\b", shown)


@pytest.mark.parametrize("language, loans", [("kaa", "Kitap beriw"), ("uz", "Kitob berilishi")])
def test_examples_name_measures_in_the_language_in_use(
    tmp_path: Path, language: str, loans: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv(tmp_path, "two.csv", "branch,period,loans\nA,2026-08,7*\nA,2026-08,7\nB,2026-08,4\n")
    with words.speaking(language):
        with pytest.raises(DataError) as caught:
            run(str(path))
        assert f"3: A, {loans}, 2026-08" in words.explain(caught.value)
        csv(tmp_path, "two.source.yml", "duplicates: first\n")
        assert run(str(path)) == 0
    log, _, _table = capsys.readouterr().out.partition("\n\n")
    assert log.count(f"A, {loans}, 2026-08") == 2 and "A, loans" not in log


def test_a_saved_description_reads_the_same_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = csv(tmp_path, "tuman-2026-09.csv", TABLE + ROWS)
    before = counts(path)
    assert run(str(path), "--save") == 0
    assert (tmp_path / "tuman-2026-09.source.yml").is_file()
    after = counts(path)
    assert after.files[0].description == "tuman-2026-09.source.yml"
    assert before.table.equals(after.table)
    with pytest.raises(ParameterError, match="is there already"):
        run(str(path), "--save")


def test_a_refused_file_leaves_a_draft_that_drops_nothing_by_itself(tmp_path: Path) -> None:
    path = csv(tmp_path, "x.csv", "Branch,Year,Visits,Frobs\nA,2025,5,7\n")
    with pytest.raises(DataError, match="Frobs"):
        run(str(path), "--save")
    draft = (tmp_path / "x.source.yml").read_text("utf-8")
    assert '\n  # "Frobs": leave out' in draft
    with pytest.raises(DataError, match="Frobs"):
        counts(path)
    accepted = draft.replace('  # "Frobs"', '  "Frobs"')
    (tmp_path / "x.source.yml").write_text(accepted, "utf-8")
    assert counts(path).table["measure"].tolist() == ["visits"]


def test_a_file_that_is_no_table_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(DataError):
        run(str(path), "--save")
    assert not (tmp_path / "x.source.yml").exists()


def test_breaks_and_the_description_are_shown(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("data/demo/region/yearly.csv")
    shown = capsys.readouterr().out
    assert "described by data/demo/region/yearly.source.yml" in shown
    assert "break from 2021: Visits:" in shown


def test_every_rule_of_the_readers_has_words() -> None:
    import re

    folder = Path(check.__file__).parent.parent / "read"
    rules = set()
    for module in folder.glob("*.py"):
        text = module.read_text("utf-8")
        rules |= set(re.findall(r'\.add\(\s*"([a-z_]+)",', text))
        rules |= set(re.findall(r'told\.append\(\(\s*"([a-z_]+)",', text))
        rules |= set(re.findall(r'\.note\(\s*"([a-z_]+)",', text))
    assert rules <= {*RULES, *SURVEY_RULES}
