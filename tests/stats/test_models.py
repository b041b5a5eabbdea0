"""Regressions under a design against statsmodels, and their refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.stats.design import Design
from libmkt.stats.models import regression
from libmkt.stats.replicates import with_replicates


@pytest.fixture
def people() -> pd.DataFrame:
    random = np.random.default_rng(8)
    age = random.integers(15, 80, 200)
    sex = random.choice(["f", "m"], 200)
    felt = 0.04 * age + 0.8 * (sex == "f") + random.logistic(0, 1, 200)
    return pd.DataFrame(
        {
            "age": age,
            "sex": sex,
            "felt": pd.cut(
                felt,
                [-np.inf, 1, 2.5, 4, np.inf],
                labels=["low", "fair", "good", "high"],
                right=False,
            ),
            "uses": np.where(felt > 2.5, "yes", "no"),
            "loans": age * 0.1 + random.normal(0, 1, 200),
            "branch": np.repeat(np.arange(20), 10),
        }
    )


def test_the_ordinal_slopes_and_thresholds_are_those_of_statsmodels(
    people: pd.DataFrame,
) -> None:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    found = regression(people, "felt", ["age", "sex"], Design(), kind="ordinal")
    columns = pd.DataFrame({"age": people["age"], "m": (people["sex"] == "m").astype(float)})
    theirs = OrderedModel(people["felt"], columns, distr="logit").fit(method="bfgs", disp=0)
    assert found["estimate"].tolist()[:2] == pytest.approx(theirs.params.tolist()[:2], abs=1e-4)
    cuts = theirs.model.transform_threshold_params(theirs.params.to_numpy()[2:])[1:-1]
    assert found["estimate"].tolist()[2:] == pytest.approx(cuts.tolist(), abs=1e-3)
    assert found["label"].tolist()[2:] == ["low|fair", "fair|good", "good|high"]
    assert found["effect_size"].iloc[0] == pytest.approx(np.exp(found["estimate"].iloc[0]))


def test_a_robust_linear_fit_is_that_of_statsmodels(people: pd.DataFrame) -> None:
    import statsmodels.api as sm

    found = regression(people, "loans", "age", Design())
    theirs = sm.OLS(people["loans"], sm.add_constant(people[["age"]])).fit(cov_type="HC0")
    assert found["estimate"].tolist() == pytest.approx(theirs.params.tolist())
    scaled = theirs.bse.to_numpy() * np.sqrt(200 / 199)
    assert found["std_error"].tolist() == pytest.approx(scaled.tolist())


def test_two_categories_are_the_event_and_its_opposite(people: pd.DataFrame) -> None:
    words = regression(people, "uses", "age", Design(), kind="logistic")
    numbers = regression(
        people.assign(uses=people["uses"] == "yes"), "uses", "age", Design(), kind="logistic"
    )
    assert words["estimate"].tolist() == pytest.approx(numbers["estimate"].tolist())


@pytest.mark.parametrize("kind, outcome", [("logistic", "uses"), ("ordinal", "felt")])
def test_the_jackknife_of_a_fit_comes_near_its_linearised_error(
    people: pd.DataFrame, kind: str, outcome: str
) -> None:
    design = Design(clusters="branch")
    table, drawn = with_replicates(people, design, kind="jackknife")
    one = regression(people, outcome, "age", design, kind=kind)  # type: ignore[arg-type]
    two = regression(table, outcome, "age", drawn, kind=kind)  # type: ignore[arg-type]
    assert two["estimate"].tolist() == pytest.approx(one["estimate"].tolist())
    assert two["std_error"].tolist() == pytest.approx(one["std_error"].tolist(), rel=0.1)


def test_terms_that_follow_from_others_are_named(people: pd.DataFrame) -> None:
    table = people.assign(months=people["age"] * 12)
    with pytest.raises(DataError, match="months  follows from the terms before it"):
        regression(table, "loans", ["age", "months"], Design())


def test_a_term_that_tells_the_answer_exactly_is_refused(people: pd.DataFrame) -> None:
    table = people.assign(known=(people["uses"] == "yes").astype(int))
    with pytest.raises(DataError, match="tell an answer exactly"):
        regression(table, "uses", "known", Design(), kind="logistic")


@pytest.mark.parametrize(
    "outcome, kind, said",
    [
        ("felt", "logistic", "two categories"),
        ("uses", "ordinal", "three or more"),
        ("uses", "linear", "expected numbers"),
        ("absent", "linear", "column is missing"),
    ],
)
def test_an_outcome_of_the_wrong_kind_is_refused(
    people: pd.DataFrame, outcome: str, kind: str, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        regression(people, outcome, "age", Design(), kind=kind)  # type: ignore[arg-type]


def test_more_terms_than_people_are_refused(people: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="3 answers are too few"):
        regression(people.iloc[:3], "loans", ["age", "branch", "felt"], Design())


def test_an_unknown_model_is_refused(people: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match="linear, logistic, ordinal"):
        regression(people, "loans", "age", Design(), kind="poisson")  # type: ignore[arg-type]


def test_an_opt_in_fit_has_no_errors(people: pd.DataFrame) -> None:
    found = regression(people, "loans", "age", Design(sample="opt-in"))
    assert found["std_error"].isna().all() and (found["note"] == "no-margin").all()
