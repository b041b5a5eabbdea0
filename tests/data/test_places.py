"""The names of places: complete, in the right letters, and each told apart."""

from __future__ import annotations

import pandas as pd
import pytest

from libmkt.demo import facts
from tests.conftest import ROOT

KAA = set("aábcdefgǵhıijklmnńoópqrstuúvwxyz ")
UZ = set("abcdefghijklmnopqrstuvxyz ʻʼ")
RU = set("абвгдежзийклмнопрстуфхцчшщъыьэюяё- ")


@pytest.fixture(scope="module")
def places() -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "places" / "places.csv", keep_default_na=False)


def test_columns_are_the_four_languages_kind_and_container(places: pd.DataFrame) -> None:
    assert places.columns.tolist() == ["kaa", "uz", "ru", "en", "kind", "within"]
    assert set(places["kind"]) == {"country", "region", "city", "district"}
    assert set(places["within"]) - {""} <= set(places["en"])


def test_a_name_uses_only_the_letters_of_its_language(places: pd.DataFrame) -> None:
    for column, letters in (("kaa", KAA), ("uz", UZ), ("ru", RU)):
        odd = {n: set(n.lower()) - letters for n in places[column] if set(n.lower()) - letters}
        assert not odd


def test_names_tell_the_places_of_a_region_apart(places: pd.DataFrame) -> None:
    for column in ("uz", "ru", "en"):
        assert (places[column] != "").all()
        assert not places.duplicated([column, "kind", "within"]).any()


def test_karakalpakstan_has_sixteen_districts_named_in_karakalpak(places: pd.DataFrame) -> None:
    here = places[(places["within"] == "Karakalpakstan") & (places["kind"] == "district")]
    assert len(here) == 16
    assert (here["kaa"] != "").all()


def test_uzbekistan_has_fourteen_regions_with_their_districts(places: pd.DataFrame) -> None:
    regions = places[places["within"] == "Uzbekistan"]
    assert len(regions) == 14
    assert (places["within"].value_counts()[regions["en"]] >= 8).all()


def test_the_districts_of_the_demo_are_named_and_are_nobody_elses(places: pd.DataFrame) -> None:
    demo = places[places["within"] == "Demo region"]
    real = places[places["within"] != "Demo region"]
    assert set(demo["kaa"]) == {d.name for d in facts.DISTRICTS} == set(facts.NAMES)
    for column in ("kaa", "uz", "ru", "en"):
        assert not set(demo[column]) & set(real[column])


def test_letters_that_cp1251_loses_leave_the_names_of_a_region_apart(places: pd.DataFrame) -> None:
    # what a CSV saved by Excel in cp1251 keeps of a name: ? for each letter that it lacks
    for _, rows in places[places["kaa"] != ""].groupby("within"):
        lost = [name.encode("cp1251", "replace").decode("cp1251") for name in rows["kaa"]]
        assert len(set(lost)) == len(lost)
