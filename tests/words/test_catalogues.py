"""The catalogues are whole: every message in every language, with care."""

import re
import unicodedata
from collections.abc import Iterator

import pytest

from libmkt import words
from libmkt.errors import ParameterError
from libmkt.measures import INDICATORS, MEASURES
from libmkt.period import UNITS, Period
from libmkt.words import build, kaa

ALPHABETS = {
    "kaa": set("".join(kaa.ALPHABET.split())),
    "uz": set("abdefghijklmnopqrstuvxyzʻʼ") | {"c"},  # c only within ch, see below
    "ru": set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
}
# Same in the language as in English: names, symbols, and words that travel.
SAME = {
    "kaa": {"Formula", "Marketing", "Monitoring", "Signal", "signal"},
    "uz": {"Formula", "Marketing", "Monitoring", "Signal", "nominal", "signal"},
    "ru": set(),
}
# Words, not endings, which a hyphen ties to the number before them: 2026-jıl, 1-keste.
FOLLOWS = (
    "jıl|yil|hápte|hafta|keste|jadval|súwret|rasm|qatar|qator|bet|orın|oʻrin|kún|kun|baǵana|ustun"
    "|yacheyka|kod|basqısh|qadam"
)
# Karakalpak endings follow the sound of a word, which a slot does not have yet: 30 dan, 40 tan.
APART = "[dtn][ae]n|[dt][ae]|[gk]e|[ǵq]a|[dtn][ıi]ń?|[ıi]|s[ıi]|[ıi]n[ae]n"
NAMES = {"Excel"}  # stands where English says "workbook"
# In these messages the English word has another sense than in the glossary.
OTHER_SENSE = {"Figure"}  # a number, not a picture
# What stands in a cell says what was done to it; the glossary has the adjective of a setting.
IN_A_CELL = {"hidden": {"kaa": "jasırılǵan", "uz": "yashirilgan", "ru": "скрыто"}}
# Values as they are typed on a command line.
TYPED = {"margin of error wanted, as 5% or 0.05", "share expected; 50% asks for the most"}
SLOT = re.compile(r"\{[^}]*\}")
NOT_WORDS = re.compile(
    r"`[^`]*`"  # code
    r"|\]\([^)]*\)|https?://\S+"  # addresses
    r"|<[^>]*>|&\w+;"
)
WORD = re.compile(r"[^\W\d_]+(?:['ʻʼ’-][^\W\d_]+)*")


def translations(language: str) -> Iterator[tuple[str, str]]:
    """(English text, translated form) of each entry."""
    for entry in build._entries(build.read_catalogue(language)):
        english = entry.id if isinstance(entry.id, str) else " ".join(entry.id)
        forms = [entry.string] if isinstance(entry.string, str) else entry.string
        for form in forms:
            if form:
                yield english, form


def test_the_catalogues_are_whole() -> None:
    assert [str(doubt) for doubt in build.check()] == []


@pytest.mark.parametrize("language", build.TRANSLATED)
def test_only_letters_of_the_alphabet(language: str) -> None:
    strange = []
    for english, shown in translations(language):
        known = NAMES | set(re.findall(r"[^\W\d_]+", english))
        for word in WORD.findall(NOT_WORDS.sub(" ", SLOT.sub(" ", shown))):
            letters = {c for c in word.replace("Í", "ı").lower() if c.isalpha()}
            foreign = letters - ALPHABETS[language]
            if language == "uz" and "c" in word.lower().replace("ch", ""):
                foreign.add("c")
            roman = re.fullmatch("[IVX]+", word)
            parts = set(re.split(r"[-'’]", word))
            if foreign and not roman and not parts & known:
                strange.append((word, shown))
    assert strange == []


@pytest.mark.parametrize("language", build.TRANSLATED)
def test_texts_are_composed_and_without_stray_characters(language: str) -> None:
    for _, shown in translations(language):
        assert unicodedata.normalize("NFC", shown) == shown
        assert not set(shown) & set("\u00ac\u00ad\u200b\ufeff\u0130"), shown  # İ: i is I
        if language == "uz":  # the letters oʻ gʻ and the sign ʼ, not an apostrophe of a keyboard
            assert not re.search(r"[a-z]['`‘’]", NOT_WORDS.sub("", shown), re.I), shown


