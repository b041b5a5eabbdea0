"""What is known of one service: one template for each code, as in `libmkt.words.sentences`."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_, Message

SERVICE_SENTENCES: Final[dict[str, str | Message]] = {
    # which service it is
    "service_named": N_("{service}: {asked}"),
    "service_only": N_("{service}"),
    # where kinds of evidence contradict one another
    "contra_says_does": N_(
        "What people say and what they do contradict each other: important to {share:p0}; "
        "{measure:m}, {rate:+p1} on a year before."
    ),
    "contra_says_seen": N_(
        "What people say and what is seen contradict each other: important to {share:p0}; seats "
        "taken at the busiest hour ({hour}): {occupancy:p0}."
    ),
    "contra_does_seen": N_(
        "What people do and what is seen contradict each other: {measure:m}, {rate:+p1} on a year "
        "before; seats taken at the busiest hour ({hour}): {occupancy:p0}."
    ),
    # where they agree
    "agree_says_does": N_(
        "What people say and what they do point the same way: important to {share:p0}; "
        "{measure:m}, {rate:+p1} on a year before."
    ),
    "agree_says_seen": N_(
        "What people say and what is seen point the same way: important to {share:p0}; seats "
        "taken at the busiest hour ({hour}): {occupancy:p0}."
    ),
    "agree_does_seen": N_(
        "What people do and what is seen point the same way: {measure:m}, {rate:+p1} on a year "
        "before; seats taken at the busiest hour ({hour}): {occupancy:p0}."
    ),
    "agree_all": N_(
        "All three point the same way: important to {share:p0}; {measure:m}, {rate:+p1} on a year "
        "before; seats taken at the busiest hour ({hour}): {occupancy:p0}."
    ),
    "alone_says": N_(
        "What people say stands alone: important to {share:p0}. Nothing else is clear enough to be "
        "held against it."
    ),
    "alone_does": N_(
        "What people do stands alone: {measure:m}, {rate:+p1} on a year before. Nothing else is "
        "clear enough to be held against it."
    ),
    "alone_seen": N_(
        "What is seen stands alone: seats taken at the busiest hour ({hour}): {occupancy:p0}. "
        "Nothing else is clear enough to be held against it."
    ),
    "held_against_none": N_(
        "No kind of evidence says something clear, so that none can be held against another."
    ),
    # why one of them points nowhere, or is missing
    "open_says": N_(
        "What people say is not clear: whether it is important to more than half cannot be told "
        "({low:p0} to {high:p0})."
    ),
    "open_does": N_(
        "What people do is not clear: {measure:m}, {rate:+p1} on a year before, too little to be "
        "called a change."
    ),
    "usual_does": N_(
        "What people do is not clear: {measure:m}, {rate:+p1} on a year before, within the limits "
        "of usual variation ({low:+p0} to {high:+p0})."
    ),
    "open_seen": N_(
        "What is seen is not clear: seats taken at the busiest hour ({hour}) {low:p0} to "
        "{high:p0}, neither full nor half free beyond doubt."
    ),
    "margin_says": N_(
        "What people say is held against nothing: answers of those who wished have no margin of "
        "error (important to {share:p0} of them)."
    ),
    "margin_seen": N_(
        "What is seen is held against nothing: the sweeps leave no margin of error (seats taken "
        "at the busiest hour, {hour}: {occupancy:p0})."
    ),
    "hidden_says": N_(
        "What people say is held against nothing: so few answered that it is not shown."
    ),
    "not_asked_says": N_(
        "What people say points nowhere: they were not asked how important it is."
    ),
    "missing_says": N_("What people say is missing: nobody was asked how important it is."),
    "missing_does": N_("What people do is missing: nothing of it is counted in this period."),
    "missing_seen": N_("What people are seen to do is missing: nobody has observed it."),
    "no_change_does": N_(
        "What people do is held against nothing: {measure:m} has no figure of a year before that "
        "it could be compared with."
    ),
    "few_sweeps_seen": N_(
        "What is seen is held against nothing: no hour was seen in {least} sweeps or more."
    ),
    # what people say
    "said_share": N_("{said:m}: {estimate:p0} ({conf_low:p0} to {conf_high:p0}; {n:n0} answers)."),
    "said_share_only": N_("{said:m}: {estimate:p0} ({n:n0} answers, no margin of error)."),
    "said_count": N_("{said:m}: {count:n0} of {n:n0} who answered."),
    "said_hidden": N_("{said:m}: so few answered that it is not shown."),
    "said_nothing": N_("Nobody was asked about it."),
    "done_nothing": N_("Nothing of it is counted."),
    # what people are seen to do
    "seen_share": N_(
        "Seats taken, over all hours: {estimate:p0} ({conf_low:p0} to {conf_high:p0}); in single "
        "sweeps {lowest:p0} to {highest:p0}."
    ),
    "seen_share_only": N_(
        "Seats taken, over all hours: {estimate:p0}; seen on too few days for a margin of error."
    ),
    "seen_busiest": N_(
        "Seats taken at the busiest hour, {hour}: {estimate:p0} ({conf_low:p0} to {conf_high:p0})."
    ),
    "seen_nothing": N_("Nobody has observed it in this period."),
    # what to do
    "owner_service": N_("Head of the service"),
    "advise_service": N_("Mend how it is done: important to {share:p0}, well done say {done:p0}."),
    "why_poor": N_("Important to most, well done to fewer than half, both beyond doubt."),
    "advise_ask_why": N_(
        "Find out why the evidence differs before anything is changed: ask those who come, and "
        "those who do not."
    ),
    "why_contradiction": N_("Two kinds of evidence point apart; the data do not say why."),
    "advise_seats": N_(
        "Offer more seats or other hours: at {hour}, {occupancy:p0} of the seats are taken."
    ),
    "why_full": N_("At the busiest hour the seats are full, beyond doubt."),
    "advise_observe": N_(
        "Observe it: {n} sweeps or more, on different days and hours of a usual month."
    ),
    "advise_count": N_("Count it: one measure that belongs to this service, each month."),
    "advise_ask": N_("Ask in the next survey how important it is and how well it is done."),
    "why_missing": N_("This kind of evidence is missing."),
    # how sure
    "sweeps_made": Message(
        N_("{n} sweep on {days} days, from {first} to {last}."),
        plural=N_("{n} sweeps on {days} days, from {first} to {last}."),
    ),
    "days_unit": N_(
        "The interval of a share of seats takes the day for the unit, not the seat: people who sit "
        "there at one time came for like reasons, and a busy day is busy at all hours."
    ),
    "sweeps_unit": N_(
        "The interval of a share of seats takes the sweep for the unit, not the seat: people who "
        "sit there at one time came for like reasons."
    ),
    "sweeps_hours": N_("Seen between {first} and {last}; other hours are not known."),
    "sweeps_busiest": N_(
        "The busiest of {n} hours was picked because it is the highest: that makes it look "
        "somewhat busier than it is. Its limits allow for {n} hours."
    ),
    "sweeps_crowded": N_("More people than seats were counted {n} times; they are kept."),
    "evidence_limits": N_(
        "Limits: important means one of the two best answers, most more than {majority:p0}; a "
        "change is one that leaves the limits of usual variation or, where years are too few for "
        "them, is more than {steady:p0}; full is above {full:p0} of the seats at the busiest "
        "hour, free below {free:p0}. A share points somewhere only with its whole interval."
    ),
    "evidence_persons": N_(
        "Those who answered, those who are counted and those who were seen need not be the same "
        "persons: where the evidence differs, these data do not say why."
    ),
}
