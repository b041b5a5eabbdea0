"""What a student has written, read as numbers; and whether two answers are the same."""

from __future__ import annotations

import math
import numbers as abstract
from typing import Any

from libmkt.errors import N_, Message

Answer = float | list[float] | str


class UnusableError(Exception):
    """An answer that cannot be compared, with a code and what to tell the student."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(str(message))
        self.code, self.message = code, message


def empty(value: Any) -> bool:
    """Whether nothing has been written yet.

    >>> empty(...), empty(None), empty(0)
    (True, True, False)
    """
    return value is ... or value is None


def number(value: Any) -> float:
    """An answer as one number; a table or list of one figure counts as that figure.

    Raises
    ------
    UnusableError
        It is a text, a truth value, several figures, or no number at all.

    >>> number(3), number([2.5])
    (3.0, 2.5)
    """
    held = _plain(value)
    if isinstance(held, list):
        if len(held) != 1:
            raise UnusableError(
                "several",
                Message(N_("One number is asked for; this holds {n}."), {"n": len(held)}),
            )
        held = held[0]
    if isinstance(held, bool) or not isinstance(held, abstract.Real):
        raise _not_a_number(held)
    found = float(held)
    if not math.isfinite(found):
        raise UnusableError(
            "missing",
            Message(
                N_("The result is a missing value. Look for an empty cell or a division by 0.")
            ),
        )
    return found


def numbers(value: Any, n: int) -> list[float]:
    """An answer as a list of `n` numbers.

    A missing value in front is passed over: a column of differences begins with one.

    Raises
    ------
    UnusableError
        It is no list, or one of another length, or not all of it are numbers.

    >>> numbers((1, 2), 2), numbers([float("nan"), 1, 2], 2)
    ([1.0, 2.0], [1.0, 2.0])
    """
    held = _plain(value)
    if not isinstance(held, list):
        if isinstance(held, abstract.Real) and not isinstance(held, bool):
            raise UnusableError(
                "one", Message(N_("{n} numbers are asked for, in a list; this is one."), {"n": n})
            )
        raise _not_a_number(held)
    if len(held) == n + 1 and isinstance(held[0], float) and math.isnan(held[0]):
        held = held[1:]
    if len(held) != n:
        raise UnusableError(
            "length",
            Message(N_("{n} numbers are asked for; your list holds {found}."),
                    {"n": n, "found": len(held)}),
        )  # fmt: skip
    return [number(one) for one in held]


def choice(value: Any, choices: tuple[str, ...]) -> str:
    """An answer as one of some words.

    Raises
    ------
    UnusableError
        It is none of them.

    >>> choice(" Flow", ("flow", "stock"))
    'flow'
    """
    said = value.strip().lower() if isinstance(value, str) else value
    if said not in choices:
        raise UnusableError(
            "choice",
            Message(N_("Write one of these words, in quotes: {known}."),
                    {"known": ", ".join(f'"{one}"' for one in choices)}),
        )  # fmt: skip
    return str(said)


def same(one: Answer, other: Answer, within: float) -> bool:
    """Whether two answers agree, numbers to within a tolerance.

    >>> same([1.0, 2.0], [1.0, 2.04], 0.05), same(1.0, [1.0], 0.05)
    (True, False)
    """
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(a, b, within) for a, b in pairs)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= within
    return isinstance(one, str) and one == other


def _plain(value: Any) -> Any:
    """Tables, columns, arrays and the like as lists, or as the single value they are."""
    if isinstance(value, dict):
        value = value.values()
    if hasattr(value, "to_numpy"):  # a column or a table of pandas
        value = value.to_numpy()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return value
    held = list(value)
    if held and all(isinstance(row, list | tuple) and len(row) == 1 for row in held):
        held = [row[0] for row in held]
    return held


def _not_a_number(value: Any) -> UnusableError:
    if isinstance(value, str):
        return UnusableError(
            "text",
            Message(N_("A number is asked for, not a text: no quotes, no sign of per cent, and "
                       "a point before the decimals.")),
        )  # fmt: skip
    kind = type(value).__name__
    return UnusableError(
        "kind", Message(N_("A number is asked for; this is of the kind {kind}."), {"kind": kind})
    )
