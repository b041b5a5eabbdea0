"""What a survey of needs says: one template for each code, as in `libmkt.words.sentences`."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_, Message

NEEDS_SENTENCES: Final[dict[str, str | Message]] = {
    # needs: what falls short
    "shortfall_largest": N_(
        "Falls furthest short of its importance: {item} ({gap:+n2} points of the scale)."
    ),
    "shortfall_none": N_("No service is rated below its importance."),
    "concentrate_on": Message(
        N_("Matters much and is done less well than the rest, beyond doubt: {items}."),
        plural=N_("Matter much and are done less well than the rest, beyond doubt: {items}."),
    ),
    "concentrate_none": N_(
        "Nothing that matters much is, beyond doubt, done less well than the rest."
    ),
    "concentrate_bare": Message(
        N_(
            "Among those who answered it matters much and is done less well than the rest: {items}."
        ),
        plural=N_(
            "Among those who answered they matter much and are done less well than the rest: "
            "{items}."
        ),
    ),
    "rated_one": N_("One of the two best answers: {question} ({share:p0})."),
    "rated_best": N_("Most often given one of the two best answers: {question} ({share:p0})."),
    "rated_worst": N_("Least often: {question} ({share:p0})."),
    "rated_middle": Message(
        N_("{n} service between them is not drawn; the table above has it."),
        plural=N_("{n} services between them are not drawn; the table above has them."),
    ),
    "undecided_items": Message(
        N_("{n} service lies so near to a line that its field is open; its mark is hollow."),
        plural=N_(
            "{n} services lie so near to a line that their field is open; their marks are hollow."
        ),
    ),
    "fields_open": N_(
        "Without a margin of error it cannot be said which fields are sure; all marks are hollow."
    ),
    "kano_few": N_("Fewer than {least} answered in pairs, so that no category is named: {items}."),
    "items_unanswered": N_("Left out, because nobody answered both of their questions: {items}."),
    "derived_most": N_(
        "Largest part: {label} ({share:p0} of what the ratings explain; they explain "
        "{explained:p0} of the differences in satisfaction)."
    ),
    "derived_rest": Message(
        N_("{n} service with a smaller part is not drawn."),
        plural=N_("{n} services with smaller parts are not drawn."),
    ),
    "derived_not_asked": N_(
        "The survey does not ask for both: ratings of services and satisfaction as a whole."
    ),
    "derived_few": Message(
        N_("Not computed: {n} rated enough, and {items} services need at least {least}."),
        plural=N_("Not computed: {n} rated enough, and {items} services need at least {least}."),
    ),
    "derived_tangled": N_(
        "Not computed: some ratings follow wholly from others, or too few persons gave both."
    ),
    "derived_same": N_("Left out, because all gave them the same rating: {items}."),
    "kano_must": N_("Taken for granted, missed at once when it is not there: {items}."),
    "kano_performance": N_("The more of it, the more satisfied people are: {items}."),
    "kano_attractive": N_("Delights, and is not missed where it is not there: {items}."),
    "kano_indifferent": N_("No matter whether it is there or not: {items}."),
    "kano_reverse": N_("People are more satisfied without it: {items}."),
    "kano_contradictory": N_("Most answers contradict each other: {items}."),
    "kano_unclear": N_("People differ, so that nothing clear can be said of: {items}."),
    "drawn_crosses": N_("A cross shows how sure both means are: their intervals of 95%."),
    "drawn_regions": N_(
        "Around each service the region that holds both values with 95% confidence."
    ),
    "drawn_whiskers": N_("The line through a mark is the interval of what is perceived (95%)."),
    "drawn_bootstrap": N_("Johnson's relative weights, with bootstrap intervals."),
    "drawn_none": N_(
        "There are no intervals: whoever wished answered, and such answers have no margin of error."
    ),
    "drawn_all": N_("There are no intervals: all were asked, so that nothing is left to chance."),
    "drawn_tops": N_("At the right the share of the two best answers with its interval of 95%."),
    "gap_paired": N_("The gap's interval takes in that the same persons gave both answers."),
    "gap_side": N_(
        "The interval takes in that the same persons gave both answers. Where it holds 0, the side "
        "cannot be told."
    ),
    "kano_fong": N_("No category is named where two are too near to each other (Fong's test)."),
    "kano_open": N_(
        "Without a margin of error no category can be called clear; shown is the most frequent one."
    ),
    "zone_gravest": N_(
        "Furthest below the lowest level that people accept: {item} ({adequacy:+n2} points, from "
        "{adequacy_low:+n2} to {adequacy_high:+n2}); {below:p0} see less than they would accept "
        "(from {below_low:p0} to {below_high:p0})."
    ),
    "zone_gravest_bare": N_(
        "Furthest below the lowest level that people accept: {item} ({adequacy:+n2} points); "
        "{below:p0} see less than they would accept."
    ),
    "zones_none_below": N_(
        "Nothing lies, beyond doubt, below the lowest level that people accept."
    ),
    "zones_also_below": N_("Also below the lowest level that people accept: {items}."),
    "zone_hidden": N_(
        "The mean hides it: {item}; {below:p0} see less than they would accept (from "
        "{below_low:p0} to {below_high:p0})."
    ),
    "zone_hidden_bare": N_(
        "The mean hides it: {item}; {below:p0} see less than they would accept."
    ),
    "zones_above": N_("Above what people wish for, beyond doubt: {items}."),
    "zones_undecided": N_("On which side of a limit it lies cannot be told: {items}."),
    "zones_open": N_(
        "Without a margin of error it cannot be told what lies surely below; all marks are hollow."
    ),
    "zones_answered": N_(
        "Levels accepted, desired and seen: the answers of {n:n0} of {of:n0} persons are counted."
    ),
    "zones_incomplete": Message(
        N_("{n} person is left out there: a statement with one or two of its three answers."),
        plural=N_(
            "{n} persons are left out there: a statement with one or two of its three answers."
        ),
    ),
    "zones_inverted": Message(
        N_("{n} person is left out there: many statements with more accepted than desired."),
        plural=N_(
            "{n} persons are left out there: many statements with more accepted than desired."
        ),
    ),
    "advise_minimum": N_(
        "Bring it up to the lowest level that people accept: {item} ({share:p0} see less than that)"
    ),
    "why_minimum": N_("Seen below the lowest level that people accept, beyond doubt."),
    "advise_mend": N_(
        "Mend first: {item} (performance less importance: {gap:+n2}, from {gap_low:+n2} to "
        "{gap_high:+n2})"
    ),
    "advise_look": N_("Look into this first: {item} (performance less importance: {gap:+n2})"),
    "why_look": N_(
        "More important than the average service and done less well, among those who answered; "
        "how others think is not known."
    ),
    "advise_must": N_("Make sure that it is always there: {item} (a must for {share:p0})"),
    "advise_enough": N_("Put no more effort here than now: {item}"),
    "why_concentrate": N_(
        "More important than the average service and done less well, both beyond doubt."
    ),
    "why_must": N_("Of Kano's categories, must-be is the most frequent, beyond doubt."),
    "why_overkill": N_(
        "Less important than the average service and done better, both beyond doubt."
    ),
    "recommend_told": N_(
        "Would recommend us: {promoters:p0}; would not: {detractors:p0}; net {estimate:+n0} "
        "points, from {conf_low:+n0} to {conf_high:+n0} ({n:n0} answers)."
    ),
    "recommend_told_bare": N_(
        "Would recommend us: {promoters:p0}; would not: {detractors:p0}; net {estimate:+n0} "
        "points ({n:n0} answers)."
    ),
    "satisfied_told": N_(
        "Satisfied on the whole (the two best answers): {estimate:p0}, from {conf_low:p0} to "
        "{conf_high:p0} ({n:n0} answers)."
    ),
    "satisfied_told_bare": N_(
        "Satisfied on the whole (the two best answers): {estimate:p0} ({n:n0} answers)."
    ),
    "flagged_answers": Message(
        N_("{n:n0} of {of:n0} answers looks doubtful ({share:p0}); none was deleted."),
        plural=N_("{n:n0} of {of:n0} answers look doubtful ({share:p0}); none was deleted."),
    ),
    "groups_differ": Message(
        N_(
            "{group} differs clearly from {other}: {estimate:+n2} (p = {p_adjusted:n3}, {n} pair "
            "tested)."
        ),
        plural=N_(
            "{group} differs clearly from {other}: {estimate:+n2} (p = {p_adjusted:n3}, {n} pairs "
            "tested)."
        ),
    ),
    "groups_differ_surely": Message(
        N_(
            "{group} differs clearly from {other}: {estimate:+n2} (p below 0.001, {n} pair tested)."
        ),
        plural=N_(
            "{group} differs clearly from {other}: {estimate:+n2} (p below 0.001, {n} pairs "
            "tested)."
        ),
    ),
    "groups_alike": Message(
        N_("No two groups differ clearly ({n} pair tested)."),
        plural=N_("No two groups differ clearly ({n} pairs tested, adjusted after Holm)."),
    ),
    "groups_none_named": N_("No groups are compared: no question was named for them."),
    "groups_no_question": N_(
        "No groups are compared: the survey has no question of satisfaction as a whole."
    ),
    "groups_one": N_("No groups are compared: all who answered are in one."),
    "groups_untested": N_(
        "No difference is tested: the answers have no margin of error, or the groups are too small."
    ),
}
