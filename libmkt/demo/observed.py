"""The invented observation sheet: four rooms, five walks a day on twelve days of September."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from libmkt.demo.chance import Chance

MONTH: Final = "2026-09"
DAYS: Final = (7, 8, 10, 12, 14, 15, 17, 19, 21, 22, 24, 26)
HOURS: Final = ("10:00", "12:00", "14:00", "16:00", "18:00")
# Headings as the library's own sheet has them in Karakalpak, an activity of its own the last.
HEADINGS: Final = (
    *("Sáne", "Waqtı", "Filial", "Zal", "Otırıw orınları", "Bánt orınlar"),
    *("Oqıydı", "Óz noutbukında", "Kitapxana kompyuterinde", "Telefonda", "Oynaydı"),
    "Is-háreket: sabaq tayarlaydı",
)
SERVICES: Final = (
    "service", "importance", "performance", "used", "measures", "places", "areas",
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """One room: the share of its seats that is taken at each hour, and what is done there."""

    branch: str
    name: str
    seats: int
    taken: tuple[float, ...]
    # share of those who sit there: read, laptop, computer, phone, play, prepare lessons; -1: not
    # counted there
    done: tuple[float, ...]


ROOMS: Final = (
    Room("Oraylıq kitapxana", "Oqıw zalı", 48, (0.12, 0.20, 0.28, 0.31, 0.18),
         (0.34, 0.26, -1, 0.22, -1, 0.30)),
    Room("Oraylıq kitapxana", "Kompyuter zalı", 14, (0.58, 0.70, 0.84, 0.92, 0.80),
         (-1, 0.06, 0.88, 0.12, -1, -1)),
    Room("Balalar kitapxanası", "Balalar zalı", 30, (0.16, 0.32, 0.46, 0.62, 0.30),
         (0.42, -1, -1, 0.10, 0.36, 0.16)),
    Room("Gúlzar filialı", "Gúlzar oqıw zalı", 16, (0.50, 0.66, 0.82, 0.91, 0.70),
         (0.28, 0.30, -1, 0.18, -1, 0.40)),
)  # fmt: skip
QUIET, FULL = ROOMS[0], ROOMS[3]  # half empty although it matters; full, as it matters
SWING: Final = 0.18  # days differ: from 1 less this to 1 and this, all rooms of a branch alike


def rows() -> Iterator[list[object]]:
    """The lines of observations/2026-09.csv: a room in a walk."""
    for day in DAYS:
        for branch in dict.fromkeys(room.branch for room in ROOMS):
            busy = Chance("observed", branch, str(day)).between(1.0 - SWING, 1.0 + SWING)
            rooms = [room for room in ROOMS if room.branch == branch]
            for at, hour in enumerate(HOURS):
                for i, room in enumerate(rooms):
                    # one date and one time above the rooms of a walk, as people write them
                    first = [f"{day:02d}.09.2026", hour] if i == 0 else ["", ""]
                    yield [*first, room.branch, room.name, *_counts(room, day, at, busy)]


def _counts(room: Room, day: int, at: int, busy: float) -> list[object]:
    chance = Chance("observed", room.name, str(day), HOURS[at])
    taken = sum(chance.uniform() < min(0.99, room.taken[at] * busy) for _ in range(room.seats))
    done = [
        sum(chance.uniform() < share for _ in range(taken)) if share >= 0 else ""
        for share in room.done
    ]
    return [room.seats, taken, *done]


def services() -> list[list[str]]:
    """The lines of services.csv: what belongs to each service of the city library."""
    return [
        ["Kitap beriw", "imp_loan", "perf_loan", "uses/loan", "loans; renewals", "", ""],
        ["Oqıw zalı", "imp_read", "perf_read", "uses/read", "visits", QUIET.branch, QUIET.name],
        ["Gúlzar oqıw zalı", "imp_read", "perf_read", "", "visits", FULL.branch, FULL.name],
        ["Kompyuterler", "imp_comp", "perf_comp", "uses/comp", "", "", ROOMS[1].name],
        ["Balalar ushın", "imp_kids", "perf_kids", "uses/kids", "loans; new_users",
         ROOMS[2].branch, ROOMS[2].name],
        ["Ilajlar", "imp_event", "perf_event", "uses/event", "attendance; events", "", ""],
    ]  # fmt: skip


def truth() -> str:
    """The facts of the observation sheet, indented as they stand in TRUTH.yml."""
    hours = ", ".join(f'"{hour}"' for hour in HOURS)
    shares = "\n".join(
        f"      {room.name}: [{', '.join(f'{share:.2f}' for share in room.taken)}]"
        for room in ROOMS
    )
    return f"""\
  observed_seats:
    what: share of the seats that is taken at each hour, before days differ by up to {SWING:.2f}
    where: observations/{MONTH}.csv
    hours: [{hours}]
    taken:
{shares}
    tolerance: 0.10
    sweeps: {len(DAYS) * len(HOURS)}
  observed_contradiction:
    what: >-
      most call a reading room important, but two of three of these seats stay free at the busiest
      hour; those of the other are taken, and its visits grow
    where: observations/{MONTH}.csv, survey/needs-2026.csv, city/monthly.csv
    question: imp_read
    quiet: {QUIET.name}
    full: {FULL.name}
    full_branch: {FULL.branch}
"""
