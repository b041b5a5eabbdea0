"""What is wrong with a survey's file: refused with every place, or a choice that is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from libmkt.codebook import Category, Codebook, Field, SurveyReading, save
from libmkt.errors import DataError, ParameterError
from libmkt.read import survey

SCALE = tuple(Category(n) for n in range(1, 6))
BOOK = Codebook(
    (
        Field("q1", "ordinal", "integer", categories=SCALE,
              missing=(Category(9, {"en": "Refused"}),)),
        Field("district", categories=(Category("n", {"kaa": "Nókis"}),
                                      Category("x", {"kaa": "Xojeli"}))),
        Field("age", "interval", "integer", minimum=6, maximum=110),
        Field("band", categories=(Category("10-14"), Category("15-24"))),
    )
)  # fmt: skip


@pytest.fixture(autouse=True)
def _workbench(tmp_path: Path) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")


def read(
    tmp_path: Path, text: str | bytes, codebook: Codebook | None = BOOK, name: str = "a.csv"
) -> SurveyReading:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return survey(path, codebook=codebook, root=tmp_path)


def told(reading: SurveyReading) -> dict[str, int]:
    return dict(reading.log.groupby("rule", sort=False)["cells"].sum())


def test_every_answer_that_does_not_fit_is_told_at_once(tmp_path: Path) -> None:
    text = "id,q1,district,age,band\n1,7,n,5,10-14\n2,7,Atlantis,old,2026-10-14\n3,0,x,30,15-24\n"
    with pytest.raises(DataError) as refused:
        read(tmp_path, text)
    said = str(refused.value)
    assert "row 2: 7 (in all 2)" in said and "row 4: 0" in said
    assert (
        "row 3: Atlantis" in said and "row 3: old" in said and "not a number from 6 to 110" in said
    )
    assert "Excel turned it into one" in said and "a.codebook.json" in said
    assert len(refused.value.problems) == 6


def test_a_code_for_no_answer_is_kept_apart_and_counted(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,q1,district,age\n1,9,n,20\n2,Refused,x,21\n3,5,,22\n")
    assert reading.table["q1"].isna().tolist() == [True, True, False]
    assert reading.missing.to_dict("list") == {
        "respondent": ["1", "2"], "field": ["q1", "q1"], "value": [9, 9],
        "label": ["Refused", "Refused"],
    }  # fmt: skip
    assert told(reading)["user_missing"] == 2
    assert told(reading)["field_absent"] == 0  # band has no column: told, with no cells


def test_lost_and_mangled_letters_are_put_back_where_one_answer_fits(tmp_path: Path) -> None:
    once = "id,q1,district,age\n1,5,N?kis,20\n2,4.0,Nókis,21\n".encode()
    reading = read(tmp_path, once)
    assert reading.table["district"].tolist() == ["n", "n"]
    assert told(reading)["lost_letters"] == 1 and told(reading)["code_with_decimals"] == 1
    twice = "id,q1,district,age\n1,5,Nókis,20\n".encode().decode("cp1252").encode()
    assert told(read(tmp_path, twice))["letters_mended"] == 1


def test_letters_that_are_lost_for_good_refuse_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="export it again as UTF-8"):
        read(tmp_path, "id,?????? ????\n1,??????? ????\n2,?????\n", None)


def test_age_bands_that_became_dates_refuse_the_file(tmp_path: Path) -> None:
    text = "id,Age band\n" + "".join(f"{n},{b}\n" for n, b in enumerate(["14-Oct", "15-24"] * 6))
    with pytest.raises(DataError, match="14-Oct"):
        read(tmp_path, text, None)


def test_two_columns_of_one_heading(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="rename one"):
        read(tmp_path, "id,q1,q1,age\n1,5,4,20\n2,5,5,30\n", None)
    reading = read(tmp_path, "id,q1,q1,age\n1,5,5,20\n2,4,4,30\n", None)
    assert reading.dropped["reason"].tolist() == ["repeated"]


@pytest.mark.parametrize("text", ["id,q1\n", "id,q1\n,\n,\n"])
def test_a_file_without_respondents_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="no respondents"):
        read(tmp_path, text, None)


def test_three_respondents_are_read_and_the_weakness_is_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,Quiet?\n1,Yes\n2,No\n3,Yes\n", None)
    assert len(reading.table) == 3
    assert reading.log.set_index("rule").loc["few_respondents", "example"] == "3"


def test_an_item_that_nobody_answered_is_kept_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,a,b\n" + "".join(f"{n},{n % 5 + 1},\n" for n in range(12)), None)
    assert reading.table["b"].isna().all()
    assert "b" in reading.log.loc[reading.log["rule"] == "guess_empty", "example"].tolist()


def test_a_title_above_the_headings_is_passed_and_lost_headings_are_refused(tmp_path: Path) -> None:
    body = "".join(f"{n},{n % 5 + 1},x{n}\n" for n in range(1, 12))
    reading = read(tmp_path, "Survey of the library,,\nid,a,b\n" + body, None)
    assert list(reading.table.columns) == ["respondent", "a", "b"]
    with pytest.raises(DataError, match="put the headings back"):
        read(tmp_path, body, None)


def test_a_codebook_of_another_survey_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="another survey"):
        read(tmp_path, "id,colour,taste\n1,red,sweet\n2,blue,sour\n")


def test_a_column_that_the_codebook_does_not_know_is_left_out_and_listed(tmp_path: Path) -> None:
    reading = read(tmp_path, "id,q1,district,age,extra\n1,5,n,20,z\n2,4,x,30,z\n")
    assert reading.dropped[["column", "reason", "cells"]].values.tolist() == [
        ["extra", "not_in_codebook", 2]
    ]
    assert "extra" not in reading.table


def test_a_codebook_beside_the_file_is_used(tmp_path: Path) -> None:
    save(BOOK, tmp_path / "a.codebook.json")
    assert read(tmp_path, "id,q1,district,age\n1,5,n,20\n", None).codebook["q1"].scale == "ordinal"


def test_what_looks_like_addresses_is_dropped_whatever_its_heading(tmp_path: Path) -> None:
    text = (
        "id,Q7,Q8,Q9,Shall we write by e-mail?\n"
        "1,a@b.uz,10.1.1.1,+998 90 123-45-67,Yes\n2,c@d.uz,10.1.1.2,+998 91 123-45-67,No\n"
    )
    reading = read(tmp_path, text, None)
    assert reading.dropped["reason"].tolist() == ["looks_email", "looks_ip", "looks_phone"]
    assert [one.text("und") for one in reading.codebook.fields] == ["Shall we write by e-mail?"]


def test_an_answer_outside_a_grids_scale_is_refused(tmp_path: Path) -> None:
    rows = [f"{n},{n % 5 + 1},{(n + 1) % 5 + 1},{(n + 2) % 5 + 1}" for n in range(60)]
    rows[30] = "30,1,44,3"
    text = "id,I1,I2,I3\n" + "\n".join(rows)
    with pytest.raises(DataError, match="row 32: 44"):
        read(tmp_path, text, None)


def test_the_same_answers_sent_twice_over_are_one_respondent_and_told(tmp_path: Path) -> None:
    head = '"id","submitdate","lastpage","startlanguage","Q1"\n'
    row = '"{0}","2026-09-05 10:02:11","3","kaa","A{1}"\n'
    text = head + row.format(1, 1) + row.format(2, 2) + row.format(1, 1)
    reading = read(tmp_path, text, None)
    assert reading.table["respondent"].tolist() == ["1", "2"]
    assert told(reading)["row_twice"] == 1
    other = read(tmp_path, head + row.format(1, 1) + row.format(2, 2) + row.format(1, 2), None)
    assert other.table["respondent"].tolist() == ["1", "2", "3"]
    assert told(other)["id_not_unique"] == 1


def test_several_files_and_unknown_formats_are_refused(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("id,a\n1,2\n", encoding="utf-8")
    with pytest.raises(ParameterError, match=r"read\.waves"):
        survey([tmp_path / "a.csv", tmp_path / "b.csv"], root=tmp_path)
    with pytest.raises(ParameterError, match="known: "):
        survey(tmp_path / "a.csv", format="telex", root=tmp_path)


@pytest.mark.parametrize(
    "name, content",
    [("a.sav", b"$FL2 broken"), ("a.dta", b"nothing"), ("a.xlsx", b"PK\x03\x04broken"),
     ("a.csv", b""), ("a.csv", b"%PDF-1.4 x")],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(DataError, match=name):
        read(tmp_path, content, None, name)


def test_a_broken_structure_beside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.lss").write_text("<document><x></document>", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.lss"):
        read(tmp_path, "id,q1\n1,2\n", None)


def test_a_mistake_in_a_format_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.survey.yml").write_text("like: plain\nheadr: [name]\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        read(tmp_path, "id,q1\n1,2\n", None)


def test_a_refusal_shows_no_address_of_a_person(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"row 2: \[e-mail\]") as refused:
        read(tmp_path, "id,q1,district,age\n1,5,n,a.person@mail.uz\n2,4,x,30\n3,4,x,31\n")
    assert "@" not in str(refused.value)


def test_an_address_among_a_few_repeated_answers_is_blotted_out_too(tmp_path: Path) -> None:
    answers = ["more chairs", "good", "call me: 91 222-33-44"] * 10
    text = "id,Wishes\n" + "".join(f"{n},{answer}\n" for n, answer in enumerate(answers))
    reading = read(tmp_path, text, None)
    assert reading.codebook["Wishes"].scale == "text"
    assert reading.table["Wishes"].tolist()[2] == "call me: [phone]"
    assert "222" not in str(reading.codebook) + str(reading.log.to_dict())


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("1.5", "-1", "", "2,0", "x"), "not a number"),
        (("1.5", "-1", "", "2,0", "0"), r"above 0 +row 3: -1; 4: –; 6: 0"),
        (("0", "0", "0.0", "0", "0"), r"all weights are 0 +row 2: 0; 3: 0; 4: 0.0"),
    ],
)
def test_weights_that_are_none_are_refused_with_file_rows_and_cells(
    tmp_path: Path, weights: tuple[str, ...], said: str
) -> None:
    book = Codebook((Field("w", "interval", "number", role="weight"), Field("q", "text")))
    text = "id;q;w\n" + "".join(f"{n};ok;{one}\n" for n, one in enumerate(weights, start=1))
    with pytest.raises(DataError, match=said) as caught:
        read(tmp_path, text, book)
    assert "a.csv cannot be used as a survey" in str(caught.value)


def test_who_drew_the_sample_must_say_whence_each_respondent_is(tmp_path: Path) -> None:
    book = Codebook(
        (Field("place", "text", role="stratum"), Field("size", "interval", "integer", role="fpc"),
         Field("r1", "interval", "number", role="replicate"))
    )  # fmt: skip
    with pytest.raises(DataError) as caught:
        read(tmp_path, "id,place,size,r1\n1,town,50,0\n2,,0,-0.5\n", book)
    shown = str(caught.value)
    assert "a value is missing" in shown and "row 3: –" in shown
    assert "expected a size above 0" in shown and "row 3: -0.5" in shown
    assert "row 2" not in shown  # a replicate may leave somebody out
