"""What was put into the survey and the poll, for TRUTH.yml."""

from __future__ import annotations

from typing import Final

from libmkt.demo import survey_facts as facts
from libmkt.demo import survey_zones
from libmkt.demo.survey_facts import Wave

SHORTER: Final = "hours"


def truth() -> str:
    """The facts of the survey, indented as they stand in TRUTH.yml."""
    themes = themed(facts.NOW)
    drivers = ", ".join(facts.DRIVERS)
    said = ", ".join(f"{name}: {n}" for name, n in themes.items())
    polled = ", ".join(f"{name}: {n}" for name, n in facts.POLL_THEMES.items())
    found = facts.POLL["overall"]
    return f"""\
  survey_weights:
    what: women of 18-24 are far too many among those who answered, and use Wi-Fi most
    where: survey/needs-{facts.WAVE}.csv, survey/population.csv
    column: uses/wifi
    unweighted: {wifi_answered():.3f}
    raked: {wifi_of_users():.3f}
    tolerance: 0.010
  survey_response:
    what: >-
      response rate of those who may have been readers (AAPOR, RR1); all who began went to the end
    where: survey/needs-{facts.WAVE}.csv, survey/asked-{facts.WAVE}.csv
    refused: {facts.SILENT["refusal"]}
    rate: {response():.3f}
    left: 0
  survey_services:
    what: >-
      one service is among the most important and works worst, one works best and hardly matters;
      no other is important above the middle and works below it, or the other way round
    where: survey/needs-{facts.WAVE}.csv, imp_ and perf_
    concentrate: {facts.CONCENTRATE}
    overkill: {facts.OVERKILL}
  survey_drivers:
    what: a point of performance in either of these is so much of a point of satisfaction
    where: survey/needs-{facts.WAVE}.csv, perf_ and overall
    items: [{drivers}]
    slope: {facts.DRIVE:.2f}
  survey_kano:
    what: what most respondents hold it to be
    where: survey/needs-{facts.WAVE}.csv, has_ and lacks_
    must_be: {facts.MUST}
    attractive: {facts.ATTRACTIVE}
    indifferent: {facts.INDIFFERENT}
  survey_zones:
    what: >-
      every second person was asked for the level accepted, desired and seen; one thing lies below
      what is accepted, one above what is desired; of one the mean tells nothing, though so many see
      much less than the others; some left one of three answers empty
    where: survey/needs-{facts.WAVE}.csv, min_ des_ and now_
    asked: {sum(facts.NOW.answered_at) // survey_zones.ASKED}
    incomplete: {survey_zones.INCOMPLETE}
    below: {survey_zones.BELOW}
    above: {survey_zones.ABOVE}
    hidden: {survey_zones.HIDDEN}
    split: {survey_zones.ZONES[survey_zones.HIDDEN].split:.2f}
  survey_recommend:
    what: net promoter score of those who answered, unweighted, in points
    where: survey/needs-{facts.WAVE}.csv, recommend
    score: {_score(facts.NOW):.1f}
    tolerance: 0.5
  survey_low_branch:
    what: every service works worse here by this part of a point, and satisfaction follows
    where: survey/needs-{facts.WAVE}.csv
    branch: {facts.LOW_BRANCH}
    performance: -{facts.LOWER_BY:.2f}
    overall: -{2 * facts.DRIVE * facts.LOWER_BY:.2f}
  survey_careless:
    what: forms filled in in no time, and one column ticked from top to bottom
    where: survey/needs-{facts.WAVE}.csv, seconds, imp_ and perf_
    fast: {facts.NOW.speeders}
    straight: {facts.NOW.straight}
    both: {facts.NOW.both}
  survey_duplicates:
    what: forms that were sent again within a minute or so
    where: survey/needs-{facts.WAVE}.csv
    n: {facts.NOW.duplicates}
  survey_gap:
    what: one question was passed over far more often than the others
    where: survey/needs-{facts.WAVE}.csv
    column: {facts.GAP_ITEM}
    share: {facts.GAP_THERE:.2f}
    others: {facts.GAP:.2f}
  survey_themes:
    what: what is said in open answers, in how many of them (once each, without those sent again)
    where: survey/needs-{facts.WAVE}.csv, better; four languages, kaa and uz in both scripts
    n: {{{said}}}
  survey_phone:
    what: an open answer holds a telephone number (of a network that does not exist)
    where: survey/needs-{facts.WAVE}.csv, better
    n: 1
  survey_waves:
    what: >-
      the hours were shorter two years before, and satisfaction lower for it; nothing else about the
      services changed; another question was asked in other words, so that its change means nothing
    where: survey/needs-{facts.BEFORE.name}.csv, survey/needs-{facts.WAVE}.csv
    item: {SHORTER}
    performance: {-facts.BEFORE.works[SHORTER]:.2f}
    overall: {-facts.DRIVE * facts.BEFORE.works[SHORTER]:.2f}
    score: {_score(facts.BEFORE):.1f}
    reworded: {facts.REWORDED}
  poll:
    what: how many of a hundred gave each answer; those who got nothing are less satisfied
    where: survey/poll-{facts.WAVE}.csv
    satisfied: {found[4] + found[5]}
    answered: {sum(found.values())}
    score: {poll_score():.1f}
    themes: {{{polled}}}
"""


def wifi_of_users() -> float:
    """Share of the registered users who use Wi-Fi: sex and age are independent among them."""
    base, women, young = facts.WIFI
    sexes, ages = facts.USERS["sex"], facts.USERS["age"]
    share = sexes[facts.WOMAN] / sum(sexes.values()) * women
    return base + share + ages[facts.YOUNG] / sum(ages.values()) * young


def wifi_answered() -> float:
    """Share of those who answered who use Wi-Fi."""
    base, women, young = facts.WIFI
    counts = facts.NOW.answered
    total = sum(map(sum, counts.values()))
    of_age = sum(part[facts.YOUNG - 1] for part in counts.values())
    return base + women * sum(counts[facts.WOMAN]) / total + young * of_age / total


def response() -> float:
    """Forms given back, those sent twice too, of all who may have been readers."""
    back = sum(facts.NOW.answered_at) + facts.NOW.duplicates
    return back / (back + sum(n for kind, n in facts.SILENT.items() if kind != "not_eligible"))


def themed(wave: Wave) -> dict[str, int]:
    """How many open answers of a wave are on each theme."""
    total = int(sum(wave.answered_at) * facts.OPEN_SHARE)
    counts = {name: int(total * share) for name, share in facts.THEMES.items()}
    return {**counts, "other": total - sum(counts.values())}


def _score(wave: Wave) -> float:
    return 100.0 * (wave.promoters - wave.detractors)


def poll_score() -> float:
    """Net promoter score of the poll, in points."""
    given = facts.POLL["recommend"]
    high, low = given[9] + given[10], sum(n for answer, n in given.items() if answer <= 6)
    return 100.0 * (high - low) / sum(given.values())
