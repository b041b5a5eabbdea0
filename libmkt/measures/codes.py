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
    # where a service lies by importance and performance, and Kano's categories (needs)
    "concentrate": N_("Mend first"),
    "keep_up": N_("Keep up"),
    "low_priority": N_("Low priority"),
    "overkill": N_("More than needed"),
    "open": N_("cannot be told"),
    "kano_A": N_("Delights"),
    "kano_O": N_("The more the better"),
    "kano_M": N_("Must be"),
    "kano_I": N_("No matter"),
    "kano_R": N_("Rather not"),
    "kano_Q": N_("Contradictory"),
    # what questions of a survey are for (roles of the codebook)
    "importance": N_("Importance"),
    "performance": N_("Performance"),
    "minimum": N_("Least acceptable"),
    "desired": N_("Desired"),
    "perceived": N_("Perceived"),
    "kano_functional": N_("If it is there"),
    "kano_dysfunctional": N_("If it is not there"),
    "satisfaction": N_("Satisfaction"),
    # what is known of one service (services)
    "says": N_("People say"),
    "does": N_("People do"),
    "seen": N_("People are seen"),
    "said_importance": N_("Call it important"),
    "said_performance": N_("Call it well done"),
    "said_satisfaction": N_("Are satisfied with it"),
    "said_used": N_("Say that they use it"),
    "seats_busiest": N_("Seats taken, busiest hour"),
}
