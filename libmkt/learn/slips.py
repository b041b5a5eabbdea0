"""Slips that happen in any exercise: per cent for a share, a sign, thousands, early rounding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from libmkt.errors import N_
from libmkt.learn.answers import Answer
from libmkt.learn.exercise import Unit

CLOSE = 0.002  # a number this near the right one, as a share of it, was rounded on the way


@dataclass(frozen=True)
class Slip:
    """How a right number becomes a wrong one, and what to tell the student."""

    code: str
    of: Callable[[float], float]
    hint: str


_PERCENT = N_(
    "This is in per cent, but a share is asked for: `0.95`, not `95`. Divide by 100, or leave out "
    "the multiplication by 100."
)
_SIGN = N_("The size is right, the sign is not: subtract the earlier from the later.")

_INVERSE = N_("Numerator and denominator are exchanged.")

SLIPS: dict[Unit, tuple[Slip, ...]] = {
    "count": (
        Slip("sign", lambda x: -x, _SIGN),
        Slip("thousands", lambda x: x / 1000, N_("The answer is asked for in units, not in "
                                                 "thousands.")),
    ),
    "rate": (
        Slip("percent", lambda x: 100 * x, _PERCENT),
        Slip("increment_for_rate", lambda x: x - 1, N_(
            "This is the increment rate (0 is unchanged). The growth rate is asked for: 1 is "
            "unchanged. Add 1.")),
        Slip("increment_percent", lambda x: 100 * (x - 1), N_(
            "This is the increment rate in per cent. The growth rate is asked for, as a share: "
            "`0.95` where 5 per cent were lost.")),
        Slip("inverse", lambda x: 1 / x if x else x, N_(
            "Numerator and denominator are exchanged: divide the later by the earlier.")),
    ),
    "ratio": (
        Slip("inverse", lambda x: 1 / x if x else x, _INVERSE),
        Slip("hundredfold", lambda x: 100 * x, N_(
            "This is 100 times too large: this indicator is not told in per cent.")),
    ),
    "share": (
        Slip("inverse", lambda x: 1 / x if x else x, _INVERSE),
        Slip("percent", lambda x: 100 * x, _PERCENT),
        Slip("sign", lambda x: -x, _SIGN),
    ),
    "points": (
        Slip("share_for_points", lambda x: x / 100, N_(
            "This is a difference of shares. Points are asked for: multiply by 100.")),
        Slip("sign", lambda x: -x, _SIGN),
    ),
}  # fmt: skip

ROUNDED = N_(
    "Very close: something was rounded on the way. Keep all decimals, and round only what "
    "you print."
)


def slipped(right: Answer, unit: Unit) -> Iterator[tuple[str, Answer, str]]:
    """Code, wrong answer and hint of each slip that goes with a unit."""
    for slip in SLIPS[unit]:
        if isinstance(right, list):
            yield slip.code, [slip.of(x) for x in right], slip.hint
        elif isinstance(right, float):
            yield slip.code, slip.of(right), slip.hint


def close(found: Answer, right: Answer) -> bool:
    """Whether an answer is so near the right one that only rounding parts them.

    >>> close(0.95, 0.9512), close(0.9, 0.9512)
    (True, False)
    """
    if isinstance(found, list) and isinstance(right, list):
        return len(found) == len(right) and all(map(close, found, right))
    if isinstance(found, float) and isinstance(right, float):
        return abs(found - right) <= CLOSE * abs(right)
    return False
