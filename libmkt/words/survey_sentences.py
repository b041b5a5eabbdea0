"""What a survey says: one template for each code, as in `libmkt.words.sentences`."""

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
