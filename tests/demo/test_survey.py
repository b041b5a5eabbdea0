"""The survey and the poll hold what TRUTH.yml says, and the analyses find it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from libmkt import read, surveys
from libmkt.codebook import SurveyReading
from libmkt.demo import survey_facts as facts
from libmkt.demo import survey_zones
from libmkt.needs import derived_importance, importance_performance, kano, zones
from libmkt.stats import weighting
from libmkt.stats.design import Design
from libmkt.text.fold import search_key
from tests.demo.conftest import DEMO

Truth = dict[str, Any]

# What each theme cannot be said without, in four languages and two scripts.
KEYWORDS = {
    "hours": r"waqt|jum[iı]s|ўақ|вақт|vaqt|kesh|кеш|evening|hours|часы|закрыва|воскрес|ekshembi"
    r"|екшемби|yakshanba|якшанба|t[uú]ski|tushlik",
    "wifi": r"wi-?fi|вай-?фай|internet|интернет",
    "children": r"bala|бала|bolalar|болалар|детск|детей|детям|child",
}


@pytest.fixture(scope="module")
def needs() -> SurveyReading:
    return read.survey("needs_survey")


@pytest.fixture(scope="module")
def once(needs: SurveyReading) -> pd.DataFrame:
    """The answers without the forms that were sent again."""
    answers = list(needs.codebook.columns)
    return needs.table.drop_duplicates(answers, ignore_index=True)


@pytest.fixture(scope="module")
def population() -> pd.DataFrame:
    return pd.read_csv(DEMO / "survey" / "population.csv")


@pytest.fixture(scope="module")
def poll() -> SurveyReading:
    return read.survey("poll_survey")


def _numbers(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    numbers = table[_named(table, prefix)].astype("Float64").astype(float)
    return numbers.rename(columns=lambda name: name.split("_")[1])


def _named(table: pd.DataFrame, *prefixes: str) -> list[str]:
    return [name for name in table.columns.astype(str) if name.startswith(prefixes)]


def test_the_reader_takes_every_answer_and_tells_of_no_guess(needs: SurveyReading) -> None:
    people = sum(facts.NOW.answered_at) + facts.NOW.duplicates
    assert needs.table.shape == (people, 1 + 3 + len(needs.codebook.columns))
    assert needs.dropped.empty
    assert set(needs.log["rule"]) == {
        *("codebook_beside", "redacted", "user_missing", "answers_kept", "paradata"),
    }


def test_the_margins_are_of_one_population_and_name_every_category(
    needs: SurveyReading, population: pd.DataFrame
) -> None:
    assert population.groupby("variable")["target"].sum().nunique() == 1
    for variable, part in population.groupby("variable"):
        values = needs.codebook[str(variable)].values
        assert part["category"].tolist() == [str(value) for value in values]


def test_fact__survey_weights__raking_moves_wifi_to_the_share_of_all_users(
    truth: Truth, once: pd.DataFrame, population: pd.DataFrame
) -> None:
    fact = truth["survey_weights"]
    raked = weighting.rake(once, population)
    weighted = once.assign(weight=raked.weights)
    for design, said in ((Design(), "unweighted"), (Design(weights="weight"), "raked")):
        found = surveys.shares(weighted, fact["column"], design).set_index("label")["estimate"]
        assert found.iloc[-1] == pytest.approx(fact[said], abs=fact["tolerance"])
    assert fact["unweighted"] - fact["raked"] > 5 * fact["tolerance"]


def test_fact__survey_response__is_the_rate_put_in_and_nobody_stops(
    truth: Truth, needs: SurveyReading
) -> None:
    told = truth["survey_response"]
    found = surveys.outcomes(needs, others=read.outcomes("needs_asked").table)
    counts = dict(zip(found["disposition"], found["n"], strict=True))
    assert counts["refusal"] == told["refused"] and counts["complete"] == len(needs.table)
    rates = surveys.rates_shown(found).set_index("rate")["estimate"]
    assert rates["RR1"] == pytest.approx(told["rate"], abs=5e-4)
    assert rates["RR1"] < rates["RR3"] < rates["RR5"] < 1
    assert surveys.stops(needs)["left"].sum() == told["left"]


def test_women_of_18_to_24_are_far_too_many(once: pd.DataFrame, population: pd.DataFrame) -> None:
    found = surveys.sample_margins(once, population)
    ratio = found.set_index(["variable", "category"])["ratio"]
    assert ratio["age", "3"] > 1.8
    assert ratio["sex", "1"] > 1.2
    assert ratio.drop([("age", "3")]).max() < 1.5


def test_fact__survey_services__one_is_to_be_mended_and_one_is_overdone(
    truth: Truth, needs: SurveyReading, once: pd.DataFrame
) -> None:
    fact = truth["survey_services"]
    pairs = needs.codebook.pairs("importance", "performance")
    items = {one.item: (one.name, other.name) for one, other in pairs}
    assert len(items) == 12
    found = importance_performance(once, items, ends=(1, 5)).set_index("item")
    sure = found[~found["undecided"]]
    assert list(sure.index[sure["field"] == "concentrate"]) == [fact["concentrate"]]
    assert list(sure.index[sure["field"] == "overkill"]) == [fact["overkill"]]
    assert found.loc[fact["concentrate"], "rank"] == 1


def test_fact__survey_drivers__are_two_services(truth: Truth, once: pd.DataFrame) -> None:
    fact = truth["survey_drivers"]
    named = _named(once, "perf_")
    found = derived_importance(once, named, "overall", pairs="pairwise", replicates=100)
    found = found.sort_values("rank").set_index("item")
    assert set(found.index[:2]) == {f"perf_{item}" for item in fact["items"]}
    assert found["conf_low"].iloc[1] > 3 * found["conf_high"].iloc[2]
    works = _numbers(once, "perf_")
    works = works.fillna(works.mean())
    x = np.column_stack([np.ones(len(works)), works])
    slopes = np.linalg.lstsq(x, once["overall"].astype(float), rcond=None)[0][1:]
    # rounding to five points and the answers that are missing make the slopes somewhat flatter
    steep = pd.Series(slopes, index=works.columns)[fact["items"]]
    assert steep.between(0.7 * fact["slope"], fact["slope"]).all()


def test_fact__survey_kano__a_must_a_delight_and_what_leaves_people_cold(
    truth: Truth, needs: SurveyReading
) -> None:
    fact = truth["survey_kano"]
    pairs = needs.codebook.pairs("kano_functional", "kano_dysfunctional")
    items = {one.item: (one.name, other.name) for one, other in pairs}
    found = kano(needs.table, items, replicates=50).items.set_index("item")
    assert len(found) == 6
    for said, letter in (("must_be", "M"), ("attractive", "A"), ("indifferent", "I")):
        row = found.loc[fact[said]]
        assert (row["category"], bool(row["clear"])) == (letter, True)
        assert row[said] > 0.5
    assert (found["questionable"] < 0.05).all()


def test_fact__survey_zones__one_below_one_above_and_one_that_its_mean_hides(
    truth: Truth, needs: SurveyReading, once: pd.DataFrame
) -> None:
    fact = truth["survey_zones"]
    triples = needs.codebook.pairs("minimum", "desired")
    assert len(triples) == 6
    items = {one.item: (one.name, other.name, f"now{one.name[3:]}") for one, other in triples}
    asked = once[[name for names in items.values() for name in names]].notna().any(axis=1)
    assert asked.sum() == fact["asked"]
    found = zones(once, items)
    dropped = found.dropped.set_index("rule")["n"]
    assert dropped["incomplete"] == fact["incomplete"]
    assert dropped["no_answers"] == len(once) - fact["asked"]
    at = found.items.set_index(needs.codebook[names[0]].name[4:] for names in items.values())
    sure = at[~at["undecided"]]
    assert list(sure.index[sure["standing"] == "below"]) == [fact["below"]]
    assert list(sure.index[sure["standing"] == "above"]) == [fact["above"]]
    hidden = at.loc[fact["hidden"]]
    assert at.index[at["undecided"]].tolist() == [fact["hidden"]]
    assert hidden["below"] == pytest.approx(fact["split"], abs=0.07)
    assert (at["below"].drop([fact["below"], fact["hidden"]]) < 0.15).all()


def test_fact__survey_recommend__is_the_net_promoter_score(
    truth: Truth, once: pd.DataFrame
) -> None:
    fact = truth["survey_recommend"]
    found = surveys.net_promoter(once, "recommend").iloc[0]
    assert found["estimate"] == pytest.approx(fact["score"], abs=fact["tolerance"])


def test_fact__survey_low_branch__stands_out_from_all_others(
    truth: Truth, once: pd.DataFrame
) -> None:
    fact = truth["survey_low_branch"]
    here = once["branch"] == fact["branch"]
    works = _numbers(once, "perf_")
    assert (works[here].mean() - works[~here].mean()).mean() == pytest.approx(
        fact["performance"], abs=0.1
    )
    found = surveys.differences(once, "overall", Design(), "branch")
    clear = found[found["p_adjusted"] < 0.05]
    assert len(clear) == len(facts.NOW.answered_at) - 1
    assert ((clear["group_a"] == fact["branch"]) | (clear["group_b"] == fact["branch"])).all()
    apart = once.loc[here, "overall"].mean() - once.loc[~here, "overall"].mean()
    assert apart == pytest.approx(fact["overall"], abs=0.2)


def test_fact__survey_careless__are_flagged_and_nobody_else(
    truth: Truth, needs: SurveyReading
) -> None:
    table, fact = needs.table, truth["survey_careless"]
    rules = surveys.Rules(
        questions=needs.codebook.columns,
        duration="seconds",
        batteries={side: _named(table, side) for side in ("imp_", "perf_")},
    )
    flags = surveys.flagged(table, rules).flags
    straight = flags["straight: imp_"] & flags["straight: perf_"]
    assert flags["fast"].sum() == fact["fast"]
    assert straight.sum() == (flags["straight: imp_"] | flags["straight: perf_"]).sum()
    assert straight.sum() == fact["straight"]
    assert (straight & flags["fast"]).sum() == fact["both"]
    careless = fact["fast"] + fact["straight"] - fact["both"]
    assert flags["any"].sum() == careless + flags["duplicate"].sum()


def test_fact__survey_duplicates__were_sent_again_within_two_minutes(
    truth: Truth, needs: SurveyReading
) -> None:
    answers = needs.codebook.columns
    table = needs.table
    flags = surveys.flagged(table, surveys.Rules(questions=answers)).flags
    assert flags["duplicate"].sum() == truth["survey_duplicates"]["n"]
    for at in flags.index[flags["duplicate"]]:
        row = table.loc[at, list(answers)]
        same = table.loc[: at - 1, list(answers)].apply(row.equals, axis=1)
        first = pd.Timestamp(table.loc[same[same].index[0], "submitted"])
        gap = pd.Timestamp(table.loc[at, "submitted"]) - first
        assert pd.Timedelta(0) < gap < pd.Timedelta(minutes=2)


def test_fact__survey_gap__is_one_question_passed_over_far_more_often(
    truth: Truth, once: pd.DataFrame
) -> None:
    fact = truth["survey_gap"]
    raw = pd.read_csv(DEMO / "survey" / "needs-2026.csv", dtype=str)
    asked = _named(raw, "imp_", "perf_", "has_", "lacks_")
    found = surveys.item_nonresponse(raw, asked).set_index("question")["estimate"]
    # four standard errors of a share of 640
    assert found[fact["column"]] == pytest.approx(fact["share"], abs=0.06)
    assert found.drop(fact["column"]).max() < fact["others"] + 0.025


def test_fact__survey_themes__each_open_answer_is_on_one(truth: Truth, once: pd.DataFrame) -> None:
    said = once["better"].dropna().str.lower()
    marks = pd.DataFrame({name: said.str.contains(rule) for name, rule in KEYWORDS.items()})
    assert (marks.sum(axis=1) <= 1).all()
    found = {**marks.sum().to_dict(), "other": int((~marks.any(axis=1)).sum())}
    assert found == truth["survey_themes"]["n"]


def test_open_answers_are_in_four_languages_and_both_scripts(once: pd.DataFrame) -> None:
    said = once[once["better"].notna()]
    cyrillic = said["better"].str.contains(r"[а-яё]", flags=re.IGNORECASE)
    both = set(zip(said["language"], cyrillic, strict=True))
    karakalpak_and_uzbek = {(name, letters) for name in ("kaa", "uz") for letters in (True, False)}
    assert both == karakalpak_and_uzbek | {("ru", True), ("en", False)}
    # both scripts fold to one key
    assert search_key("Балалар ушын жаңа китаплар керек") == search_key(
        "Balalar ushın jańa kitaplar kerek"
    )


def test_fact__survey_phone__is_nobodys_and_is_blotted_out(
    truth: Truth, needs: SurveyReading
) -> None:
    raw = (DEMO / "survey" / "needs-2026.csv").read_text(encoding="utf-8")
    assert re.findall(r"\+[\d ()-]{7,}", raw) == [facts.NOW.phone] * truth["survey_phone"]["n"]
    assert re.sub(r"\D", "", facts.NOW.phone) == "998000000000"
    said = needs.table["better"].dropna()
    assert said.str.contains("[phone]", regex=False).sum() == 1
    assert not said.str.contains(r"\d").any()


def test_fact__poll__has_a_hundred_forms_with_a_few_gaps(truth: Truth, poll: SurveyReading) -> None:
    fact, table = truth["poll"], poll.table
    assert len(table) == facts.POLLED
    assert table["overall"].notna().sum() == fact["answered"]
    assert (table["overall"] >= 4).sum() == fact["satisfied"]
    found = surveys.net_promoter(table, "recommend").iloc[0]
    assert found["estimate"] == pytest.approx(fact["score"], abs=0.05)
    assert table["better"].notna().sum() == sum(fact["themes"].values())
    means = table["overall"].astype("Float64").groupby(table["found"]).mean()
    assert means[3] < means[2] < means[1]


def test_the_poll_is_typed_as_labels_that_are_not_always_spelled_alike() -> None:
    raw = pd.read_csv(DEMO / "survey" / "poll-2026.csv", sep=";", dtype=str)
    assert raw.columns[0] == "№"
    sexes = raw.iloc[:, -1].dropna()
    assert sexes.nunique() > sexes.str.strip().str.lower().nunique() == 2


def test_fact__survey_waves__only_the_hours_were_worse_before(truth: Truth) -> None:
    fact = truth["survey_waves"]
    both = read.waves({"2024": "needs_survey_2024", "2026": "needs_survey"})
    reworded = both.log[both.log["rule"].str.startswith("wave_")]
    assert set(zip(reworded["rule"], reworded["example"], strict=True)) == {
        ("wave_wording", fact["reworded"]),
        *(("wave_added", name) for name in survey_zones.names()),
    }
    table = both.table
    clear = []
    for name in _named(table, "perf_", "overall"):
        found = surveys.differences(table, name, Design(), "wave").iloc[0]
        if found["p_value"] < 0.05 / 13:
            clear.append(name)
            said = fact["overall" if name == "overall" else "performance"]
            assert found["estimate"] == pytest.approx(said, abs=3 * found["std_error"])
    assert clear == [f"perf_{fact['item']}", "overall"]
    score = surveys.net_promoter(table, "recommend", by="wave").set_index("group")["estimate"]
    assert score["2024"] == pytest.approx(fact["score"], abs=0.5)
    # the question in other words moves as well, and that must not be read as a change
    moved = surveys.differences(table, fact["reworded"], Design(), "wave").iloc[0]
    assert moved["p_value"] < 0.05


def test_the_codebooks_speak_four_languages(needs: SurveyReading, poll: SurveyReading) -> None:
    for book in (needs.codebook, poll.codebook):
        assert set(book.languages) == {"kaa", "uz", "ru", "en"}
        for one in book.fields:
            assert set(one.label) == set(one.wording) == set(book.languages), one.name
