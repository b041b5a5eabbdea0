"""One template for each code that an analysis may return.

A template is an English sentence, marked for the catalogues, whose slots are the
columns of the row that is told.  Write it so that no language has to bend a word
that comes from outside: measures and places stand as labels ("{measure:m}: {value:n0}"),
never inside a phrase ("{measure} fell").  The marks of the slots are those of
`libmkt.words.fill`.  A sentence that counts something by ``n`` gives both English forms:

    "closed_days": Message(N_("{n} day closed"), plural=N_("{n} days closed")),

Add a code in its analysis's block, in order of reading; `python -m libmkt.words.build`
then brings the template to the translators.
"""

from __future__ import annotations

from typing import Any, Final

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words.catalog import translate

SENTENCES: Final[dict[str, str | Message]] = {
    # what every analysis may say
    "no_data": N_("No data"),
    "too_few": N_("Too few answers"),
    "hidden": N_("Hidden for privacy"),
    # who acts
    "owner_director": N_("Director"),
    "owner_statistician": N_("Statistician"),
    "owner_branch": N_("Head of the branch"),
    # what a report proposes, and by which rule
    "advise_check": N_(
        "Check a figure: {place}, {measure:m}, {period:long}. Printed: {printed:n0}; its parts "
        "give {computed:n0}."
    ),
    "why_differs": N_("A figure differs from its parts by more than rounding explains."),
    "advise_break": N_(
        "Find out what changed: {measure:m}, {period:long}, jump of {shift:+p0}. If the definition "
        "changed, declare the break."
    ),
    "why_suspected": N_(
        "The level jumped for good, by more than chance gives in one series of a hundred."
    ),
    "advise_fall": Message(
        N_("Look for the cause: {measure:m}, lower for {n} period in a row."),
        plural=N_("Look for the cause: {measure:m}, lower for {n} periods in a row."),
    ),
    "advise_decline": N_(
        "Look for the cause: {measure:m}, {start:short}–{end:short}, mean growth "
        "{mean_increment_rate:+p1} a year."
    ),
    "why_declines": N_("A mean fall of 5 % a year or more."),
    "why_falls": N_("A fall three times in a row."),
    "advise_behind": N_(
        "Bring back to plan or change the plan: {measure:m}, at {pace:p0} of what was due by now."
    ),
    "why_behind": N_("More than 3 % below the pace that the year before had."),
    "advise_signal": N_("Ask what happened: {measure:m}, {x:+p0} against a year before."),
    "advise_signal_place": N_(
        "Ask what happened: {place}, {measure:m}, {x:+p0} against a year before."
    ),
    "why_signal": N_("The month lies outside the limits of usual variation."),
    "advise_ask_peer": N_(
        "Ask {peer}, the highest of the peers, how it is done: {measure:m}, our rank {rank:n0} "
        "of {n}."
    ),
    "why_low": N_("The measure lies in the lowest quarter of the peers."),
    # what the report is about
    "about_one": N_("The figures are those of one library: {place}."),
    "about_branch": N_("The figures are those of one branch: {place}."),
    "about_branches": N_("{place}: the figures of {n} branches together."),
    "about_libraries": N_("The figures of {n} libraries or districts together ({places})."),
    # growth
    "growth_change": N_(
        "{measure:m}, {period:long}: {value:n0}; change on the period before: {change:+n0} "
        "({rate:+p1})."
    ),
    "growth_year_change": N_(
        "{measure:m}, {period:long}: {value:n0}; change on the same period a year before: "
        "{change:+n0} ({rate:+p1})."
    ),
    "growth_anew": N_("{measure:m}, {period:long}: {value:n0}; nothing before it can be compared."),
    "growth_missing": N_("{measure:m}, {period:long}: not known, since figures are missing."),
    "growth_mean": N_(
        "{measure:m}, {start:short}–{end:short}: mean growth {mean_increment_rate:+p1} a year."
    ),
    "alt_series": N_(
        "{measure:m}: {start:short} {first:n0}, {end:short} {last:n0}; highest {high:n0} "
        "({high_period:short}), lowest {low:n0} ({low_period:short})."
    ),
    "alt_series_small": N_(
        "{measure:m}: {start:short} {first:n2}, {end:short} {last:n2}; highest {high:n2} "
        "({high_period:short}), lowest {low:n2} ({low_period:short})."
    ),
    "alt_ranking": N_(
        "{measure:m}: highest {high:n0} ({high_place}), lowest {low:n0} ({low_place})."
    ),
    "alt_ranking_small": N_(
        "{measure:m}: highest {high:n2} ({high_place}), lowest {low:n2} ({low_place})."
    ),
    "plan_all": N_("All measures with a target are on plan."),
    "plan_some": N_(
        "On plan: {on} of {n}. Furthest behind: {measure:m}, at {pace:p0} of what was due by now."
    ),
    "plan_unknown": N_("On plan: {on} of {n}; the others have no figures yet."),
    "chart_usual": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before, within the limits of usual "
        "variation ({low:+p1} to {high:+p1})."
    ),
    "chart_above": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before, above the upper limit of usual "
        "variation ({high:+p1})."
    ),
    "chart_below": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before, below the lower limit of usual "
        "variation ({low:+p1})."
    ),
    "chart_run_above": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before, one of eight or more months in a "
        "row above the centre ({centre:+p1}): the level has moved."
    ),
    "chart_run_below": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before, one of eight or more months in a "
        "row below the centre ({centre:+p1}): the level has moved."
    ),
    "chart_closed": N_(
        "{measure:m}, {period:long}: closed, or compared with a closure; not judged."
    ),
    "chart_no_limits": N_(
        "{measure:m}, {period:long}: {x:+p1} on a year before; too few months to set limits."
    ),
    "chart_none": N_(
        "{measure:m}: nothing can be said yet; the chart begins with the second year of figures."
    ),
    "alt_empty": N_("An empty drawing: there are no values."),
    # place among peers
    "place_low": N_(
        "{measure:m}: {value:n3}, in the lowest quarter of the peers (median {median:n3}), "
        "rank {rank:n0} of {n}."
    ),
    "place_middle": N_(
        "{measure:m}: {value:n3}, near the middle of the peers (median {median:n3}), "
        "rank {rank:n0} of {n}."
    ),
    "place_high": N_(
        "{measure:m}: {value:n3}, in the highest quarter of the peers (median {median:n3}), "
        "rank {rank:n0} of {n}."
    ),
    "alt_strip": N_("Strips of {n} indicators; in {above} of them we lie above the median."),
    "funnel_within": N_(
        "{library}: {measure:m} {value:n2}, within what its size and the usual differences "
        "explain ({low_998:n2} to {high_998:n2}; common rate {centre:n2})."
    ),
    "funnel_low": N_(
        "{library}: {measure:m} {value:n2}, lower than its size and the usual differences "
        "explain (99.8 % limits {low_998:n2} to {high_998:n2}; common rate {centre:n2})."
    ),
    "funnel_high": N_(
        "{library}: {measure:m} {value:n2}, higher than its size and the usual differences "
        "explain (99.8 % limits {low_998:n2} to {high_998:n2}; common rate {centre:n2})."
    ),
    "funnel_absent": N_("{library}: no rate can be computed."),
    "doubt_nearest": N_(
        "The {n} peers are the nearest of {compared:n0} libraries with the figures needed; "
        "another choice gives another place."
    ),
    "doubt_left_out": Message(
        N_("{n} library was left out of the search: a figure is missing or zero."),
        plural=N_("{n} libraries were left out of the search: a figure is missing or zero."),
    ),
    "doubt_given": N_("The {n} peers were given, not searched for."),
    "doubt_lacking": N_(
        "{measure:m}: cannot be computed for our library, since figures are missing."
    ),
    "doubt_fewest": N_("{measure:m}: known of {n} out of {all} libraries only."),
    # how sure counts are
    "doubt_counted": N_(
        "These are full counts as they were reported, not a sample: they have no margin of "
        "error, but they can hold mistakes of counting."
    ),
    "doubt_dropped": N_(
        "{dropped:n0} of {found:n0} figures in the files were left out; the rules stand "
        "under Sources."
    ),
    "doubt_break": N_("Break at {period:long}: {reason}. No growth is computed across it."),
    "doubt_break_place": N_(
        "Break at {period:long}, {place}: {reason}. No growth is computed across it."
    ),
    "doubt_comparable": N_("Keep in mind, {period:long}: {reason}."),
    "doubt_comparable_place": N_("Keep in mind, {period:long}, {place}: {reason}."),
    "doubt_incomplete": Message(
        N_("{n} value lacks figures of some branches or months."),
        plural=N_("{n} values lack figures of some branches or months."),
    ),
    "doubt_users_flow": N_(
        "Users are persons registered or re-registered over the period, so their mean level is "
        "arithmetic; users counted at a date would need the chronological mean."
    ),
    # monitoring: factors of a change
    "factors_fell": N_(
        "{measure:m}, {period}: {size:n0} fewer than in {base_period}. By factor: {parts}."
    ),
    "factors_rose": N_(
        "{measure:m}, {period}: {size:n0} more than in {base_period}. By factor: {parts}."
    ),
    "factors_same": N_("{measure:m}, {period}: as many as in {base_period}. By factor: {parts}."),
    "factors_broken": N_(
        "{measure:m}, {period} against {base_period}: a break lies between them, so the change is "
        "not split."
    ),
    "factors_unknown": N_(
        "{measure:m}, {period} against {base_period}: figures are missing, so the change is not "
        "split."
    ),
    # monitoring: plan and fact
    "plan_met": N_(
        "{measure:m}, {period}: {value:n0} of {plan:n0} planned ({fulfilment:p1}): met."
    ),
    "plan_missed": N_(
        "{measure:m}, {period}: {value:n0} of {plan:n0} planned ({fulfilment:p1}): not met."
    ),
    "plan_on_pace": N_(
        "{measure:m}, {period}: {value:n0} by the end of {to}, {expected_now:n0} were due: on pace."
    ),
    "plan_behind": N_(
        "{measure:m}, {period}: {value:n0} by the end of {to}, {expected_now:n0} were due: behind."
    ),
    "plan_not_begun": N_("{measure:m}, {period}: the period has not begun."),
    "plan_no_figures": N_("{measure:m}, {period}: cannot be told, since figures are missing."),
    # monitoring: checks of a table against itself
    "check_holds": N_("{measure:m}, {period}: agrees with its parts."),
    "check_rounding": N_(
        "{measure:m}, {period}: printed {printed}, its parts give {computed}: rounding explains it."
    ),
    "check_differs": N_(
        "{measure:m}, {period}: printed {printed}, its parts give {computed}: rounding does not "
        "explain it."
    ),
    "check_explained": N_(
        "{measure:m}, {period}: printed {printed}, its parts give {computed}; the difference "
        "equals {explanation}."
    ),
    "reproduced_all": N_("The printed numbers are {formula} in all periods."),
    "reproduced_some": N_("The printed numbers are {formula} in {fits} of {periods} periods."),
    "reproduced_none": N_("No formula of these columns gives the printed numbers."),
    # monitoring: a break that nobody declared
    "break_suspected": N_(
        "{measure:m}: the level may have jumped by {shift:+p0} at {period} (p = {p_adjusted:n3}; "
        "with no break, up to {false_alarms:p0} of series look so). If the counting changed, "
        "declare it: {declare}"
    ),
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
    "kano_unclear": N_("People differ, so that nothing clear can be said of: {items}."),
    "advise_mend": N_(
        "Mend first: {item} (performance less importance: {gap:+n2}, from {gap_low:+n2} to "
        "{gap_high:+n2})"
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
    "groups_differ": N_(
        "{group} differs clearly from {other}: {estimate:+n2} (p = {p_adjusted:n3}, {n} pairs "
        "tested)."
    ),
    "groups_differ_surely": N_(
        "{group} differs clearly from {other}: {estimate:+n2} (p below 0.001, {n} pairs tested)."
    ),
    "groups_alike": N_("No two groups differ clearly ({n} pairs tested, adjusted after Holm)."),
    "groups_none_named": N_("No groups are compared: no question was named for them."),
    "groups_no_question": N_(
        "No groups are compared: the survey has no question of satisfaction as a whole."
    ),
    "groups_one": N_("No groups are compared: all who answered are in one."),
    "groups_untested": N_(
        "No difference is tested: the answers have no margin of error, or the groups are too small."
    ),
    # surveys: who answered
    "no_frame": N_("It is not known who did not answer, so there is no response rate."),
    "invite_all": N_("Even if all are invited, fewer will answer than are needed."),
    "few_expected": N_("A category is too small for this test to be exact."),
    "all_missing": N_("Nobody answered this question."),
    "nobody_asked": N_("Nobody was asked this question."),
    # surveys: doubtful answers
    "flag_fast": N_("Time below {threshold:n0}, a declared part of the median time"),
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


def sentence(code: str, /, **fields: Any) -> str:
    """The sentence for a code, with its fields filled in, in the language in use.

    Raises
    ------
    ParameterError
        There is no such code, or a slot has no value.

    Examples
    --------
    >>> sentence("no_data")
    'No data'
    """
    if code not in SENTENCES:
        raise ParameterError(
            Message(N_("There is no sentence for the code {code}"), {"code": code}),
            [Problem("code", Message(N_("it is missing in libmkt/words/sentences.py")))],
        )
    template = SENTENCES[code]
    if isinstance(template, Message):
        return translate(Message(template.template, fields, template.plural))
    return translate(Message(template, fields))
