"""Open answers: sorted by keyword and by themes of their own, counted with doubt, quoted safely."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from libmkt import words
from libmkt.errors import DataError, ParameterError
from libmkt.read import survey
from libmkt.stats.design import Design
from libmkt.stats.intervals import wilson
from libmkt.surveys import (
    dictionary,
    marked,
    quotes,
    theme_name,
    theme_shares,
    themes,
    told,
)
from libmkt.surveys.keyword_themes import THEMES

# The same wish in four languages and two scripts, and the theme it is of.
SAID = [
    ("hours", "Kitapxana keshke shekem islese jaqsı bolar edi"),
    ("hours", "Китапхана кешке шекем ислесе жақсы болар еди"),
    ("hours", "Kutubxona kechgacha ishlasa yaxshi bo'lardi"),
    ("hours", "Кутубхона кечгача ишласа яхши бўларди"),
    ("hours", "Хорошо бы библиотека работала допоздна"),
    ("hours", "Please open later in the evening"),
    ("collection", "Jańa kitaplar kóbirek kerek"),
    ("collection", "Jan'a kitaplar joq"),
    ("collection", "Жаңа китаплар көбирек керек"),
    ("collection", "Yangi kitoblar ko‘proq kerak"),
    ("collection", "Янги китоблар кўпроқ керак"),
    ("collection", "Нужно больше новых книг"),
    ("collection", "We need more new books"),
    ("noise", "Shawqım kóp"),
    ("noise", "Шаўқым көп"),
    ("noise", "Shovqin ko'p"),
    ("noise", "Шовқин кўп"),
    ("noise", "Шумно, невозможно спокойно читать"),
    ("noise", "It is noisy here"),
    ("staff", "Китапханашылар кишипейил"),
    ("staff", "Kutubxonachilar xushmuomala"),
    ("staff", "Библиотекари вежливые"),
    ("staff", "The librarians are friendly"),
    ("money", "Járiyma qımbat"),
    ("money", "Жарималар қиммат"),
    ("money", "Штрафы слишком высокие"),
    ("money", "Fines are too high"),
    ("children", "Balalar ushın bólme kerek"),
    ("children", "Детям негде играть"),
    ("computers", "Wi-Fi очень медленный"),
    ("computers", "Kompyuterler eski"),
]


@pytest.fixture(scope="module")
def smu(shared_data: Path) -> pd.DataFrame:
    reading = survey(shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv")
    return told(reading.table.set_index("respondent")["Comment1"])


@pytest.mark.parametrize(("theme", "text"), SAID)
def test_a_wish_is_found_in_every_language_and_script(theme: str, text: str) -> None:
    assert marked(told(pd.Series([text])))[theme].tolist() == [True]


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("collection", "Kitapxana jaqsı"),
        ("collection", "Китапхана суўық"),
        ("collection", "Please mend the room booking"),
        ("money", "Everything is fine"),
        ("noise", "Kitoblar kam"),
    ],
)
def test_a_word_that_only_looks_alike_is_not_found(theme: str, text: str) -> None:
    assert marked(told(pd.Series([text])))[theme].tolist() == [False]


def test_answers_that_say_nothing_are_in_no_base() -> None:
    said = told(
        pd.Series(["none", "N/A", "-", "Нет", "joq", "yo'q", "Hech narsa", " ", None, "Books"])
    )
    assert said["said"].tolist() == [False] * 9 + [True]


def test_shares_have_wilsons_intervals_and_few_are_not_told() -> None:
    said = told(pd.Series(["more books"] * 30 + ["open later"] * 4 + ["blue"] * 66 + ["none"] * 50))
    found = theme_shares(said, marked(said)).set_index("theme")
    books = found.loc["collection"]
    assert (books["n"], books["count"], books["estimate"]) == (100, 30, 0.3)
    assert (books["conf_low"], books["conf_high"]) == pytest.approx(wilson(30, 100))
    assert found["count"].isna()["hours"] and found.loc["hours", "note"] == "too-few"
    assert found.index[0] == "collection"
    opt_in = theme_shares(said, marked(said), Design(sample="opt-in")).iloc[0]
    assert np.isnan(opt_in["conf_low"]) and opt_in["note"] == "no-margin"


def test_weights_of_the_sample_count() -> None:
    said = told(pd.Series(["more books"] * 10 + ["open later"] * 10))
    table = pd.DataFrame({"w": [3.0] * 10 + [1.0] * 10})
    found = theme_shares(said, marked(said), Design(weights="w"), table).set_index("theme")
    assert found.loc["collection", "estimate"] == pytest.approx(0.75)


def test_ones_own_dictionary_is_read_and_mistakes_are_told_at_once(tmp_path: Path) -> None:
    place = tmp_path / "сөзлик 1.csv"
    place.write_text("theme;language;words\nCafé;en;coffee*\nCafé;ru;кофе*\n", encoding="utf-8-sig")
    found = marked(told(pd.Series(["A coffeeshop!", "Нужен кофе и книги"])), dictionary(place))
    assert found.to_dict("list") == {"Café": [True, True]}
    place.write_text("theme,language,words\n,en,x\nCafé,de,Kaffee\nA,ru,*\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        dictionary(place)
    assert all(part in str(refused.value) for part in ("row 2", "row 3", "de", "row 4"))
    with pytest.raises(DataError, match="column is missing"):
        place.write_text("word\nx\n", encoding="utf-8")
        dictionary(place)
    with pytest.raises(DataError):
        dictionary(tmp_path / "nothing.csv")


def test_the_shipped_dictionary_has_every_theme_in_every_language() -> None:
    known = dictionary()
    assert set(known.themes) == set(THEMES)
    assert set(known.words) == {(t, one) for t in THEMES for one in ("en", "ru", "kaa", "uz")}
    with words.speaking("ru"):
        assert theme_name("hours") != "Opening hours"


def test_themes_are_found_apart_in_each_language_and_small_ones_dissolved() -> None:
    texts = (
        ["more seats and chairs", "chairs and seats needed"] * 20
        + ["printer is broken", "broken printers again"] * 20
        + ["Жаңа китаплар керек", "jańa kitaplar kerek"] * 20
        + ["Internet ástelik penen isleydi", "Интернет әстелик пенен ислейди"] * 20
        + ["Нужны новые книги"] * 5
    )
    found = themes(told(pd.Series(texts)), count=2)
    assert found.themes["language"].tolist() == ["en", "en", "kaa", "kaa"]
    assert found.themes["count"].tolist() == [40, 40, 40, 40]
    assert (found.themes["stability"] > 0.95).all()
    assert found.left[["language", "n"]].to_numpy().tolist() == [["ru", 5]]
    lone = themes(told(pd.Series([*texts[:80], "parking lot parking lot"])), count=3)
    assert (lone.themes["count"] >= lone.minimum).all()


def test_languages_without_a_theme_are_counted_and_the_reason_is_told() -> None:
    """Nothing of what was said goes missing: each answer is in a theme, in none, or told."""
    shared = ["more seats and chairs"] * 30 + ["printer broken again"] * 30
    nothing = ["и в на не"] * 60  # words that tell nothing of a theme
    answers = pd.DataFrame(
        {
            "text": [*shared, *nothing, *(["kitap kerek"] * 5), *(["zzz"] * 70)],
            "said": True,
            "language": ["en"] * 60 + ["ru"] * 60 + ["kaa"] * 5 + ["unknown"] * 70,
        }
    )
    found = themes(answers, count=2)
    assert {tuple(row) for row in found.left.to_numpy()} == {
        ("ru", 60, "nothing-shared"), ("kaa", 5, "too-few"), ("unknown", 70, "not-known")
    }  # fmt: skip
    assert len(found.answers) == len(answers)
    assert found.themes["count"].sum() + (found.answers["theme"] == 0).sum() == len(answers)
    assert "none in ru (60: nothing-shared)" in str(found)
    small = themes(answers.iloc[:60], count=2, minimum=31)
    assert small.left.to_numpy().tolist() == [["en", 60, "too-small"]] and small.themes.empty
    assert str(small).startswith("0 themes of 60 answers")


def test_too_few_answers_or_themes_are_refused() -> None:
    said = told(pd.Series(["more books please"] * 10))
    with pytest.raises(DataError, match="at least 60"):
        themes(said)
    with pytest.raises(ParameterError, match="at least 2"):
        themes(said, count=1)
    with pytest.raises(DataError):
        themes(told(pd.Series(["none", None])))


def test_quotes_are_typical_whole_and_name_nobody() -> None:
    texts = [
        "More seats in the reading hall",
        "Ms Karimova said there are more seats in the reading hall",
        "More seats in the hall for reading please",
        "Seats!",
        "I was in the reading hall in March and counted the seats, more are needed",
        "More seats, write to me a.b@mail.uz or +998 61 222-33-44",
    ]
    said = told(pd.Series(texts))
    found = quotes(said, pd.DataFrame({"space": [True] * 6}), most=6)
    assert found["quote"].iloc[0] == texts[0]
    assert found["blotted"].is_monotonic_increasing
    shown = " ".join(found["quote"])
    assert not any(part in shown for part in ("Karimova", "mail.uz", "222"))
    assert quotes(said, pd.DataFrame({"space": [True] * 4 + [False] * 2})).empty
    with pytest.raises(DataError):
        quotes(said, pd.DataFrame({"space": [True]}))


def test_comments_of_a_real_survey_are_sorted(smu: pd.DataFrame) -> None:
    """1,776 comments of 2,639: 303 say nothing; nine in ten of the rest touch a theme."""
    assert smu["said"].sum() == 1473
    assert set(smu["language"][smu["said"]]) <= {"en", "unknown"}
    marks = marked(smu)
    found = theme_shares(smu, marks).set_index("theme")
    assert found.index[:3].tolist() == ["space", "collection", "noise"]
    assert found.loc["space", "estimate"] == pytest.approx(0.555, abs=0.02)
    assert marks[smu["said"]].any(axis=1).mean() > 0.85
    shown = quotes(smu, marks)
    assert shown.groupby("theme").size().max() == 3 and "children" not in set(shown["theme"])
    assert shown["quote"].str.len().between(20, 240).all()


@pytest.mark.slow
def test_themes_of_a_real_survey_make_sense_and_stay(smu: pd.DataFrame) -> None:
    found = themes(smu, count=8)
    said = " | ".join(found.themes["words"])
    for word in ("seats", "chairs", "printing", "quiet", "hours", "books"):
        assert word in said
    assert (found.themes["stability"] >= 0.5).sum() >= 6
    again = themes(smu, count=8)
    pd.testing.assert_frame_equal(found.themes, again.themes)
    pd.testing.assert_frame_equal(found.answers, again.answers)