@pytest.mark.parametrize("language", build.TRANSLATED)
def test_a_per_cent_sign_stands_as_the_language_sets_it(language: str) -> None:
    strange = r"\d\s%" if language == "uz" else r"\d%"
    wrong = [
        shown
        for english, shown in translations(language)
        if re.search(strange, NOT_WORDS.sub(" ", shown)) and english not in TYPED
    ]
    assert wrong == []


@pytest.mark.parametrize("language", build.TRANSLATED)
def test_nothing_is_left_in_english(language: str) -> None:
    left = [
        english
        for english, shown in translations(language)
        if english == shown
        and english not in SAME[language]
        and re.search(r"[a-z]{3}", NOT_WORDS.sub("", SLOT.sub("", english)))
    ]
    assert left == []


@pytest.mark.parametrize("language", build.TRANSLATED)
def test_a_text_begins_and_ends_as_its_message_does(language: str) -> None:
    for english, shown in translations(language):
        for place in (0, -1):
            assert english[place].isspace() == shown[place].isspace(), shown
        assert english.count("\n") in (shown.count("\n"), 2 * shown.count("\n") + 1), shown


@pytest.mark.parametrize("language", ["kaa", "uz"])
def test_no_ending_is_glued_to_a_slot(language: str) -> None:
    for _, shown in translations(language):
        glued = re.search(rf"\}}(?:[^\W\d_]|-(?!{FOLLOWS}))", shown)
        assert not glued, shown
        apart = re.search(rf"\}} (?:{APART})(?![\w-])", shown)
        assert language != "kaa" or not apart, shown


def test_the_terms_of_the_glossary_stand_as_it_has_them(glossary: dict) -> None:
    terms = {english.casefold(): row for english, row in glossary.items()}
    wrong = []
    for language, kept in (("kaa", ("s", "w")), ("uz", ("w",)), ("ru", None)):
        for english, shown in translations(language):
            row = terms.get(english.casefold())
            if (
                row
                and english not in OTHER_SENSE
                and (kept is None or row[f"{language}_mark"] in kept)
            ):
                allowed = [word.strip().casefold() for word in row[language].split(",")]
                if english in IN_A_CELL:
                    allowed = [IN_A_CELL[english][language]]
                if shown.casefold().replace("í", "ı") not in allowed:
                    wrong.append((language, english, shown, row[language]))
    assert wrong == []


def test_doubtful_terms_ask_a_reader_to_look(glossary: dict) -> None:
    doubtful = {english.casefold() for english, row in glossary.items() if row["kaa_mark"] == "?"}
    for entry in build._entries(build.read_catalogue("kaa")):
        if build._singular(entry).casefold() in doubtful:
            assert any(c.startswith(build.CHECK) for c in entry.auto_comments), entry.id


@pytest.mark.parametrize(
    "language, forms",
    [
        ("kaa", {1: 0, 2: 0, 5: 0, 11: 0, 21: 0}),
        ("uz", {1: 0, 2: 0, 5: 0, 11: 0, 21: 0}),
        ("ru", {1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 100: 2, 111: 2, 121: 0}),
    ],
)
def test_plural_rules(language: str, forms: dict[int, int]) -> None:
    from libmkt.words.catalog import _catalogue

    rule = _catalogue(language).plural  # type: ignore[attr-defined]
    assert {n: rule(n) for n in forms} == forms


def test_a_translation_reaches_its_reader() -> None:
    expected = {"kaa": "Maǵlıwmat joq", "uz": "Maʼlumot yoʻq", "ru": "Нет данных", "en": "No data"}
    for code, shown in expected.items():
        with words.speaking(code):
            assert words.sentence("no_data") == shown


def test_names_and_units_of_measures_and_periods_are_messages() -> None:
    shown = [m.unit for m in MEASURES.values()] + [p.unit for p in INDICATORS.values()]
    shown += [m.name for m in MEASURES.values()] + [p.name for p in INDICATORS.values()]
    found = build.messages()
    assert [text for text in [*shown, *UNITS] if text not in found] == []


def test_the_kind_of_a_period_is_named_in_the_language_in_use() -> None:
    with pytest.raises(ParameterError, match="month") as caught:
        Period.parse("2026-13")
    with words.speaking("ru"):
        assert "месяц" in words.explain(caught.value)
