"""Peers, percentiles, the index with its scale, and funnels of libraries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from libmkt.errors import DataError, ParameterError
from libmkt.monitoring import funnel, nearest, peer_index, percentiles
from tests.golden import monitoring as golden


def long(**columns: list[float]) -> pd.DataFrame:
    """Libraries A, B, C ... with one value a measure."""
    return pd.DataFrame(
        [{"library": chr(65 + i), "measure": measure, "value": float(value)}
         for measure, values in columns.items() for i, value in enumerate(values)]
    )  # fmt: skip


TABLE = long(population=[1000, 1100, 5000, 900, 40000], stock=[50, 60, 200, 20, 4000])


def test_the_nearest_are_alike_in_every_measure():
    found = nearest(TABLE, "A", k=2)
    assert found["library"].tolist() == ["A", "B", "D"]
    logs = np.log([[1000, 50], [1100, 60], [5000, 200], [900, 20], [40000, 4000]])
    z = logs / logs.std(axis=0, ddof=1)
    expected = np.sqrt(((z - z[0]) ** 2).mean(axis=1))[[0, 1, 3]]
    assert found["distance"].tolist() == pytest.approx(expected.tolist())
    assert set(found["compared"]) == {5}


def test_units_do_not_change_the_peers():
    other = TABLE.assign(value=TABLE["value"].where(TABLE["measure"] != "stock",
                                                    TABLE["value"] * 1000))  # fmt: skip
    assert (
        nearest(other, "A", k=4)["library"].tolist() == nearest(TABLE, "A", k=4)["library"].tolist()
    )


def test_the_list_can_be_edited_or_given():
    edited = nearest(TABLE, "A", k=2, include=["E"], exclude=["B"])
    assert edited["library"].tolist() == ["A", "D", "C", "E"]
    assert edited["method"].tolist() == ["self", "nearest", "nearest", "included"]
    given = nearest(TABLE, "A", given=["E", "C"])
    assert given["library"].tolist() == ["A", "E", "C"]
    assert given["method"].tolist() == ["self", "given", "given"]


def test_peers_can_be_kept_within_a_group():
    grouped = TABLE.assign(peer_group=TABLE["library"].map(lambda n: "town" if n in "ACE" else ""))
    assert nearest(grouped, "A", k=3, group="town")["library"].tolist() == ["A", "C", "E"]


def test_libraries_without_a_positive_value_are_left_out_and_counted():
    rows = pd.concat([TABLE, long(population=[0], stock=[5]).assign(library="Z")])
    found = nearest(rows, "A", k=9)
    assert "Z" not in set(found["library"]) and set(found["left_out"]) == {1}


def test_unknown_places_and_measures_are_refused_together():
    with pytest.raises(ParameterError) as error:
        nearest(TABLE, "Q", by=["populaton"])
    assert "did you mean population" in str(error.value) and "Q" in str(error.value)


def test_two_periods_at_once_are_refused():
    with pytest.raises(DataError, match="one period"):
        nearest(pd.concat([TABLE, TABLE]), "A")


def test_percentiles_count_ties_half():
    table = long(visits_per_capita=[3, 1, 2, 4, 3])
    row = percentiles(table, "A").iloc[0]
    assert (row["rank"], row["percentile"], row["n"]) == (2.5, 0.625, 5)
    assert row[["minimum", "median", "maximum"]].tolist() == [1, 2.5, 4]
    assert row["direction"] == "up"


def test_every_library_can_be_placed():
    found = percentiles(long(visits_per_capita=[3, 1, 2]), None)
    assert found.set_index("library")["percentile"].to_dict() == {"A": 1.0, "B": 0.0, "C": 0.5}


def test_percentiles_can_be_among_chosen_peers():
    row = percentiles(long(visits_per_capita=[3, 1, 2, 4, 3]), "A", peers=["B", "C"]).iloc[0]
    assert (row["rank"], row["percentile"]) == (1, 1.0)


def test_the_lj_example_gives_its_z():
    x = golden.LJ["visits"] / golden.LJ["population"]
    assert round(x, 1) == golden.LJ["per_capita"]
    # Two more libraries, placed so that the three have the published mean and deviation.
    off = x - golden.LJ["mean"]
    apart = np.sqrt(golden.LJ["sd"] ** 2 - 0.75 * off**2)
    others = [golden.LJ["mean"] - off / 2 + side * apart for side in (-1, 1)]
    made = peer_index(long(visits_per_capita=[x, *others]), measures=["visits_per_capita"])
    assert made.scale[["mean", "sd"]].iloc[0].tolist() == pytest.approx(
        [golden.LJ["mean"], golden.LJ["sd"]]
    )
    z = made.scores.set_index("library").loc["A", "z_visits_per_capita"]
    assert round(z, 2) == golden.LJ["z"]


def test_an_index_can_be_worked_out_from_what_is_printed():
    table = long(visits_per_capita=[5, 8, 2, 6], loans_per_capita=[4, 9, 3, 3])
    made = peer_index(table, measures=["visits_per_capita", "loans_per_capita"])
    scale = made.scale.set_index("measure")
    row = made.scores.set_index("library").loc["A"]
    z = sum(
        (value - scale.loc[m, "mean"]) / scale.loc[m, "sd"]
        for m, value in [("visits_per_capita", 5), ("loans_per_capita", 4)]
    )
    assert row["index"] == pytest.approx(100 * (z + 8))
    assert made.scores["index"].mean() == pytest.approx(800)
    assert made.scores["rank"].tolist() == [1, 2, 3, 4]


def test_an_index_leaves_out_and_names_who_lacks_a_measure():
    table = long(visits_per_capita=[5, 8, 2, 6], loans_per_capita=[4, 9, 3])
    made = peer_index(table, measures=["visits_per_capita", "loans_per_capita"])
    assert made.left_out == ("D",) and made.scale["n"].tolist() == [3, 3]


def test_an_index_of_equal_values_is_refused():
    with pytest.raises(DataError, match="all values are the same"):
        peer_index(long(visits_per_capita=[5, 5, 5]), measures=["visits_per_capita"])


def test_a_funnel_names_its_rate_and_orders_by_size():
    rng = np.random.default_rng(2)
    size = [200.0, 90000.0, 3000.0]
    table = long(events=[float(rng.poisson(0.01 * n)) for n in size], population=size)
    found = funnel(table, numerator="events", denominator="population")
    assert found["label"].tolist() == ["B", "C", "A"]
    width = (found["high_95"] - found["low_95"]).tolist()
    assert width == sorted(width)


def test_us_systems_of_2016_find_peers_of_their_size(shared_data):
    path = shared_data / "imls-pls-ae" / "pls_fy2016_libraries.csv"
    wide = pd.read_csv(path, encoding="utf-8-sig", dtype={"FSCSKEY": str})
    wide.columns = wide.columns.str.upper()
    names = {"POPU_LSA": "population", "VISITS": "visits", "TOTCIR": "loans"}
    table = wide.melt(id_vars="FSCSKEY", value_vars=list(names), var_name="measure")
    table = table.rename(columns={"FSCSKEY": "library"}).replace({"measure": names})
    table = table[table["value"] >= 0]
    own = table.loc[table["measure"] == "population"].sort_values("value")["library"].iloc[6000]
    found = nearest(table, own, k=15, by=["population"])
    ratio = found["population"] / found["population"].iloc[0]
    assert ratio.between(0.95, 1.05).all() and len(found) == 16
    limits = funnel(table, numerator="visits", denominator="population")
    assert set(limits["method"]) == {"multiplicative"} and limits["phi"].iloc[0] > 100
