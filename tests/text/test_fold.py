"""Scripts and spellings of one word come to one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt.text import is_total, latin, month_number, plain, search_key, search_keys
from libmkt.text.totals import without_count_words

SPELLINGS = [
    ("Нөкис", "Nókis", "No'kis", "No`kis", "NÓKIS", "No’kis", "Nó\u00adkis\u00a0"),
    ("Қоңырат", "Qońırat", "Qon'irat", "QOŃIRAT"),
    ("Китапханалар саны", "Kitapxanalar sanı", "KITAPXANALAR SANI"),
    ("Әмиўдәрья", "Ámiwdárya", "A'miwda'rya"),
    ("Фойдаланувчилар", "Foydalanuvchilar", "FOYDALANUVCHILAR"),
    ("oʻquvchi", "o'quvchi", "o‘quvchi", "oʼquvchi", "O`QUVCHI"),
    ("gʻoya", "g'oya", "g‘oya"),
]


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda s: s[1])
def test_all_spellings_of_a_word_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({search_key(text) for text in spellings}) == 1


def test_short_u_is_found_in_both_languages() -> None:
    assert search_key("o‘quvchi") in search_keys("ўқувчи")  # Uzbek
    assert search_key("qatnaw") in search_keys("қатнаў")  # Karakalpak


def test_latin_keeps_what_is_latin_and_the_case_of_first_letters() -> None:
    assert latin("Шоманай Nókis") == "Shomanay Nókis"


def test_signs_that_do_not_show_are_taken_away() -> None:
    assert plain("\ufeffJámi\u00ac \u00a0 kitap\u00adlar\u200b") == "Jámi kitaplar"


@given(st.text(max_size=40))
def test_a_key_of_a_key_is_the_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *[("yanvar", 1), ("Январь", 1), ("января", 1), ("Jan", 1), ("JANUARY", 1), ("мая", 5)],
        *[("May", 5), ("may", 5), ("sentyabr", 9), ("sentabr", 9), ("Сентябрь", 9)],
        *[("сентябре", 9), ("oktabr", 10), ("Октябр", 10), ("dekabr", 12), ("дек.", 12)],
        ("12", 12),
    ],
)
def test_months_are_known_in_four_languages(name: str, number: int) -> None:
    assert month_number(name) == number


@pytest.mark.parametrize("name", ["", "0", "13", "marketing", "mayor", "junior", "Martin"])
def test_other_words_are_no_months(name: str) -> None:
    assert month_number(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *["Jámi", "JÁMI:", "Ja'mi", "Жами", "Жәми", "Jami", "Итого", "ИТОГО:", "Всего"],
        *["Всего по району", "Grand Total", "TOTAL", "Barlıǵı", "Umumiy", "J?mi"],
    ],
)
def test_names_of_total_rows_are_known(name: str) -> None:
    assert is_total(name)


@pytest.mark.parametrize("name", ["Jamila filialı", "All ages", "Totnes", "Итоговая", "", "?"])
def test_other_names_are_no_totals(name: str) -> None:
    assert not is_total(name)


def test_count_words_leave_the_thing_counted() -> None:
    assert without_count_words(search_key("Количество посещений")) == search_key("посещений")
    assert without_count_words(search_key("Qatnawlar sanı")) == search_key("qatnawlar")
