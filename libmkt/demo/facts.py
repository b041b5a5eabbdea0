"""What is put into the demo data: names, sizes and the facts of TRUTH.yml.

The region, its districts, its city and every figure are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FIRST_YEAR: Final = 2014
LAST_FULL_YEAR: Final = 2025
FIRST_MONTH: Final = "2022-01"  # of the monthly files
LAST_MONTH: Final = "2026-09"
MEASURES: Final = ("users", "visits", "loans", "events", "attendance")


@dataclass(frozen=True)
class District:
    """One invented district.

    Attributes
    ----------
    people
        Inhabitants in 2014.
    libraries
        Libraries in 2014.
    coverage, visits, loans, copies
        Users per inhabitant; visits and loans per user and year; copies per inhabitant.
    growth
        Yearly change of use, linear, as a share of the level of 2014.
    """

    name: str
    people: int
    libraries: int
    coverage: float
    visits: float
    loans: float
    copies: float
    growth: float


DISTRICTS: Final = (
    District("Aqsaǵa", 118_400, 34, 0.121, 8.9, 19.4, 2.05, 0.012),
    District("Altınjar", 74_900, 25, 0.134, 9.3, 20.8, 2.34, 0.004),
    District("Aydınbulaq", 163_200, 41, 0.098, 8.2, 17.1, 1.62, 0.021),
    District("Baǵlıjap", 61_700, 22, 0.142, 9.8, 21.6, 2.51, -0.006),
    District("Beskempir", 47_300, 19, 0.151, 9.6, 22.3, 2.77, -0.012),
    District("Jalpaqtal", 88_600, 28, 0.127, 9.1, 20.1, 2.18, 0.008),
    District("Jıńǵıllı", 11_800, 6, 0.163, 10.4, 23.7, 3.42, 0.002),
    District("Keńjayıq", 96_500, 31, 0.118, 8.7, 19.2, 2.09, 0.015),
    District("Kókótkel", 103_700, 30, 0.115, 8.8, 18.6, 1.97, 0.010),
    District("Qamıslıkól", 34_200, 14, 0.156, 9.9, 23.1, 2.96, -0.009),
    District("Qarabaylı", 82_100, 27, 0.129, 9.2, 20.4, 2.26, 0.006),
    District("Qosterek", 69_400, 24, 0.137, 9.4, 21.1, 2.40, 0.0),
    District("Sarısaz", 78_800, 26, 0.131, 9.0, 20.0, 2.29, 0.003),
    District("Sháyirli", 141_300, 38, 0.104, 8.4, 17.8, 1.74, 0.018),
    District("Taldıjap", 65_900, 23, 0.139, 9.5, 19.9, 2.45, 0.001),
    District("Úshqum", 22_600, 10, 0.158, 10.1, 23.4, 3.15, -0.004),
)

# The names elsewhere: Uzbek in Latin and in Cyrillic letters, Russian, English.
NAMES: Final = {
    "Aqsaǵa": ("Oqsogʻa", "Оқсоға", "Аксага", "Aqsagha"),
    "Altınjar": ("Oltinjar", "Олтинжар", "Алтынжар", "Altinjar"),
    "Aydınbulaq": ("Oydinbuloq", "Ойдинбулоқ", "Айдынбулак", "Aydinbulaq"),
    "Baǵlıjap": ("Bogʻliyop", "Боғлиёп", "Баглыжап", "Baghlijap"),
    "Beskempir": ("Beshkampir", "Бешкампир", "Бескемпир", "Beskempir"),
    "Jalpaqtal": ("Yalpoqtol", "Ялпоқтол", "Жалпактал", "Jalpaqtal"),
    "Jıńǵıllı": ("Yulgʻunli", "Юлғунли", "Жынгыллы", "Jingilli"),
    "Keńjayıq": ("Kengyoyiq", "Кенгёйиқ", "Кенжайык", "Kenjayiq"),
    "Kókótkel": ("Koʻkoʻtkal", "Кўкўткал", "Кокоткель", "Kokotkel"),
    "Qamıslıkól": ("Qamishlikoʻl", "Қамишликўл", "Камыслыкуль", "Qamislikol"),
    "Qarabaylı": ("Qoraboyli", "Қорабойли", "Карабайлы", "Qarabayli"),
    "Qosterek": ("Qoʻshterak", "Қўштерак", "Костерек", "Qosterek"),
    "Sarısaz": ("Sarisoz", "Сарисоз", "Сарысаз", "Sarisaz"),
    "Sháyirli": ("Shoirli", "Шоирли", "Шаирлы", "Shayirli"),
    "Taldıjap": ("Tolliyop", "Толлиёп", "Талдыжап", "Taldijap"),
    "Úshqum": ("Uchqum", "Учқум", "Ушкум", "Ushqum"),
}

# District in which nothing happens: no trend, no remote service, nothing carried over.
QUIET: Final = "Qosterek"

# Remote visits enter `visits` in all districts but the quiet one.
REMOTE_FROM: Final = "2021-01"
REMOTE_SHARE: Final = (0.12, 0.24)  # of the visits in person, by district

# Renewals enter `loans` in one district; nobody declared it.
RENEWALS_DISTRICT: Final = "Taldıjap"
RENEWALS_FROM: Final = "2018-01"
RENEWALS_FACTOR: Final = 1.35

# A library bus begins to run and is there to stay.
LIFT_DISTRICT: Final = "Sarısaz"
LIFT_FROM: Final = "2025-03"
LIFT: Final = {"users": 1.12, "visits": 1.30, "loans": 1.30}

# One figure typed with a nought too many.
SLIP_DISTRICT: Final = "Baǵlıjap"
SLIP_MONTH: Final = "2024-05"
SLIP_MEASURE: Final = "visits"

# Two libraries were merged into others.
MERGED_DISTRICT: Final = "Keńjayıq"
MERGED_YEAR: Final = 2019
MERGED: Final = 2


@dataclass(frozen=True)
class Branch:
    """One branch of the city library; `visits` and `loans` are monthly levels of 2022."""

    name: str
    visits: float
    loans: float
    events: float
    hours: int  # open a month
    spread: float  # over-dispersion of its counts


BRANCHES: Final = (
    Branch("Oraylıq kitapxana", 6_400, 11_800, 14.0, 286, 0.05),
    Branch("Balalar kitapxanası", 3_900, 8_600, 19.0, 234, 0.06),
    Branch("Bulaq filialı", 1_850, 3_900, 6.0, 208, 0.07),
    Branch("Dańq filialı", 1_240, 2_500, 4.0, 208, 0.07),
    Branch("Gúlzar filialı", 1_610, 3_300, 5.0, 208, 0.07),
    Branch("Jaslıq filialı", 1_420, 2_950, 6.0, 208, 0.07),
    Branch("Miywe filialı", 96, 210, 0.8, 104, 0.40),
    Branch("Órkin filialı", 58, 124, 0.6, 104, 0.45),
    Branch("Saqıy filialı", 730, 1_480, 3.0, 182, 0.09),
    Branch("Temirjol filialı", 34, 71, 0.4, 78, 0.48),
    Branch("Zerger filialı", 940, 1_900, 3.5, 182, 0.08),
    Branch("Shamshıraq filialı", 1_080, 2_260, 4.0, 208, 0.08),
)
SMALL_BRANCHES: Final = ("Miywe filialı", "Órkin filialı", "Temirjol filialı")

CLOSED_BRANCH: Final = "Jaslıq filialı"
CLOSED_FROM: Final = "2025-04"
CLOSED_TO: Final = "2025-08"

# Door sensors replace the tickets handed out at the desk.
SENSORS_FROM: Final = "2024-01"
SENSORS_FACTOR: Final = 1.20

# Class of stock, its share of the copies and of the loans.
CLASSES: Final = (
    ("Kórkem ádebiyat", 0.310, 0.420),
    ("Balalar ádebiyatı", 0.140, 0.260),
    ("Sabaqlıqlar", 0.120, 0.120),
    ("Ilimiy ádebiyat", 0.130, 0.055),
    ("Siyasiy ádebiyat", 0.150, 0.020),
    ("Texnika hám awıl xojalıǵı", 0.060, 0.030),
    ("Kórkem óner hám sport", 0.035, 0.035),
    ("Shet tillerdegi ádebiyat", 0.030, 0.040),
    ("Basqalar", 0.025, 0.020),
)
CITY_STOCK: Final = 186_400  # copies at the end of 2021
