"""Agreement: equal to printed tables and to R, open about what was left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.stats.agreement import icc, kendall_w
from libmkt.stats.kappa import cohens_kappa, fleiss_kappa
from libmkt.stats.krippendorff import krippendorff_alpha

# Shrout and Fleiss (1979), Psychological Bulletin 86, tables 2 and 4.
RATINGS = pd.DataFrame(
    {
        "a": [9, 6, 8, 7, 10, 6],
        "b": [2, 1, 4, 1, 5, 2],
        "c": [5, 3, 6, 2, 6, 4],
        "d": [8, 2, 8, 6, 9, 7],
    }
)
PRINTED = {"ICC1": 0.17, "ICC2": 0.29, "ICC3": 0.71, "ICC1k": 0.44, "ICC2k": 0.62, "ICC3k": 0.91}

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: four observers, twelve units.
NO = None
UNITS = pd.DataFrame(
    {
        "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, NO, NO, NO],
        "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NO, 3],
        "C": [NO, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NO],
        "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NO],
    }
)
ALPHAS = [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]


def test_the_six_forms_are_those_of_shrout_and_fleiss_1979() -> None:
    found = icc(RATINGS, list("abcd")).set_index("form")["estimate"]
    assert found.round(2).to_dict() == PRINTED


def test_an_interval_of_a_mean_of_raters_holds_its_estimate() -> None:
    found = icc(RATINGS, list("abcd"))
    assert (found["conf_low"] < found["estimate"]).all()
    assert (found["estimate"] < found["conf_high"]).all()


@pytest.mark.parametrize(("scale", "printed"), ALPHAS)
def test_alpha_is_that_of_krippendorffs_example(scale: str, printed: float) -> None:
    found = krippendorff_alpha(UNITS, list("ABCD"), scale=scale, replicates=200).iloc[0]  # type: ignore[arg-type]
    assert found["estimate"] == pytest.approx(printed, abs=5e-4)
    assert found["conf_low"] < found["estimate"] <= found["conf_high"]
    assert (found["n"], found["pairable"], found["missing"]) == (11, 40, 1)


def test_alpha_of_codes_by_chance_is_near_nothing_and_its_interval_says_so() -> None:
    drawn = np.random.default_rng(5).integers(1, 4, size=(300, 3))
    table = pd.DataFrame(drawn, columns=list("xyz"))
    found = krippendorff_alpha(table, list("xyz"), scale="nominal").iloc[0]
    assert found["conf_low"] < 0 < found["conf_high"]
    assert abs(found["estimate"]) < 0.08


def test_the_order_of_categories_is_the_codebooks() -> None:
    kind = pd.CategoricalDtype(["low", "middle", "high"], ordered=True)
    one = pd.Series(["low", "middle", "high", "high", "low", "low"], dtype=kind)
    two = pd.Series(["low", "high", "high", "middle", "low", "middle"], dtype=kind)
    table = pd.DataFrame({"one": one, "two": two})
    by_number = table.apply(lambda column: column.cat.codes)
    named, numbered, sorted_by_name = (
        krippendorff_alpha(one, ["one", "two"], scale="ordinal")["estimate"].item()
        for one in (table, by_number, table.astype(str))
    )
    assert named == numbered != sorted_by_name


def test_weights_by_distance_forgive_near_misses() -> None:
    table = pd.DataFrame({"one": [1, 2, 3, 4, 5] * 8, "two": [1, 3, 3, 5, 5] * 8})
    plain, linear, square = (
        cohens_kappa(table, "one", "two", weights=kind)["estimate"].item()  # type: ignore[arg-type]
        for kind in ("none", "linear", "quadratic")
    )
    assert plain < linear < square


def test_a_category_that_nobody_used_changes_nothing() -> None:
    table = pd.DataFrame({"one": list("aabbab"), "two": list("aabbbb")})
    found = cohens_kappa(table, "one", "two").iloc[0]
    more = cohens_kappa(table, "one", "two", categories=["a", "b", "never"]).iloc[0]
    assert more["estimate"] == pytest.approx(found["estimate"])
    assert np.isfinite(more["std_error"])


def test_fleiss_kappa_of_two_coders_with_equal_margins_is_scotts_pi() -> None:
    table = pd.DataFrame({"one": list("aaaabbbb"), "two": list("aaabbbba")})
    assert fleiss_kappa(table, ["one", "two"])["estimate"].item() == pytest.approx(0.5)


def test_judges_of_one_mind_and_of_opposite_minds() -> None:
    same = pd.DataFrame({"a": [1, 2, 3], "b": [10, 20, 30], "c": [4, 5, 6]})
    assert kendall_w(same, list("abc"))["estimate"].item() == pytest.approx(1)
    against = pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]})
    assert kendall_w(against, ["a", "b"])["estimate"].item() == pytest.approx(0)


def test_things_that_somebody_left_out_are_counted() -> None:
    table = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, None, 4]})
    assert icc(table, ["a", "b"])[["n", "missing"]].drop_duplicates().to_numpy().tolist() == [
        [3, 1]
    ]
    assert kendall_w(table, ["a", "b"])["missing"].item() == 1
    assert cohens_kappa(table, "a", "b")["missing"].item() == 1


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda t: icc(t, ["a"]), "two raters or more"),
        (lambda t: icc(t.head(1), ["a", "b"]), "two things or more"),
        (lambda t: icc(t.assign(a=1, b=1), ["a", "b"]), "all ratings are the same"),
        (lambda t: kendall_w(t.assign(b=2), ["a", "b"]), "all ratings are the same"),
        (lambda t: cohens_kappa(t, "a", "b", categories=[1, 2]), "not among those named"),
        (lambda t: cohens_kappa(t.assign(a=1, b=1), "a", "b"), "two categories or more"),
        (lambda t: fleiss_kappa(t.iloc[1:2], ["a", "b"]), "two things or more"),
        (
            lambda t: krippendorff_alpha(t.assign(b=None), ["a", "b"], scale="nominal"),
            "coded by two or more",
        ),
        (
            lambda t: krippendorff_alpha(t.astype(str) + "x", ["a", "b"], scale="interval"),
            "expected numbers",
        ),
    ],
)
def test_ratings_that_cannot_be_compared_are_refused(call, told) -> None:
    table = pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 3]})
    with pytest.raises(DataError, match=told):
        call(table)


def test_a_scale_or_weights_that_are_not_known_are_refused() -> None:
    table = pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 3]})
    with pytest.raises(ParameterError, match="nominal, ordinal, interval, ratio"):
        krippendorff_alpha(table, ["a", "b"], scale="cubic")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="none, linear, quadratic"):
        cohens_kappa(table, "a", "b", weights="cubic")  # type: ignore[arg-type]
