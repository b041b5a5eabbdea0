"""Which columns of a survey name persons: by heading, by the words of a question, by content."""

from __future__ import annotations

import re
from typing import Final

from libmkt.codebook.answers import truth
from libmkt.codebook.draft import Asked
from libmkt.codebook.guess import seen
from libmkt.read.private import looks
from libmkt.read.survey_format import Format, fits
from libmkt.read.vocabulary import meaning

# Headings that are of persons whatever the program; beside those of all readers.
_HEADINGS: Final = (
    *("name", "your name", "ip", "ip address", "ipaddress", "ip-адрес", "token", "password"),
    *("latitude", "longitude", "lat", "lon", "lng", "gps", "geopoint", "coordinates"),
    *("широта", "долгота", "координаты", "address", "home address", "postal address", "адрес"),
    *("домашний адрес", "mánzil", "manzil", "mánzili", "manzili", "telegram", "instagram"),
    *("card number", "library card", "reader number", "номер билета", "номер читательского билета"),
    *("atı", "ati", "atıńız", "ismi", "ismingiz", "familiyańız", "familiyangiz", "тел."),
    *("*f.i.sh*", "f.i.sh", "f. i. sh.", "fish", "faá", "faa", "f.a.a.", "ism", "ism familiya*"),
    *("ism, familiya*", "ism-*", "familiya*", "ota ismi", "oqıwshınıń atı*", "oqıwshı atı*"),
    *("kitobxonning ismi*", "kitobxon ismi*", "*reader's name", "adres", "почта", "pochta"),
    *("pinfl", "jshshir", "пинфл", "жшшир", "инн", "stir", "telegram nick", "ник в телеграм*"),
)  # fmt: skip
# Short questions that ask for them in a sentence: "Please leave your e-mail".
_ASKS: Final = re.compile(
    r"\b(your (full |first |last )?name|surname|e-?mail|phone|telephone|passport|home address"
    r"|ваше имя|ф\.? ?и\.? ?о|фамили|телефон|эл(ектронн\w+|\.)? ?(почт|адрес)|паспорт|ваш адрес"
    r"|ismingiz|familiyangiz|telefon|elektron pochta|manzilingiz|atıńız|familiyańız|mánzilińiz)",
    re.IGNORECASE,
)
_SENTENCE: Final = 120  # letters; a longer question tells about something else too


def personal(one: Asked, form: Format) -> str:
    """Why a column is not read: ``personal`` (its heading), ``looks_email`` ..., or "".

    Parameters
    ----------
    one
        The column; the text of an option ("E-mail" among the ways of hearing of an event)
        is no heading.
    form
        Columns that the program names persons by.

    Examples
    --------
    >>> form = Format()
    >>> personal(Asked("Фамилия", ["x"]), form), personal(Asked("Q7", ["a@b.uz"]), form)
    ('personal', 'looks_email')
    >>> personal(Asked("Shall we send news by e-mail?", ["Yes", "No"]), form)
    ''
    """
    if fits(one.heading, form.personal) or (one.name and fits(one.name, form.personal)):
        return "personal"
    filled = [cell for cell in one.cells if cell]
    if kind := looks(filled):
        return f"looks_{kind}"
    if one.part_text and one.part_text == one.part:  # an option, in its own words
        return ""
    for text in (one.heading, one.wording, one.part_text):
        if text and _heading(text):
            return "personal"
    asks = any(len(text) <= _SENTENCE and _ASKS.search(text)
               for text in (one.heading, one.wording, one.part_text))  # fmt: skip
    return "personal" if asks and filled and not _choices(filled) else ""


def _heading(text: str) -> bool:
    found = meaning(text)
    return (found is not None and found.personal) or fits(text.rstrip(" *:?"), _HEADINGS)


def _choices(filled: list[str]) -> bool:
    """Whether answers are yes, no, or a few that are given again and again: no addresses."""
    answers = seen(filled).answers
    if all(truth(answer) is not None for answer in answers):
        return True
    return len(filled) >= 5 and len(answers) <= len(filled) / 5
