"""The words for codes in result tables that are neither measures nor indicators."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_

CODES: Final = {
    # means (averages)
    "arithmetic": N_("arithmetic"),
    "chronological": N_("chronological"),
    # checks of a table against itself (identities)
    "breakdown": N_("parts of a breakdown against the whole"),
    "branches": N_("branches against the library"),
    "periods": N_("months and quarters against the year"),
    "shares": N_("shares against 100 %"),
    "ratio": N_("printed indicators against their figures"),
    "product": N_("indicators against each other"),
    # how a peer was chosen (nearest)
    "self": N_("ourselves"),
    "nearest": N_("nearest"),
    "given": N_("given"),
    "included": N_("added by hand"),
    # where a plan stands (plan_fact)
    "met": N_("met"),
    "missed": N_("missed"),
    "on_pace": N_("on pace"),
    "behind": N_("behind"),
    "not_begun": N_("not begun"),
    "no_figures": N_("no figures"),
    # signals of a control chart (control)
    "above": N_("above the limit"),
    "below": N_("below the limit"),
    "run_above": N_("eight or more in a row above the centre"),
    "run_below": N_("eight or more in a row below the centre"),
}
