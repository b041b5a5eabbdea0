"""The codebook as workbooks for people, and wave compared with wave."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.codebook import Category, Codebook, Condition, Field, paper, workbook, workbook_reading
from libmkt.codebook.compare import changes, merged
from libmkt.codebook.draft import Asked, draft
from libmkt.errors import DataError
from libmkt.read import survey
from tests.test_codebook import book


def test_the_workbook_gives_the_same_codebook_back(tmp_path: Path) -> None:
    path = workbook.write(book(), tmp_path / "needs.xlsx")
    assert workbook_reading.read(path) == book()


def test_a_mistake_in_the_workbook_is_told_by_its_cell(tmp_path: Path) -> None:
    import openpyxl

    path = workbook.write(book(), tmp_path / "needs.xlsx")
    opened = openpyxl.load_workbook(path)
    fields = opened["fields"]
    head = [cell.value for cell in fields[1]]
    fields.cell(2, head.index("scale") + 1).value = "nominall"
    fields.cell(4, head.index("relevant") + 1).value = "member = y"
    fields.cell(6, head.index("minimum") + 1).value = "six"
    answers = opened["answers"]
    answers.cell(2, 1).value = "membre"
    opened.save(path)
    with pytest.raises(DataError) as told:
        workbook_reading.read(path)
    places = {str(one.where) for one in told.value.problems}
    assert {"fields!M4", "fields!I6", "answers!B2"} <= places


def test_a_contradiction_in_the_workbook_is_told_by_its_cell(tmp_path: Path) -> None:
    wrong = Codebook((Field("a", "ordinal", "integer"), Field("b", categories=(
        Category("x"), Category("x")))))  # fmt: skip
    path = workbook.write(wrong, tmp_path / "x.xlsx")
    with pytest.raises(DataError) as told:
        workbook_reading.read(path)
    places = [str(one.where) for one in told.value.problems]
    assert places == ["fields!A2", "answers!B2", "answers!B3"]


@pytest.mark.parametrize("content", [b"no workbook", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"x\.xlsx"):
        workbook_reading.read(path)


def test_forms_typed_into_the_paper_workbook_are_read_by_its_codebook(tmp_path: Path) -> None:
    import openpyxl

    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")
    path = paper.write(book(), tmp_path / "forms.xlsx", language="ru")
    opened = openpyxl.load_workbook(path)
    sheet = opened["answers"]
    head = {cell.value: cell.column for cell in sheet[1]}
    typed = [
        {"form_no": 1, "filled_on": "2026-09-05", "form_language": "ru", "member": "y",
         "uses/loans": 1, "I1": "Согласен", "age": 34, "else": "тел. +998 90 123-45-67"},
        {"form_no": 2, "filled_on": "2026-09-06", "member": "n", "I1": 9, "P1": 1},
    ]  # fmt: skip
    for n, form in enumerate(typed, start=3):
        for name, value in form.items():
            sheet.cell(n, head[name]).value = value
    opened.save(path)
    reading = survey(path, root=tmp_path)
    table = reading.table
    assert table["respondent"].tolist() == ["1", "2"]
    assert table["mode"].tolist() == ["paper", "paper"]
    assert table["I1"].tolist()[0] == 2 and table["I1"].isna().tolist() == [False, True]
    assert reading.missing[["field", "value"]].values.tolist() == [["I1", 9]]
    assert table["uses/loans"].tolist() == [True, False]
    assert table["else"].tolist()[0] == "тел. [phone]"
    assert reading.codebook.names == book().names


def test_what_changed_from_wave_to_wave_is_found() -> None:
    old = Codebook((
        Field("a", wording={"en": "Is it quiet?"}, categories=(Category("y"), Category("n"))),
        Field("b", "ordinal", "integer", categories=(Category(1, {"en": "Bad"}),
                                                     Category(2, {"en": "Good"}))),
        Field("old_name", "text", wording={"en": "What would you change?"}),
        Field("gone", "text"),
    ))  # fmt: skip
    new = Codebook((
        Field("a", wording={"en": "Is it quiet enough?"},
              categories=(Category("y"), Category("n"), Category("dk"))),
        Field("b", "ordinal", "integer", categories=(Category(1, {"en": "Good"}),
                                                     Category(2, {"en": "Bad"}))),
        Field("new_name", "text", wording={"en": "What would you change?"}),
        Field("c", "interval", "integer"),
    ))  # fmt: skip
    found = changes(old, new)
    assert list(found[["field", "change"]].itertuples(index=False, name=None)) == [
        ("a", "wording"), ("a", "option_added"), ("b", "code"), ("b", "code"),
        ("new_name", "renamed"), ("c", "added"), ("gone", "removed"),
    ]  # fmt: skip
    with pytest.raises(DataError, match="another code in 2026: Bad = 1, now Bad = 2"):
        merged({"2024": old, "2026": new})


def test_waves_without_contradiction_become_one_codebook() -> None:
    one = Field("a", wording={"en": "Quiet?"}, categories=(Category("y"), Category("n")))
    other = Field("a", wording={"en": "Calm?"}, categories=(Category("y"), Category("dk")))
    found = merged({"2024": Codebook((one,)), "2026": Codebook((other, Field("b", "text")))})
    assert found.names == ("a", "b")
    assert found["a"].values == ("y", "dk", "n")
    assert found["a"].wording == {"en": "Quiet?"}
    assert found["a"].waves == {"2026": {"en": "Calm?"}}


DRAFTS = [
    (["1", "5", "3", "2", "4"] * 5, "nominal", (1, 2, 3, 4, 5)),
    (["0", "10", "9", "8", "7"] * 5, "ordinal", tuple(range(11))),
    (["17", "45", "61", "20"] * 5, "interval", ()),
    (["2.5", "3.75"] * 5, "interval", ()),
    (["Awa", "Yaq"] * 3, "nominal", ("Awa", "Yaq")),
    (["Никогда", "Иногда", "Всегда"] * 3, "ordinal", (1, 2, 3)),
    (["2026-09-05", "2026-09-06"], "date", ()),
    (["I like it", "Too loud in the evening", "More books", "-"], "text", ()),
    (["Wi-Fi; Loans", "Loans", "Wi-Fi; Events; Loans", "Events"] * 3, "multiple",
     ("Loans", "Wi-Fi", "Events")),
    (["0 - never", "10 - always", "5", "9"] * 5, "ordinal", tuple(range(11))),
]  # fmt: skip


@pytest.mark.parametrize("cells, scale, values", DRAFTS)
def test_a_scale_is_guessed_from_the_answers(
    cells: list[str], scale: str, values: tuple[object, ...]
) -> None:
    (field,) = draft([Asked("Question", cells)]).codebook.fields
    assert (field.scale, field.values) == (scale, values)


def test_a_question_of_routing_and_codes_is_compared_by_what_it_says() -> None:
    old = Codebook((Field("m"), Field("a", "text", relevant=(Condition("m", ("y",)),))))
    new = Codebook((Field("m"), Field("a", "text", missing=(Category("-"),))))
    assert changes(old, new)["change"].tolist() == ["missing", "routing"]
