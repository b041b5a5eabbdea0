"""What a survey and its needs say: one template for each code, as in `libmkt.words.sentences`."""

from __future__ import annotations

from typing import Final

from libmkt.errors import N_, Message

SURVEY_SENTENCES: Final[dict[str, str | Message]] = {
    # surveys: what was answered, and by whom
    "answered": Message(N_("{n:n0} person answered."), plural=N_("{n:n0} persons answered.")),
    "answered_of": N_("Of {invited:n0} who were asked, {share:p0} answered."),
    "answered_between": N_("Answers came from {first} to {last}."),
    "answered_outside": N_(
        "None of these days lies in {period}: was the right period given to the report?"
    ),
    "answered_unfinished": Message(
        N_("{n} did not go to the end; what they answered is counted."),
        plural=N_("{n} did not go to the end; what they answered is counted."),
    ),
    "answers_few": N_("Answers are few ({n}): read the counts; a share may be far off."),
    "nobody_answered": N_("{asked}: nobody answered."),
    "most_chose": N_("{asked} — most often: {label} ({estimate:p0}; {count:n0} of {n:n0})."),
    "most_chose_few": N_("{asked} — most often: {label} ({count:n0} of {n:n0})."),
    "nobody_chose": Message(
        N_("{asked} — none of the answers was chosen ({n:n0} person)."),
        plural=N_("{asked} — none of the answers was chosen ({n:n0} persons)."),
    ),
    "on_average": N_("{asked} — on average: {estimate:n1} ({n:n0} answers)."),
    "ahead_clear": N_("It is clearly ahead of the next answer: {second}."),
    "ahead_unclear": N_("It is not clearly ahead of the next answer: {second}."),
    "advise_sample": Message(
        N_(
            "Before money depends on it, ask a random sample: {n} answer gives a margin of 5 "
            "points."
        ),
        plural=N_(
            "Before money depends on it, ask a random sample: {n} answers give a margin of 5 "
            "points."
        ),
    ),
    "advise_more": Message(
        N_("Ask on: {n} more answer is needed before shares are told."),
        plural=N_("Ask on: {n} more answers are needed before shares are told."),
    ),
    "advise_simpler": N_(
        "Ask more simply, or explain why it is asked: {asked} (no answer: {share:p0})"
    ),
    "why_opt_in": N_("Those who wished to answered; how others think is not known."),
    "why_few": N_("Below 30 answers a share says little."),
    "why_silent": N_("More than one in five did not answer the question."),
    # surveys: how sure
    "sample_probability": N_(
        "A random sample; the interval of each share would hold the share of all in {level:p0} of "
        "samples drawn like this one."
    ),
    "sample_census": N_(
        "All were asked: shares have no sampling error; those who kept silent are not known."
    ),
    "sample_opt_in": N_(
        "Whoever wished answered. Such answers have no margin of error: they say what these "
        "persons think, not what all readers think."
    ),
    "sample_opt_in_modelled": N_(
        "Whoever wished answered. The intervals ({level:p0}) are modelled: they would hold if the "
        "answers were a random sample, which they are not."
    ),
    "sample_parts": N_("The design is taken from these columns: {names}."),
    "sample_replicates": Message(
        N_("Errors are from {n} replicate weight ({kind})."),
        plural=N_("Errors are from {n} replicate weights ({kind})."),
    ),
    "not_weighted": N_("Answers are not weighted: groups that answered more count more."),
    "weights_given": N_("Answers are weighted by this column of the file: {name}."),
    "intervals_by_size": N_("Intervals of shares: exact below {small} answers, else Wilson's."),
    "intervals_of_one": N_("Of one answer there is no interval: it says nothing of other people."),
    "columns_left_out": Message(
        N_("{n} column that may name persons was left out before anything was counted."),
        plural=N_("{n} columns that may name persons were left out before anything was counted."),
    ),
    "codes_for_none": Message(
        N_("{n:n0} answer was a code for no answer (refused, do not know); it counts as missing."),
        plural=N_(
            "{n:n0} answers were codes for no answer (refused, do not know); they count as missing."
        ),
    ),
    "only_who_answered": N_(
        "Shares are of those who answered the question, not of all who were asked."
    ),
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
    # surveys: small groups
    "groups_hidden": Message(
        N_("{n} group is hidden: groups of fewer than {k} persons are not shown."),
        plural=N_(
            "{n} groups are hidden: those of fewer than {k} persons, and the smallest of the "
            "others where these could be worked out from them."
        ),
    ),
    "privacy_k": N_(
        "Groups of fewer than {k} persons are hidden, and with them the smallest of the others "
        "where they could be worked out. Answers of all together are shown, however few. Several "
        "reports on the same persons, laid side by side, may tell more."
    ),
    "privacy_off": N_(
        "Small groups are not hidden (k is 1 in library.yml): read the report before it leaves "
        "the house."
    ),
    # surveys: who answered
    "no_frame": N_("It is not known who did not answer, so there is no response rate."),
    "response_rate": N_(
        "Response rate: {share:p0} (AAPOR, RR1). Complete answers: {n:n0}; persons who could have "
        "answered: {base:n0}."
    ),
    "response_rate_at_most": N_(
        "It would be {share:p0} if none of those who were never heard of could have answered (RR5)."
    ),
    "disposition_complete": N_("Went to the end"),
    "disposition_partial": N_("Answered half or more, but not to the end"),
    "disposition_refusal": N_("Refused, or broke off before half"),
    "disposition_non_contact": N_("Not reached"),
    "disposition_other": N_("Could not answer: ill, away, language"),
    "disposition_unknown": N_("Not known whether there was anybody to ask"),
    "disposition_unknown_other": N_("Never heard of again"),
    "disposition_not_eligible": N_("Not of those who were to be asked"),
    "rate_RR1": N_("Response: complete, of all who could have answered"),
    "rate_RR2": N_("Response: complete or in part, of all who could have answered"),
    "rate_RR3": N_("Response: complete, the unknown counted in as far as they could have answered"),
    "rate_RR5": N_("Response: complete, the unknown left out"),
    "rate_COOP1": N_("Cooperation: complete, of those who were reached"),
    "rate_REF1": N_("Refusal: of all who could have answered"),
    "rate_CON1": N_("Contact: reached, of all who could have answered"),
    "answers_came": N_(
        "Answers: {n:n0}. Most came: {when} ({most:n0}). Half of them had come by: {half}."
    ),
    "step_opened": N_("Opened the questionnaire"),
    "step_several": N_("{asked} (and {n} more)"),
    "left_none": N_("Nobody stopped before the end."),
    "left_before_end": N_("Stopped before the end: {n:n0} of {of:n0} ({share:p0})."),
    "left_most": N_("Most stopped here: {asked} ({n:n0}; {share:p0} of those who came so far)."),
    "advise_count_asked": N_(
        "Write down the next time how many are asked, and what became of those who did not answer."
    ),
    "advise_look_left": N_("Look at what stands here: {asked} ({n:n0} stopped; {share:p0})"),
    "why_left": N_("More than 3 % of those who came so far stopped at it."),
    "margins_over": N_("Most over its share: {label} ({ratio:n2} times)."),
    "margins_even": N_("Each group has its share of all readers."),
    "margins_under": N_("Most under its share: {label} ({ratio:n2} times)."),
    # surveys: banner tables
    "banner_size": N_("Tables: questions {questions:n0}, columns {columns:n0}."),
    "banner_no_headings": N_(
        "There is no heading: no question was named, and the codebook marks none that says who "
        "answers."
    ),
    "banner_untested": N_(
        "Columns are not compared: the answers have no margin of error, or the groups are too "
        "small."
    ),
    "banner_differ": N_("Columns differ in {n:n0} of {of:n0} comparisons."),
    "banner_chance": N_(
        "About {n:n0} would differ by chance alone if nothing differed ({share:p0} of them): read "
        "a pattern, not a letter."
    ),
    "invite_all": N_("Even if all are invited, fewer will answer than are needed."),
    "few_expected": N_("A category is too small for this test to be exact."),
    "all_missing": N_("Nobody answered this question."),
    "nobody_asked": N_("Nobody was asked this question."),
    # surveys: doubtful answers
    "flag_fast": N_("Time below {threshold:n0} seconds, a declared part of the median time"),
    "flag_straight": N_("All answers of the battery alike: {label}"),
    "flag_outside": N_("An answer outside its declared limits"),
    "flag_missing": N_("Share of questions not answered above {threshold:p0}"),
    "flag_duplicate": N_("All answers as in an earlier row"),
    "flag_near_duplicate": N_("Share of answers as in an earlier row: {threshold:p0} or more"),
    "flag_any": N_("By any of the rules"),
    # surveys: weighting
    "weighted_raking": Message(
        N_("{n} answer was weighted by raking to the population's margins: {margins}."),
        plural=N_("{n} answers were weighted by raking to the population's margins: {margins}."),
    ),
    "weighted_post_stratification": Message(
        N_("{n} answer was weighted by cells of the population: {margins}."),
        plural=N_("{n} answers were weighted by cells of the population: {margins}."),
    ),
    "weighted_linear": Message(
        N_("{n} answer was calibrated to the population (linear distance): {margins}."),
        plural=N_("{n} answers were calibrated to the population (linear distance): {margins}."),
    ),
    "weighted_logit": Message(
        N_("{n} answer was calibrated to the population (logit distance): {margins}."),
        plural=N_("{n} answers were calibrated to the population (logit distance): {margins}."),
    ),
    "weighted_bounds": N_("Weights may change by a factor from {low:n2} to {high:n2}."),
    "weighted_joined": Message(
        N_("{n} category was joined with another: {pairs}."),
        plural=N_("{n} categories were joined: {pairs}."),
    ),
    "weighted_trimmed": Message(
        N_("Weights were kept from {low:n2} to {high:n2}; {n} weight lay outside."),
        plural=N_("Weights were kept from {low:n2} to {high:n2}; {n} weights lay outside."),
    ),
    "weighted_trimmed_above": Message(
        N_("Weights were kept at {high:n2} or below; {n} weight lay above."),
        plural=N_("Weights were kept at {high:n2} or below; {n} weights lay above."),
    ),
    "weighted_trimmed_below": Message(
        N_("Weights were kept at {low:n2} or above; {n} weight lay below."),
        plural=N_("Weights were kept at {low:n2} or above; {n} weights lay below."),
    ),
    "weighted_spread": N_(
        "What was cut was spread over the other weights, so that the margins hold only roughly."
    ),
    "weighted_rescaled": N_("Targets that did not add up were rescaled: {names}."),
    "weighted_left_out": Message(
        N_("{n} answer has no weight, since a margin is missing."),
        plural=N_("{n} answers have no weight, since a margin is missing."),
    ),
    "weighted_range": N_("Smallest weight {low:n2}, largest {high:n2} times the mean weight."),
    "weighted_cost": N_(
        "Effective number of answers: {n_eff:n0} (unequal weights make variances {deff:n2} times "
        "as large)."
    ),
}
