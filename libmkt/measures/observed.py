"""What an observation sheet and a table of services hold: headings, activities, their meanings.

The readers know the headings in all four languages, and the fill-in workbooks print them.
"""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_

# Columns of an observation sheet: how each is headed, and what it means.
SHEET: Final = {
    "date": N_("Date"),
    "time": N_("Time"),
    "branch": N_("Branch"),
    "area": N_("Room or zone"),
    "seats": N_("Seats"),
    "occupied": N_("Seats taken"),
    "note": N_("Note"),
}
SHEET_MEANINGS: Final = {
    "date": N_("Day of the sweep."),
    "time": N_("When the sweep began; the same for all areas of one walk."),
    "branch": N_("Where; leave it empty if there is but one."),
    "area": N_("Part of the branch that was looked at: a room, a floor, a corner."),
    "seats": N_("How many seats the area has, free or taken."),
    "occupied": N_(
        "How many seats were taken when you passed. Nobody there: 0. Not looked at: empty."
    ),
    "note": N_("Anything that explains a figure; it is not read. Write no names of persons."),
}
# What people are seen to do.  An activity of one's own is headed "Activity: ...".
ACTIVITIES: Final = {
    "act_reading": N_("Reading"),
    "act_writing": N_("Writing, studying"),
    "act_laptop": N_("On a laptop of their own"),
    "act_computer": N_("At a library computer"),
    "act_phone": N_("On a phone"),
    "act_talking": N_("Talking, working together"),
    "act_playing": N_("Playing"),
}
ACTIVITY_MEANING: Final = N_("How many of those who sat there were doing this.")
OWN_ACTIVITY: Final = N_("Activity")

# Columns of the table that says what belongs to a service.
SERVICE: Final = {
    "service": N_("Service"),
    "importance": N_("Question: importance"),
    "performance": N_("Question: performance"),
    "satisfaction": N_("Question: satisfaction"),
    "used": N_("Option: use"),
    "measures": N_("Measures"),
    "places": N_("Places"),
    "areas": N_("Rooms or zones"),
}
SERVICE_MEANINGS: Final = {
    "service": N_("Name of the service, as reports call it; a row a service."),
    "importance": N_("Name of the survey's question: how important is it?"),
    "performance": N_("Name of the survey's question: how well is it done?"),
    "satisfaction": N_("Name of the survey's question: how satisfied are you with it?"),
    "used": N_("The option that users of the service tick: question/option, as uses/loans."),
    "measures": N_(
        "Codes of what is counted, parted by semicolons; the first is the main one: loans; visits"
    ),
    "places": N_(
        "Branches or libraries whose counts belong to it, parted by semicolons; empty: all."
    ),
    "areas": N_("Areas of the observation sheets that belong to it, parted by semicolons."),
}
