"""The measures: what libraries count, in which unit, as a flow or as a level.

Names are labels ("Loans: 822,981"), because a noun inside a sentence changes its
case from language to language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, Literal

from libmkt.errors import N_, Message, ParameterError, Problem

Kind = Literal["flow", "stock"]


@dataclass(frozen=True)
class Measure:
    """One thing that is counted.

    `kind` is "flow" for what is counted over a time and adds up over it, "stock" for
    a level at a date, the end of the period.  `unit` "share" (0 to 1) never adds up.
    """

    code: str
    name: str  # marked message: a label
    unit: str
    kind: Kind
    aliases: tuple[str, ...] = ()  # other codes that stand for the same in files of the trade
    note: str = ""  # marked message: what to know before using it


# The units of the measures below, marked: they stand on axes and in tables.
UNITS: Final = (
    N_("answers"),
    N_("computers"),
    N_("copies"),
    N_("events"),
    N_("hours"),
    N_("libraries"),
    N_("loans"),
    N_("money"),
    N_("persons"),
    N_("requests"),
    N_("seats"),
    N_("sessions"),
    N_("share"),
    N_("staff"),
    N_("titles"),
    N_("uses"),
    N_("visits"),
)

_COUNTED: Final = (
    Measure("libraries", N_("Libraries"), "libraries", "stock"),
    Measure("stock", N_("Stock, copies"), "copies", "stock", ("copies", "fund", "collection")),
    Measure("titles", N_("Titles"), "titles", "stock"),
    Measure(
        "acquisitions", N_("New copies"), "copies", "flow", ("new_copies", "intake", "additions")
    ),
    Measure("withdrawn", N_("Copies withdrawn"), "copies", "flow", ("withdrawals", "discarded")),
    Measure(
        "users",
        N_("Users"),
        "persons",
        "flow",
        ("readers", "registered_users", "members"),
        N_(
            "Taken as a flow: readers are registered anew each year and the figure counts persons"
            " over the year.  Where it counts cards valid on 31 December, the source"
            " description should say kind: stock; the mean of the years then differs."
        ),
    ),
    Measure("active_users", N_("Active users"), "persons", "flow", ("active_borrowers",)),
    Measure("new_users", N_("New users"), "persons", "flow", ("registrations",)),
    Measure("visits", N_("Visits"), "visits", "flow", ("attendances_in_library", "visitors")),
    Measure("virtual_visits", N_("Virtual visits"), "visits", "flow", ("web_visits",)),
    Measure("loans", N_("Loans"), "loans", "flow", ("issues", "circulation", "checkouts")),
    Measure("renewals", N_("Renewed loans"), "loans", "flow", ("renewed",)),
    Measure("in_house_use", N_("Use in the library"), "uses", "flow", ("localuse",)),
    Measure("e_loans", N_("Electronic loans"), "loans", "flow", ("electronic_loans",)),
    Measure("events", N_("Events"), "events", "flow", ("programs", "programmes")),
    Measure("attendance", N_("Attendance at events"), "persons", "flow", ("attendances",)),
    Measure("references", N_("Reference answers"), "answers", "flow", ("reference_answers",)),
    Measure("reference_users", N_("Readers served with reference"), "persons", "flow"),
    Measure("requests", N_("Requests received"), "requests", "flow", ("requests_received",)),
    Measure("requests_filled", N_("Requests satisfied"), "requests", "flow", ("satisfied",)),
    Measure("population", N_("Population served"), "persons", "stock", ("inhabitants",)),
    Measure("staff", N_("Staff, full-time equivalents"), "staff", "stock", ("fte",)),
    Measure("hours_open", N_("Hours open"), "hours", "flow", ("opening_hours",)),
    Measure("expenditure", N_("Expenditure"), "money", "flow", ("spending", "costs")),
    Measure("income", N_("Income"), "money", "flow", ("revenue",)),
    Measure("computers", N_("Computers for users"), "computers", "stock", ("workstations",)),
    Measure("computer_sessions", N_("Computer sessions"), "sessions", "flow"),
    Measure(
        "computer_use",
        N_("Computer use, share of time"),
        "share",
        "flow",
        (),
        N_("A share of the time available: it cannot be added over branches or months."),
    ),
    Measure("wifi_sessions", N_("Wi-Fi sessions"), "sessions", "flow", ("wireless_sessions",)),
    Measure("seats", N_("Seats"), "seats", "stock"),
    Measure("seats_taken", N_("Seats taken"), "seats", "stock"),
)

MEASURES: Final[Mapping[str, Measure]] = MappingProxyType({m.code: m for m in _COUNTED})
"""Every measure by its code, in the order in which reports show them."""


def measure(code: str) -> Measure:
    """The measure with this code or alias.

    Raises
    ------
    ParameterError
        There is none; the nearest codes are named.

    Examples
    --------
    >>> measure("loans").kind, measure("copies").code
    ('flow', 'stock')
    >>> measure("lones")
    Traceback (most recent call last):
    ...
    libmkt.errors.ParameterError: lones is not a measure of libmkt
      measure  did you mean loans, e_loans?
    """
    wanted = code.strip().casefold()
    for one in _COUNTED:
        if wanted == one.code or wanted in one.aliases:
            return one
    raise ParameterError(
        Message(N_("{code} is not a measure of libmkt"), {"code": code}),
        [Problem("measure", nearest(wanted, MEASURES))],
    )


def nearest(wanted: str, known: Iterable[str]) -> Message:
    """Say which known names come near to what was asked for, or list them all."""
    names = list(known)
    near = get_close_matches(wanted, names, n=3, cutoff=0.6)
    if near:
        return Message(N_("did you mean {near}?"), {"near": ", ".join(near)})
    return Message(N_("expected one of {known}"), {"known": ", ".join(names)})
