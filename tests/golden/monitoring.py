"""Published library figures and what was worked out from them, to the digits printed."""

# Rural libraries of the Murmansk region, 2010-2013: https://mgounb.ru/pablik/selskaya_biblioteka/21
MURMANSK = {
    "users": (37047, 34576, 32380, 31891),
    "visits": (346179, 330281, 307165, 297925),
    "loans": (970109, 897285, 851013, 822981),
}
MURMANSK_YEARS = ("2010", "2011", "2012", "2013")
LOANS_CHAIN_INCREMENT = (-72824, -46272, -28032)
LOANS_BASE_INCREMENT = (-72824, -119096, -147128)
CHAIN_RATE = {  # per cent
    "loans": (92.49, 94.84, 96.71),
    "users": (93.33, 93.65, 98.49),
    "visits": (95.41, 93.00, 96.99),
}
LOANS_BASE_RATE = (92.49, 87.72, 84.83)
LOANS_ONE_PERCENT = (9701.09, 8972.85, 8510.13)
MEAN_RATE = {"loans": 94.6651, "users": 95.1273, "visits": 95.1193}  # per cent a year
LOANS_MEAN_INCREMENT = -49042.67
LOANS_PER_USER = (26.19, 25.95, 26.28, 25.81)
VISITS_PER_USER = (9.34, 9.55, 9.49, 9.34)
USERS_MEAN_ARITHMETIC, USERS_MEAN_CHRONOLOGICAL = 33973.5, 33808.33
# The fall of 28,032 loans from 2012 to 2013.
CHAIN_TWO = (-12851.93, -15180.07)  # users, loans per user
CHAIN_THREE = (-12851.93, -12747.87, -2432.21)  # users, visits per user, loans per visit
LMDI_THREE = (-12735.48, -12826.76, -2469.75)

# Libraries of the Tver region, report for 2023, as printed for 2021, 2022, 2023:
# https://docs.tverlib.ru/sov_kraevedenie/_layout/ll0000136/33
TVER_YEARS = ("2021", "2022", "2023")
TVER = {
    "loans_per_user": (26.0, 26.7, 26.6),
    "turnover": (1.61, 1.71, 1.76),
    "stock_per_user": (16.2, 15.6, 15.2),
}
TVER_STOCK_PER_USER_IMPLIED = (16.15, 15.61, 15.11)

# LJ Index, the worked example of a star library's visits per capita:
# https://lj.libraryjournal.com/americas-star-libraries-score-calculation-algorithm/
LJ = {"visits": 205150, "population": 17990, "per_capita": 11.4, "mean": 6.2, "sd": 5.4, "z": 0.96}

# Mid-Hudson retention project: https://midhudson.org/lab-project-2018/
RETENTION = {"active_at_end": 4300, "new": 900, "at_start": 5000, "percent": 68.0}

# School library, three years, https://sch4.schoolnet.by: its readership is books only.
SCHOOL = {
    "readers": (1013, 1056, 1101),
    "loans": (15222, 12919, 8687),
    "loans_newspapers": (1527, 1151, 608),
    "loans_journals": (2050, 3145, 2575),
    "loans_books": (11645, 8623, 5504),
    "stock_fiction": (16239, 16148, 16055),
}
SCHOOL_READERSHIP = (11.50, 8.17, 5.00)
SCHOOL_TURNOVER = (0.72, 0.53, 0.34)
SCHOOL_STOCK_PER_READER = (20.00, 18.84, 18.65)  # fits no combination of the columns
SCHOOL_STOCK_PER_READER_WITH_TEXTBOOKS = (35.24, 33.42, 32.53)

# National Library of Uzbekistan, June 2019: new readers by category against the headline.
NATIONAL_HEADLINE, NATIONAL_CATEGORIES_SUM, NATIONAL_FOREIGN = 1806, 1785, 21
NATIONAL_ACQUISITIONS = (29, 105, 50, 125)
NATIONAL_ACQUISITIONS_TOTAL = 309

# Ages of users, Uzbekistan, 1 January 2025, per cent: 100.1 by rounding.
AGE_SHARES = (31.6, 45.9, 22.6)
