"""Codes of the column `note`: what a kind of sample says of its errors, and codes joined."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from libmkt.stats.design import Design

Code = Literal["", "census", "modelled", "no-margin"]


def design_code(design: Design) -> Code:
    """What a kind of sample says of its errors.

    Returns
    -------
    str
        "census": everybody was asked, nothing is left to chance; "no-margin": whoever
        wished answered, so that nobody knows; "modelled": the same, with the errors that a
        random sample would have; "": a random sample.

    Examples
    --------
    >>> design_code(Design(sample="opt-in")), design_code(Design(sample="opt-in", modelled=True))
    ('no-margin', 'modelled')
    """
    if design.sample == "opt-in":
        return "modelled" if design.modelled else "no-margin"
    return "census" if design.sample == "census" else ""


def has_margin(design: Design) -> bool:
    """Whether estimates under the design have a margin of error, and differences a test.

    >>> has_margin(Design()), has_margin(Design(sample="census"))
    (True, False)
    """
    return design_code(design) in ("", "modelled")


def joined_codes(codes: Collection[str]) -> str:
    """Codes as they stand in a column `note`: parted by ";", without empty ones.

    >>> joined_codes(["", "census", "few-100"])
    'census;few-100'
    """
    return ";".join(code for code in codes if code)
