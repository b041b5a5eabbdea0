"""The passports themselves: how each indicator is made, and where it misleads.

Formula numbers F01-F28 are those of `docs/methods/monitoring.md`.  A standard is named only
where its code was confirmed: ISO 11620:2014 from a published list of formulas, ISO
11620:2023 from headings of the standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from libmkt.errors import N_

Direction = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Passport:
    """How one indicator is made: numerator / denominator x scale.

    `denominators` lists what the trade divides by, the default first; whichever is
    taken is named in the result.  `direction` says which way is better, "none" where
    that depends on the aim.  `formula` is "" where the catalogue has no number for it.
    """

    code: str
    name: str  # marked message: a label
    definition: str  # marked message
    numerator: str  # code of a measure
    denominators: tuple[str, ...]  # codes of measures, the default first
    unit: str  # marked message; "share" runs from 0 to 1 and is printed in per cent
    family: str
    direction: Direction = "up"
    scale: float = 1.0
    formula: str = ""
    standards: Mapping[str, str] = field(default_factory=dict)  # edition -> confirmed code
    pitfalls: tuple[str, ...] = ()  # marked messages
    kind: str = "ratio"
    by_class: bool = False  # needs a breakdown of the stock: see monitoring.fund_use


_REREGISTERED = N_(
    "Who is a user decides the result: all registered, or those who came in the year."
    "  Compare only libraries that count the same persons."
)
_SHORT = N_(
    "Of a month or a quarter it is a fraction of the year's value: compare with the same"
    " months of another year, not with a year."
)
_POPULATION = N_(
    "The denominator is the population to be served, not the members.  In a small place or after"
    " a new census it can move more than the library does."
)
_SMALL = N_("In a small place a handful of persons moves it: look at several years or at limits.")
_MONEY = N_("In current prices: over years, inflation moves it more than the library does.")
_PEOPLE_FACTOR = N_(
    "It falls when many new readers come who read little: look at its factors before calling"
    " that a failure."
)

PASSPORTS: Final = (
    Passport(
        "loans_per_user",
        N_("Loans per user"),
        N_("Loans in the period divided by users: how much one reader borrows."),
        "loans",
        ("users", "active_users"),
        N_("loans per user"),
        "use",
        formula="F01",
        pitfalls=(
            _REREGISTERED,
            _PEOPLE_FACTOR,
            N_("Loans with renewals and loans without them are two different numerators."),
            N_("It equals turnover times stock per user: check one by the other two."),
            _SHORT,
        ),
    ),
    Passport(
        "visits_per_user",
        N_("Visits per user"),
        N_("Visits in the period divided by users: how often one reader comes."),
        "visits",
        ("users", "active_users"),
        N_("visits per user"),
        "use",
        formula="F02",
        pitfalls=(
            N_("Visits by people who are not users, and to events, are often in the numerator."),
            N_("A door counter counts staff and children running out and in: say how it counts."),
            _REREGISTERED,
            _SHORT,
        ),
    ),
    Passport(
        "turnover",
        N_("Turnover of stock"),
        N_("Loans in the period divided by copies: how often one copy goes out."),
        "loans",
        ("stock",),
        N_("loans per copy"),
        "use",
        formula="F03",
        standards={"ISO 11620:2014": "B.2.1.1", "ISO 11620:2023": "A.2.1.1"},
        pitfalls=(
            N_("It rises when stock is withdrawn, without one loan more."),
            N_("Stock at the end of the year or the mean of the year: print which."),
            N_(
                "Some divide loans of books by books, others all loans by all stock; some leave"
                " out what may not be lent.  Two such values cannot be compared."
            ),
            _SHORT,
        ),
    ),
    Passport(
        "stock_per_user",
        N_("Stock per user"),
        N_("Copies divided by users: how many copies stand behind one reader."),
        "stock",
        ("users", "active_users"),
        N_("copies per user"),
        "resources",
        direction="none",
        formula="F04",
        pitfalls=(
            N_("It rises when readers leave: more is not better by itself."),
            N_("With or without textbooks is the usual reason why two tables differ."),
            _REREGISTERED,
        ),
    ),
    Passport(
        "stock_per_capita",
        N_("Stock per inhabitant"),
        N_("Copies divided by the population served."),
        "stock",
        ("population",),
        N_("copies per inhabitant"),
        "resources",
        direction="none",
        formula="F04",
        pitfalls=(_POPULATION, N_("Old stock that nobody asks for counts as much as new.")),
    ),
    Passport(
        "renewal",
        N_("Renewal of stock"),
        N_("New copies in the period divided by copies."),
        "acquisitions",
        ("stock",),
        "share",
        "resources",
        formula="F05",
        pitfalls=(
            N_("Stock at the end of the year or the mean of the year: print which."),
            N_("Gifts and transfers between branches may be among the new copies."),
        ),
    ),
    Passport(
        "coverage",
        N_("Coverage of the population"),
        N_("Users divided by the population served."),
        "users",
        ("population",),
        "share",
        "use",
        formula="F06",
        pitfalls=(
            _POPULATION,
            N_("Readers from elsewhere are among the users: above 100 per cent is possible."),
            N_("A person who uses three libraries of the region is counted three times."),
        ),
    ),
    Passport(
        "requests_satisfied",
        N_("Satisfied requests"),
        N_("Requests that were satisfied divided by requests received."),
        "requests_filled",
        ("requests",),
        "share",
        "use",
        formula="F07",
        pitfalls=(
            N_("What nobody writes down is not refused: few records look like good service."),
            N_("Readers stop asking for what is never there."),
        ),
    ),
    Passport(
        "fund_use",
        N_("Use of a class against its share of stock"),
        N_("Share of a class in loans divided by its share in stock; 1 is in proportion."),
        "loans",
        ("stock",),
        N_("ratio, 1 is in proportion"),
        "use",
        direction="none",
        formula="F08",
        by_class=True,
        pitfalls=(
            N_("Above 1 the class is short of copies, below 1 it has more than are asked for."),
            N_("It compares classes of one library, not libraries."),
        ),
    ),
    Passport(
        "reference_intensity",
        N_("Reference answers per reader served"),
        N_("Answers given divided by readers who were served with reference."),
        "references",
        ("reference_users", "users"),
        N_("answers per reader"),
        "use",
        direction="none",
        formula="F09",
        pitfalls=(N_("Divided by all users it is another indicator: look at the denominator."),),
    ),
    Passport(
        "loans_per_capita",
        N_("Loans per inhabitant"),
        N_("Loans in the period divided by the population served."),
        "loans",
        ("population",),
        N_("loans per inhabitant"),
        "use",
        standards={"ISO 11620:2014": "B.2.1.2"},
        pitfalls=(
            _POPULATION,
            N_("Some programs divide by members and still write per capita."),
            _SHORT,
        ),
    ),
    Passport(
        "visits_per_capita",
        N_("Visits per inhabitant"),
        N_("Visits in the period divided by the population served."),
        "visits",
        ("population",),
        N_("visits per inhabitant"),
        "use",
        standards={"ISO 11620:2014": "B.2.2.1"},
        pitfalls=(_POPULATION, N_("Physical and virtual visits are counted apart."), _SHORT),
    ),
    Passport(
        "loans_per_visit",
        N_("Loans per visit"),
        N_("Loans divided by visits: how much one visit takes home."),
        "loans",
        ("visits",),
        N_("loans per visit"),
        "use",
        direction="none",
        pitfalls=(N_("It falls when people come for other things: events, study, computers."),),
    ),
    Passport(
        "events_per_1000",
        N_("Events per 1,000 inhabitants"),
        N_("Events in the period per 1,000 of the population served."),
        "events",
        ("population",),
        N_("per 1,000 inhabitants"),
        "use",
        scale=1000.0,
        formula="F27",
        pitfalls=(_SMALL, N_("Ten small events count ten times as much as one large one.")),
    ),
    Passport(
        "attendance_per_event",
        N_("Attendance per event"),
        N_("Attendance divided by events."),
        "attendance",
        ("events",),
        N_("persons per event"),
        "use",
        direction="none",
        formula="F27",
        pitfalls=(N_("One festival lifts the mean of the year: look at the events too."),),
    ),
    Passport(
        "attendance_per_capita",
        N_("Attendance per inhabitant"),
        N_("Attendance at events divided by the population served."),
        "attendance",
        ("population",),
        N_("attendances per inhabitant"),
        "use",
        formula="F27",
        pitfalls=(_POPULATION, N_("Attendances are counted, not persons.")),
    ),
    Passport(
        "acquisitions_per_1000",
        N_("New copies per 1,000 inhabitants"),
        N_("New copies in the period per 1,000 of the population served."),
        "acquisitions",
        ("population",),
        N_("per 1,000 inhabitants"),
        "resources",
        scale=1000.0,
        pitfalls=(_SMALL, N_("International planning figures are reference lines, not targets.")),
    ),
    Passport(
        "seats_per_1000",
        N_("Seats per 1,000 inhabitants"),
        N_("Seats for users per 1,000 of the population served."),
        "seats",
        ("population",),
        N_("per 1,000 inhabitants"),
        "resources",
        scale=1000.0,
        pitfalls=(_POPULATION,),
    ),
    Passport(
        "staff_per_1000",
        N_("Staff per 1,000 inhabitants"),
        N_("Staff in full-time equivalents per 1,000 of the population served."),
        "staff",
        ("population",),
        N_("per 1,000 inhabitants"),
        "resources",
        direction="none",
        scale=1000.0,
        pitfalls=(_POPULATION, N_("Persons and full-time equivalents differ: print which.")),
    ),
    Passport(
        "visits_per_hour",
        N_("Visits per hour open"),
        N_("Visits divided by hours open."),
        "visits",
        ("hours_open",),
        N_("visits per hour"),
        "efficiency",
        pitfalls=(N_("It falls when hours are added in the evening, which may be right."),),
    ),
    Passport(
        "users_per_staff",
        N_("Users per member of staff"),
        N_("Users divided by staff in full-time equivalents."),
        "users",
        ("staff",),
        N_("users per member of staff"),
        "efficiency",
        direction="none",
        pitfalls=(N_("It rises when posts are cut: more is not better by itself."),),
    ),
    Passport(
        "seat_occupancy",
        N_("Seat occupancy"),
        N_("Seats taken divided by seats, both added up over sweeps through the library."),
        "seats_taken",
        ("seats",),
        "share",
        "use",
        direction="none",
        formula="F26",
        pitfalls=(
            N_("The day is the unit, not the seat: few days say little, however many seats."),
            N_("It holds for the days and hours at which somebody walked, and for no others."),
        ),
    ),
    Passport(
        "visits_per_staff",
        N_("Visits per member of staff"),
        N_("Visits divided by staff in full-time equivalents."),
        "visits",
        ("staff",),
        N_("visits per member of staff"),
        "efficiency",
        direction="none",
        pitfalls=(N_("It rises when posts are cut: more is not better by itself."), _SHORT),
    ),
    Passport(
        "cost_per_user",
        N_("Cost per user"),
        N_("Expenditure divided by users."),
        "expenditure",
        ("users", "active_users"),
        N_("money per user"),
        "efficiency",
        direction="down",
        formula="F28",
        pitfalls=(_MONEY, N_("Say what is in the cost: staff, building, stock.")),
    ),
    Passport(
        "cost_per_visit",
        N_("Cost per visit"),
        N_("Expenditure divided by visits."),
        "expenditure",
        ("visits",),
        N_("money per visit"),
        "efficiency",
        direction="down",
        formula="F28",
        pitfalls=(_MONEY, N_("Most costs do not fall with visits: a closed month looks dear.")),
    ),
    Passport(
        "cost_per_loan",
        N_("Cost per loan"),
        N_("Expenditure divided by loans."),
        "expenditure",
        ("loans",),
        N_("money per loan"),
        "efficiency",
        direction="down",
        formula="F28",
        pitfalls=(_MONEY, N_("All costs are laid on loans, as if the library did nothing else.")),
    ),
)
