"""What Karakalpak (Latin script) needs and no locale library has.

CLDR knows the Karakalpak alphabet and nothing else, so that Babel would answer with
Cyrillic letters or English separators; it is never asked.  A native reader mends this
file: everything is a plain text in quotes.  Sources stand in docs/languages.md.
"""

from __future__ import annotations

from typing import Final

# name, short name, "of the month" (genitive)
MONTHS: Final = (
    ("yanvar", "yan", "yanvardıń"),
    ("fevral", "fev", "fevraldıń"),
    ("mart", "mar", "marttıń"),
    ("aprel", "apr", "apreldiń"),
    ("may", "may", "maydıń"),
    ("iyun", "iyn", "iyunnıń"),
    ("iyul", "iyl", "iyuldıń"),
    ("avgust", "avg", "avgusttıń"),
    ("sentyabr", "sen", "sentyabrdiń"),
    ("oktyabr", "okt", "oktyabrdiń"),
    ("noyabr", "noy", "noyabrdiń"),
    ("dekabr", "dek", "dekabrdiń"),
)

# name, short name; the week begins on Monday
WEEKDAYS: Final = (
    ("dúyshembi", "Dsh"),
    ("siyshembi", "Ssh"),
    ("sárshembi", "Sár"),
    ("piyshembi", "Psh"),
    ("juma", "Jum"),
    ("shembi", "Shm"),
    ("ekshembi", "Eks"),
)

# name, short name
QUARTERS: Final = tuple((f"{roman} sherek", f"{roman} sh.") for roman in ("I", "II", "III", "IV"))

DECIMAL: Final = ","
THOUSANDS: Final = "\u00a0"  # a space at which no line ends: 1 368 047,5
PERCENT: Final = "{number}\u00a0%"

# Spans of time, in full, short, and for the axis of a chart.  {roman} is the number of the
# quarter or half-year in Roman numerals, {n} the number of the week, {mm} and {dd} two digits.
PERIODS: Final = {
    ("year", "long"): "{year}-jıl",
    ("year", "short"): "{year}",
    ("year", "axis"): "{year}",
    ("half", "long"): "{year}-jıl {roman} yarım jıl",
    ("half", "short"): "{year} {roman} yarım jıl",
    ("half", "axis"): "{year} {roman} yarım",
    ("quarter", "long"): "{year}-jıl {roman} sherek",
    ("quarter", "short"): "{year} {roman} sherek",
    ("quarter", "axis"): "{year} {roman}",
    ("month", "long"): "{year}-jıl {month}",
    ("month", "short"): "{month_short} {year}",
    ("month", "axis"): "{mm}.{year}",
    ("week", "long"): "{year}-jıl {n}-hápte",
    ("week", "short"): "{year}, {n}-hápte",
    ("week", "axis"): "{year}, {n}-h.",
    ("day", "long"): "{year}-jıl {day}-{month}",
    ("day", "short"): "{dd}.{mm}.{year}",
    ("day", "axis"): "{dd}.{mm}.{year}",
}

AND: Final = "hám"  # "a, b hám c"

# The noun stays singular after a number, so one form serves all: 1 kún, 5 kún.
PLURAL_FORMS: Final = "nplurals=1; plural=0;"

# The order of the alphabet; sh, c and ch stand last.
ALPHABET: Final = "a á b d e f g ǵ h x ı i j k q l m n ń o ó p r s t u ú v w y z sh c ch"
