"""What is put into the demo survey: who was asked, what they hold, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WAVE: Final = "2026"
FIRST_DAY: Final = 7  # of September; forms were handed out for three weeks
DAYS: Final = 21
# What became of those who gave no form back in 2026: they said no, took one and kept it, or
# were no readers at all.
SILENT: Final = {"refusal": 148, "unknown_other": 391, "not_eligible": 26}
WOMAN: Final = 1
YOUNG: Final = 3

# Registered users of twelve and over, the margins for weighting.
USERS: Final[dict[str, dict[int | str, int]]] = {
    "sex": {1: 13_200, 2: 10_800},
    "age": {1: 1_440, 2: 2_400, 3: 4_800, 4: 4_560, 5: 4_080, 6: 3_120, 7: 2_160, 8: 1_440},
    "branch": {
        "Oraylıq kitapxana": 7_800,
        "Balalar kitapxanası": 4_200,
        "Bulaq filialı": 2_400,
        "Dańq filialı": 1_680,
        "Gúlzar filialı": 2_040,
        "Jaslıq filialı": 1_800,
        "Saqıy filialı": 1_080,
        "Zerger filialı": 1_320,
        "Shamshıraq filialı": 1_680,
    },
}


@dataclass(frozen=True)
class Wave:
    """One wave of the survey.

    Attributes
    ----------
    answered
        How many women (1) and men (2) of the age bands 1 to 8 answered.
    answered_at
        How many answered at each branch, in the order of `USERS`.
    found
        Of a hundred: got all they came for, got a part, got nothing.
    promoters, detractors
        Share of those who said how likely they are to advise the library.
    works
        Services that worked better or worse than in 2026, in points.
    speeders, straight, both
        Forms filled in below a sixth of the usual time; with one column ticked from top
        to bottom; of the latter, how many are among the former.
    duplicates
        Forms that were sent again.
    phone
        A telephone number in an open answer.
    zones
        Whether every second person was asked for accepted, desired and seen levels.
    """

    name: str
    answered: Mapping[int, tuple[int, ...]]
    answered_at: tuple[int, ...]
    found: tuple[int, ...]
    promoters: float
    detractors: float
    works: Mapping[str, float] = field(default_factory=dict)
    speeders: int = 0
    straight: int = 0
    both: int = 0
    duplicates: int = 0
    phone: str = ""
    zones: bool = False


# Women of 18-24 are far too many, as in many a survey that is handed out in a study room.
# The three smallest branches were not asked.
NOW: Final = Wave(
    WAVE,
    {1: (14, 30, 196, 62, 48, 34, 24, 16), 2: (12, 24, 48, 40, 34, 24, 18, 13)},
    (190, 80, 64, 66, 56, 52, 38, 43, 48),
    (58, 30, 12),
    0.45,
    0.21,
    speeders=9,
    straight=6,
    both=4,
    duplicates=3,
    phone="+998 00 000-00-00",  # no network has the code 00: nobody's number
    zones=True,
)
# Two years before, the hours were shorter, and one question was asked in other words.
BEFORE: Final = Wave(
    "2024",
    {1: (10, 20, 90, 52, 40, 30, 20, 12), 2: (9, 16, 32, 26, 23, 16, 10, 6)},
    (128, 56, 42, 36, 36, 32, 24, 28, 30),
    (41, 34, 25),
    0.38,
    0.27,
    works={"hours": -0.6},
)
WAVES: Final = (BEFORE, NOW)
REWORDED: Final = "found"


def wave(name: str) -> Wave:
    """The wave of this name."""
    return next(one for one in WAVES if one.name == name)


# The use of Wi-Fi by sex and age adds up, so that raking by both gives the share of all users.
WIFI: Final = (0.20, 0.15, 0.45)  # of a man not of 18-24, more among women, more at 18-24


@dataclass(frozen=True)
class Service:
    """One of the twelve services: where its answers lie on the scale from 1 to 5.

    Attributes
    ----------
    importance, performance
        Middle of the answers before they are rounded to a point of the scale.
    unused
        Share who have no experience of it.
    used
        Share who came for it; 0 where that is not asked.
    """

    importance: float
    performance: float
    unused: float = 0.04
    used: float = 0.0


SERVICES: Final = {
    "loan": Service(4.5, 4.2, 0.02, 0.74),
    "read": Service(4.0, 3.9, 0.04, 0.46),
    "ref": Service(4.1, 4.0, 0.03, 0.33),
    "order": Service(3.5, 3.3, 0.06),
    "comp": Service(3.3, 3.3, 0.10, 0.18),
    "wifi": Service(4.6, 2.2, 0.05, 0.40),  # the share here is put in by WIFI
    "ebook": Service(3.3, 3.1, 0.20),
    "print": Service(3.2, 3.3, 0.07, 0.22),
    "kids": Service(3.5, 3.5, 0.18, 0.15),
    "event": Service(2.3, 4.4, 0.12, 0.12),
    "study": Service(3.3, 3.3, 0.16),
    "hours": Service(4.1, 3.8, 0.02),
}
CONCENTRATE: Final = "wifi"
OVERKILL: Final = "event"
DRIVERS: Final = ("ref", "hours")
DRIVE: Final = 0.55  # of a point of satisfaction for a point of performance
LOW_BRANCH: Final = "Dańq filialı"
LOWER_BY: Final = 0.6  # of a point, in the performance of every service

# Kano: of a hundred, how many hold it attractive, one-dimensional, a must, indifferent,
# unwelcome; the rest contradict themselves.
KANO: Final = {
    "print": (10, 14, 60, 13, 1),
    "deliv": (62, 12, 6, 17, 1),
    "phone": (14, 5, 6, 71, 2),
    "even": (17, 56, 12, 12, 2),
    "child": (24, 30, 20, 22, 2),
    "ebook": (33, 16, 8, 38, 3),
}
MUST: Final = "print"
ATTRACTIVE: Final = "deliv"
INDIFFERENT: Final = "phone"

GAP: Final = 0.02  # share of answers left empty
GAP_ITEM: Final = "perf_order"
GAP_THERE: Final = 0.17

USUAL_SECONDS: Final = 560

OPEN_SHARE: Final = 0.42
THEMES: Final = {"hours": 0.36, "wifi": 0.30, "children": 0.20}  # the rest: anything else

# The poll: of a hundred forms, how many gave each answer, from the lowest; the rest left it empty.
POLL: Final = {
    "often": {1: 3, 2: 28, 3: 33, 4: 27, 5: 8},
    "found": {3: 9, 2: 27, 1: 58, 8: 4},
    "overall": {1: 3, 2: 8, 3: 15, 4: 40, 5: 31},
    "recommend": {0: 1, 2: 1, 3: 2, 4: 3, 5: 6, 6: 8, 7: 13, 8: 16, 9: 21, 10: 25},
    "age": {1: 5, 2: 12, 3: 27, 4: 19, 5: 15, 6: 11, 7: 6, 8: 4},
    "sex": {1: 61, 2: 37},
}
POLL_THEMES: Final = {"hours": 17, "wifi": 12, "children": 8, "other": 6}
POLLED: Final = 100
