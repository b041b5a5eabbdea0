"""One template for each code that an analysis may return.

A template is an English sentence, marked for the catalogues, whose slots are the
columns of the row that is told.  Write it so that no language has to bend a word
that comes from outside: measures and places stand as labels ("{measure:m}: {value:n0}"),
never inside a phrase ("{measure} fell").  The marks of the slots are those of
`libmkt.words.fill`.  A sentence that counts something by ``n`` gives both English forms:

    "closed_days": Message(N_("{n} day closed"), plural=N_("{n} days closed")),

Add a code in its analysis's block (surveys, needs and services have modules of their own), in
order of reading; `python -m libmkt.words.build` then brings the template to the translators.
"""

from __future__ import annotations

from typing import Any, Final

from libmkt.errors import N_, Message, ParameterError, Problem
from libmkt.words.catalog import translate
from libmkt.words.needs_sentences import NEEDS_SENTENCES
from libmkt.words.service_sentences import SERVICE_SENTENCES
from libmkt.words.survey_sentences import SURVEY_SENTENCES

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
    "place_low_share": N_(
        "{measure:m}: {value:p1}, in the lowest quarter of the peers (median {median:p1}), "
        "rank {rank:n0} of {n}."
    ),
    "place_middle_share": N_(
        "{measure:m}: {value:p1}, near the middle of the peers (median {median:p1}), "
        "rank {rank:n0} of {n}."
    ),
    "place_high_share": N_(
        "{measure:m}: {value:p1}, in the highest quarter of the peers (median {median:p1}), "
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
    **SURVEY_SENTENCES,
    **NEEDS_SENTENCES,
    **SERVICE_SENTENCES,
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
