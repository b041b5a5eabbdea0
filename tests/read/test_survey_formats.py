"""Exports of survey programs as they are laid out, each told by its marks and read with its rules.

The answers are invented; the layouts follow the programs' own exports.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from libmkt.codebook import Category, Codebook, Field, SurveyReading
from libmkt.errors import DataError
from libmkt.read import survey

LIMESURVEY = (
    '\ufeff"id","submitdate","lastpage","startlanguage","seed","token","startdate","datestamp",'
    '"ipaddr","refurl","Q1","Q2[SQ001]","Q2[SQ002]","Q2[other]","Q3[SQ001]","Q3[SQ002]",'
    '"interviewtime","groupTime8106","Q1Time"\n'
    '"4","2026-09-05 10:02:11","3","kaa","77","k2Jd","2026-09-05 10:00:00","2026-09-05 10:02:11",'
    '"10.1.2.3","","A2","Y","","by bus","4","5","131.5","60.2","20.1"\n'
    '"5","","1","ru","78","k2Je","2026-09-05 11:00:00","2026-09-05 11:00:30","10.1.2.4","",'
    '"A1","","","","","","30.1","30.1","30.1"\n'
    '"9","2026-09-06 09:00:00","3","kaa","79","k2Jf","2026-09-06 08:55:00","2026-09-06 09:00:00",'
    '"10.1.2.5","","A2","","Y","","2","1","300","100","80"\n'
)
KOBO = (
    '"start";"end";"about/district";"about/age";"services";"services/loans";"services/internet";'
    '"_id";"_uuid";"_submission_time";"_validation_status";"_notes";"_status";"_submitted_by";'
    '"__version__";"_tags";"_index"\n'
    '"2026-09-05T10:00:00.000+05:00";"2026-09-05T10:09:00.000+05:00";"nokis";"34";'
    '"loans internet";"1";"1";"501";"11-aa";"2026-09-05T05:09:10";"";"";"submitted_via_web";'
    '"clerk1";"v1";"";"1"\n'
    '"2026-09-05T11:00:00.000+05:00";"2026-09-05T11:05:00.000+05:00";"moynaq";"61";"loans";"1";'
    '"0";"502";"22-bb";"2026-09-05T06:05:10";"";"";"submitted_via_web";"clerk1";"v1";"";"2"\n'
    '"2026-09-05T12:00:00.000+05:00";"2026-09-05T12:02:00.000+05:00";"nokis";"19";"";"";"";'
    '"503";"33-cc";"2026-09-05T07:02:10";"";"";"submitted_via_web";"clerk2";"v1";"";"3"\n'
)
GOOGLE = (
    "Timestamp,Email Address,Which services do you use?,How quiet is it? [Reading room],"
    "How quiet is it? [Hall],Your wishes\n"
    '2026/09/27 3:00:00 PM GMT+5,a@b.uz,"Loans;Events (talks, films)",Good,Poor,'
    '"More chairs,\nand call me: +998 90 123-45-67"\n'
    "2026/09/27 3:05:00 PM GMT+5,c@d.uz,Loans,Very good,Good,\n"
    '2026/09/28 9:00:00 AM GMT+5,e@f.uz,"Wi-Fi;Loans",Good,Good,Thanks\n'
    '2026/09/28 9:10:00 AM GMT+5,g@h.uz,"Wi-Fi;Events (talks, films)",Excellent,Poor,Fine\n'
)
QUALTRICS = (
    "StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,"
    "ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,"
    "LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage,Q1,Q2_1,Q2_2,Q3,Q3_4_TEXT\n"
    "Start Date,End Date,Response Type,IP Address,Progress,Duration (in seconds),Finished,"
    "Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,"
    "External Data Reference,Location Latitude,Location Longitude,Distribution Channel,"
    'User Language,Are you a student?,"Rate us - Opening hours","Rate us - Staff",'
    '"How do you come?","How do you come? - Other - Text"\n'
    '"{""ImportId"":""startDate"",""timeZone"":""Asia/Tashkent""}",x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,'
    "x,x,x,x,x\n"
    "2026-09-01 10:00:00,2026-09-01 10:05:00,IP Address,10.0.0.1,100,300,True,2026-09-01 10:05:01,"
    "R_1aB,Doe,Jo,a@b.uz,77,42.46,59.61,anonymous,EN,Yes,4,5,Bus,\n"
    "2026-09-01 11:00:00,2026-09-01 11:01:00,Survey Preview,10.0.0.2,100,60,True,"
    "2026-09-01 11:01:01,R_2aB,,,,,42.46,59.61,preview,EN,No,1,1,Bus,\n"
    "2026-09-01 12:00:00,2026-09-01 12:01:00,IP Address,10.0.0.3,40,60,False,2026-09-08 12:01:01,"
    "R_3aB,,,,,42.46,59.61,anonymous,RU,No,,2,Other,on a horse\n"
)


@pytest.fixture(autouse=True)
def _workbench(tmp_path: Path) -> None:
    workbench(tmp_path)


def workbench(place: Path) -> None:
    (place / "parameters").mkdir(parents=True)
    (place / "parameters" / "library.yml").write_text("name: Library\n", encoding="utf-8")


def read(tmp_path: Path, name: str, text: str, **settings: object) -> SurveyReading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return survey(path, root=tmp_path, **settings)  # type: ignore[arg-type]


def reasons(reading: SurveyReading) -> dict[str, set[str]]:
    return {
        str(why): set(part["column"]) for why, part in reading.dropped.groupby("reason", sort=False)
    }


def rules(reading: SurveyReading) -> dict[str, int]:
    return dict(reading.log.groupby("rule", sort=False)["cells"].sum())


def test_limesurvey_is_read_with_its_paradata_and_without_token_and_address(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path, "results.csv", LIMESURVEY)
    table = reading.table
    assert reading.codebook.source == "limesurvey"
    assert table["respondent"].tolist() == ["4", "5", "9"]
    assert table["complete"].tolist() == [True, False, True]
    assert table["last_page"].tolist() == [3, 1, 3]
    assert table["seconds"].tolist() == [131.5, 30.1, 300]
    assert table["language"].tolist() == ["kaa", "ru", "kaa"]
    assert table["started"].iloc[0] == pd.Timestamp("2026-09-05 10:00:00")
    assert reasons(reading)["personal"] == {"token", "ipaddr"}
    assert reasons(reading)["timing"] == {"groupTime8106", "Q1Time"}
    assert reading.codebook["Q2"].scale == "multiple"
    assert reading.codebook["Q3_SQ002"].battery == "Q3"


def test_an_option_of_one_who_stopped_before_it_is_not_a_no(tmp_path: Path) -> None:
    table = read(tmp_path, "results.csv", LIMESURVEY).table
    assert table["Q2/SQ001"].tolist()[0] is True
    assert table["Q2/SQ001"].isna().tolist() == [False, True, False]
    assert table["Q2/SQ002"].tolist()[2] is True


def test_kobo_options_are_boolean_and_their_summary_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, "village.csv", KOBO)
    table = reading.table
    assert reading.codebook.source == "kobo"
    assert table["services/internet"].tolist()[:2] == [True, False]
    assert table["services/internet"].isna().tolist() == [False, False, True]
    assert table["district"].tolist() == ["nokis", "moynaq", "nokis"]
    assert reasons(reading)["summary"] == {"services"}
    assert reasons(reading)["personal"] == {"_submitted_by"}
    assert table["submitted"].iloc[0] == pd.Timestamp("2026-09-05 05:09:10")


def test_kobo_repeats_are_joined_to_their_respondents(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "village.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        main = book.add_worksheet("village")
        rows = [["district", "_id", "_uuid", "_submission_time", "_index"],
                ["nokis", 501, "aa", "2026-09-05T05:09:10", 1],
                ["moynaq", 502, "bb", "2026-09-05T05:19:10", 2]]  # fmt: skip
        children = book.add_worksheet("children")
        inner = [["child_age", "phone", "_index", "_parent_table_name", "_parent_index"],
                 [7, "998901112233", 1, "village", 2], [9, "", 2, "village", 2],
                 [3, "", 3, "village", 1]]  # fmt: skip
        for sheet, lines in ((main, rows), (children, inner)):
            for n, line in enumerate(lines):
                sheet.write_row(n, 0, line)
    repeats = survey(path, root=tmp_path).repeats["children"]
    assert repeats["respondent"].tolist() == ["502", "502", "501"]
    assert repeats["number"].tolist() == [1, 2, 1]
    assert repeats["child_age"].tolist() == [7, 9, 3]
    assert "phone" not in repeats


def test_google_forms_checkboxes_grids_and_time_stamps(tmp_path: Path) -> None:
    reading = read(tmp_path, "poll.csv", GOOGLE)
    table = reading.table
    assert reading.codebook.source == "google-forms"
    assert table["submitted"].iloc[0] == pd.Timestamp("2026-09-27 15:00:00")
    uses = reading.codebook.having(scale="multiple")[0]
    assert set(uses.values) == {"Loans", "Wi-Fi", "Events (talks, films)"}
    assert table[f"{uses.name}/Events (talks, films)"].tolist() == [True, False, False, True]
    grid = [one for one in reading.codebook.fields if one.battery]
    assert [one.text("und") for one in grid] == ["Reading room", "Hall"]
    assert grid[0].labels("und") == {1: "Poor", 2: "Good", 3: "Very good", 4: "Excellent"}
    assert table[grid[0].name].tolist() == [2, 3, 2, 4]
    assert reasons(reading)["personal"] == {"Email Address"}
    assert "+998" not in str(table.to_dict())
    assert rules(reading)["redacted"] == 1


def test_a_day_that_may_be_a_month_is_asked_for(tmp_path: Path) -> None:
    text = "Timestamp,Quiet?\n5/10/2026 09:15:00,Yes\n6/10/2026 09:15:00,No\n"
    with pytest.raises(DataError, match="day_first"):
        read(tmp_path, "poll.csv", text)
    said = tmp_path / "poll.survey.yml"
    said.write_text("like: google-forms\nday_first: true\n", encoding="utf-8")
    table = read(tmp_path, "poll.csv", text).table
    assert table["submitted"].iloc[0] == pd.Timestamp("2026-10-05 09:15:00")


def test_qualtrics_headings_previews_and_recipients(tmp_path: Path) -> None:
    reading = read(tmp_path, "satisfaction.csv", QUALTRICS)
    table = reading.table
    assert reading.codebook.source == "qualtrics"
    assert len(table) == 2
    assert rules(reading)["rows_described"] == 1
    assert table["complete"].tolist() == [True, False]
    assert reasons(reading)["personal"] == {
        "IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
        "ExternalReference", "LocationLatitude", "LocationLongitude",
    }  # fmt: skip
    assert reading.codebook["Q1"].text("und") == "Are you a student?"
    assert reading.codebook["Q2_1"].text("und") == "Opening hours"
    assert reading.codebook["Q3_4_TEXT"].scale == "text"


def test_an_identifying_number_becomes_a_keyed_hash(tmp_path: Path) -> None:
    first = read(tmp_path, "satisfaction.csv", QUALTRICS)
    again = read(tmp_path, "satisfaction.csv", QUALTRICS)
    assert rules(first)["id_hashed"] == 2 and "key_made" in rules(first)
    assert "key_made" not in rules(again)
    keys = first.table["respondent"].tolist()
    assert keys == again.table["respondent"].tolist()
    assert all(len(key) == 16 for key in keys) and not any("R_" in key for key in keys)
    secret = tmp_path / "data" / "private" / "key"
    assert secret.stat().st_mode & 0o077 == 0
    elsewhere = tmp_path / "other"
    workbench(elsewhere)
    assert read(elsewhere, "satisfaction.csv", QUALTRICS).table["respondent"].tolist() != keys


def test_surveymonkey_with_its_metadata_and_cp1252(tmp_path: Path) -> None:
    text = (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,"
        "Last Name,Custom Data 1,How often do you visit?,What for?,,,Tell us more\n"
        ",,,,,,,,,Response,Books,Café,Other (please specify),Open-Ended Response\n"
        "11480001234,211,2026-09-13 10:00:00,2026-09-13 10:03:00,10.0.0.9,,,,,Often,Books,,,Nice\n"
        "11480001235,211,2026-09-14 10:00:00,2026-09-14 10:03:00,10.0.0.8,,,,,Rarely,Books,Café,"
        "to sit,\n"
    )
    path = tmp_path / "event.csv"
    path.write_bytes(text.encode("cp1252"))
    reading = survey(path, root=tmp_path)
    assert reading.codebook.source == "surveymonkey"
    what_for = reading.codebook.having(scale="multiple")[0]
    assert what_for.values == ("Books", "Café")
    assert reading.table[f"{what_for.name}/Café"].tolist() == [False, True]
    assert reading.codebook[f"{what_for.name}_other"].other_of == what_for.name
    assert {"IP Address", "Email Address", "First Name", "Last Name"} <= reasons(reading)[
        "personal"
    ]
    assert reading.table["respondent"].str.len().tolist() == [16, 16]


def test_a_format_of_ones_own_is_read_by_its_description(tmp_path: Path) -> None:
    folder = tmp_path / "parameters" / "survey-formats"
    folder.mkdir()
    (folder / "kiosk.yml").write_text(
        "about: the kiosk in the hall\nmarks:\n  - columns: [KioskNo]\n"
        "paradata: {submitted: [Pressed], respondent: [PressNo]}\ninternal: [KioskNo]\n"
        "columns: {Smiley: satisfied}\ndates: ['%Y-%m-%d %H:%M']\n",
        encoding="utf-8",
    )
    text = "PressNo,KioskNo,Pressed,Smiley\n" + "".join(
        f"{n},2,2026-09-05 10:0{n},{n % 3 + 1}\n" for n in range(9)
    )
    reading = read(tmp_path, "kiosk.csv", text)
    assert reading.codebook.source == "kiosk"
    assert "satisfied" in reading.table and reasons(reading)["internal"] == {"KioskNo"}


def test_codes_and_full_answers_give_the_same_table(tmp_path: Path) -> None:
    book = Codebook(
        (
            Field("Q1", "ordinal", "integer", wording={"en": "Quiet?"}, categories=(
                Category(1, {"en": "Poor", "ru": "Плохо"}, "A1"),
                Category(2, {"en": "Good", "ru": "Хорошо"}, "A2"))),
        )
    )  # fmt: skip
    tables = [
        read(tmp_path, f"{n}.csv", f"id,Quiet?\n1,{one}\n2,{two}\n", codebook=book).table
        for n, (one, two) in enumerate([("1", "2"), ("1.0", "2.0"), ("A1", "A2"), ("Poor", "good"),
                                        ("Плохо", "ХОРОШО")])
    ]  # fmt: skip
    for table in tables:
        pd.testing.assert_frame_equal(table, tables[0])
    assert tables[0]["Q1"].tolist() == [1, 2]


def test_labels_that_are_codes_of_other_answers_are_told_apart(tmp_path: Path) -> None:
    visits = tuple(Category(n + 1, {"en": str(n)}) for n in range(4))
    book = Codebook((Field("visits", "ordinal", "integer", categories=visits),))
    labels = read(tmp_path, "a.csv", "id,visits\n1,0\n2,3\n", codebook=book).table
    codes = read(tmp_path, "b.csv", "id,visits\n1,1\n2,4\n", codebook=book).table
    assert labels["visits"].tolist() == codes["visits"].tolist() == [1, 4]


def test_do_not_know_among_the_options_is_no_answer(tmp_path: Path) -> None:
    book = Codebook((
        Field("uses", "multiple", categories=(Category("loans"), Category("wifi")),
              missing=(Category("dk", {"en": "Do not know"}),)),
    ))  # fmt: skip
    text = "id,uses/loans,uses/wifi,uses/dk\n1,1,0,0\n2,0,0,1\n3,0,1,0\n"
    reading = read(tmp_path, "a.csv", text, codebook=book)
    assert reading.table["uses/loans"].isna().tolist() == [False, True, False]
    assert reading.table["uses/wifi"].fillna(False).tolist() == [False, False, True]
    assert reading.missing[["respondent", "value"]].values.tolist() == [["2", "dk"]]
    assert reading.dropped.empty


def xlsform(path: Path) -> Path:
    import xlsxwriter

    survey_rows = [
        ["type", "name", "label::Қарақалпақша (kaa)", "label::Русский (ru)", "relevant",
         "constraint", "required"],
        ["start", "start"],
        ["begin_group", "about"],
        ["select_one districts", "district", "Rayonıńız?", "Ваш район?", "", "", "yes"],
        ["integer", "age", "Jasıńız?", "Ваш возраст?", "", ". >= 6 and . <= 110"],
        ["end_group"],
        ["select_multiple uses", "services", "Ne ushın kelesiz?", "Для чего?",
         "${age} >= 18 and ${district} = 'nokis'"],
        ["begin_repeat", "children"], ["integer", "child_age"], ["end_repeat"],
        ["note", "thanks", "Raxmet", "Спасибо"],
    ]  # fmt: skip
    choices = [
        ["list_name", "name", "label::Қарақалпақша (kaa)", "label::Русский (ru)"],
        ["districts", "nokis", "Nókis", "Нукус"], ["districts", "moynaq", "Moynaq", "Муйнак"],
        ["uses", "loans", "Kitap", "Книги"], ["uses", "internet", "Internet", "Интернет"],
    ]  # fmt: skip
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in (("survey", survey_rows), ("choices", choices),
                           ("settings", [["form_title", "default_language"],
                                         ["Awıl", "Русский (ru)"]])):  # fmt: skip
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return path


def test_a_kobo_form_beside_gives_texts_answers_and_routing(tmp_path: Path) -> None:
    xlsform(tmp_path / "village.form.xlsx")
    reading = read(tmp_path, "village.csv", KOBO)
    book = reading.codebook
    assert rules(reading)["structure_beside"] == 0
    assert book.names == ("district", "age", "services") and book.languages == ("ru", "kaa")
    assert book["district"].labels("kaa") == {"nokis": "Nókis", "moynaq": "Moynaq"}
    assert (book["age"].minimum, book["age"].maximum) == (6, 110) and book["district"].required
    assert book["services"].text("ru") == "Для чего?"
    assert [c.field for c in book["services"].relevant] == ["age", "district"]
    assert reading.table["services/internet"].tolist()[:2] == [True, False]
    assert reading.table["age"].tolist() == [34, 61, 19]


def test_an_answer_outside_the_range_of_a_kobo_form_is_refused(tmp_path: Path) -> None:
    xlsform(tmp_path / "village.form.xlsx")
    with pytest.raises(DataError, match="not a number from 6 to 110"):
        read(tmp_path, "village.csv", KOBO.replace('"61"', '"611"'))
