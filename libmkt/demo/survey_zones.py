"""The part of the survey that every second person was asked: accepted, desired and seen levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from libmkt.demo.chance import Chance

SIDES: Final = ("min", "des", "now")
ASKED: Final = 2  # one form in so many has the part
INCOMPLETE: Final = 7  # forms with one of the three answers to a statement left empty
NONE: Final = 99  # the code for "does not apply to me"


@dataclass(frozen=True)
class Zone:
    """One statement: where its answers lie on the scale from 1 to 9.

    Attributes
    ----------
    minimum, desired, seen
        Middles of the answers before they are rounded to a point of the scale.
    unused
        Share to whom it does not apply.
    split
        Share who see much less of it than the others, who see so much more: the mean
        stays.
    """

    minimum: float
    desired: float
    seen: float
    unused: float = 0.0
    split: float = 0.0


ZONES: Final = {
    "pe1": Zone(4.4, 6.6, 7.4),
    "pe2": Zone(5.3, 7.5, 6.5),
    "in2": Zone(4.6, 7.9, 6.1, 0.03),
    "in6": Zone(5.9, 8.2, 4.4, 0.08),
    "pl1": Zone(5.6, 7.4, 5.4, 0.02, split=0.45),
    "pl4": Zone(5.0, 8.0, 6.7),
}
BELOW: Final = "in6"  # surely below the lowest level that people accept
ABOVE: Final = "pe1"  # surely above what they wish for
HIDDEN: Final = "pl1"  # cannot be told by its mean, while nearly half are below
SPREAD: Final = 2.3  # points by which those of a split lie apart from the middle


def names() -> tuple[str, ...]:
    """The questions, all of one side together, as they were asked."""
    return tuple(f"{side}_{item}" for side in SIDES for item in ZONES)


def answer(people: Sequence[dict[str, Any]], stream: Callable[..., Chance]) -> None:
    """Let every second person answer; all that is put in here has its own chance."""
    lot = stream("tolerance", "asked")
    drawn = sorted((lot.uniform(), i) for i in range(len(people)))
    asked = [people[i] for _, i in sorted(drawn)[: len(people) // ASKED]]
    claims = stream("tolerance", "claims")
    wants = [0.6 * claims.bell() for _ in asked]
    for item, zone in ZONES.items():
        chance = stream("tolerance", item)
        for one, want in zip(asked, wants, strict=True):
            levels = (
                zone.minimum + want + 1.0 * chance.bell(),
                zone.desired + 0.6 * want + 0.9 * chance.bell(),
                zone.seen + _off(zone, chance) + 0.9 * chance.bell(),
            )
            gone = chance.uniform() < zone.unused
            for side, level in zip(SIDES, levels, strict=True):
                one[f"{side}_{item}"] = NONE if gone else min(9, max(1, int(level + 0.5)))
    missed = [name for name in names() if not ZONES[name[4:]].unused]
    for i, one in enumerate(asked[:INCOMPLETE]):
        del one[missed[(4 * i) % len(missed)]]


def _off(zone: Zone, chance: Chance) -> float:
    """How far a person of a split is from the middle; nothing where there is none."""
    if not zone.split:
        return 0.0
    if chance.uniform() < zone.split:
        return -SPREAD
    return SPREAD * zone.split / (1.0 - zone.split)
