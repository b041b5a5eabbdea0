"""What is said of an indicator: its passport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

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
