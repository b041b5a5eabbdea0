"""Passports: whole, findable, and silent where a standard's code is not confirmed."""

from __future__ import annotations

import pytest

from libmkt.cli import explain
from libmkt.errors import ParameterError
from libmkt.measures import INDICATORS, MEASURES, label, measure, passport

# The six codes that were confirmed; the standard was not at hand for any other.
CONFIRMED = {
    "ISO 11620:2014": {"turnover": "B.2.1.1", "loans_per_capita": "B.2.1.2",
                       "visits_per_capita": "B.2.2.1"},
    "ISO 11620:2023": {"turnover": "A.2.1.1"},
}  # fmt: skip


def test_every_part_of_a_passport_is_a_known_measure():
    for one in INDICATORS.values():
        assert {one.numerator, *one.denominators} <= set(MEASURES), one.code


def test_every_passport_has_text_worth_reading():
    for one in INDICATORS.values():
        assert one.pitfalls and len(one.definition) > 20, one.code


def test_only_confirmed_codes_of_standards_are_named():
    for edition, codes in CONFIRMED.items():
        named = {
            p.code: p.standards[edition] for p in INDICATORS.values() if edition in p.standards
        }
        assert named == codes
    assert {e for p in INDICATORS.values() for e in p.standards} == set(CONFIRMED)


def test_formulas_one_to_nine_have_a_passport():
    have = {p.formula for p in INDICATORS.values()}
    assert {f"F0{n}" for n in range(1, 10)} <= have


def test_no_code_is_both_a_measure_and_an_indicator():
    assert not set(MEASURES) & set(INDICATORS)


def test_aliases_lead_to_one_measure_only():
    names = [alias for m in MEASURES.values() for alias in (m.code, *m.aliases)]
    assert len(names) == len(set(names))
    assert measure("copies").code == "stock"


def test_a_passport_is_found_by_code_number_and_name():
    assert passport("turnover") is passport("F03") is passport("Turnover of stock")


def test_an_unknown_indicator_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match="did you mean turnover"):
        passport("turnovers")
    with pytest.raises(ParameterError, match="expected one of loans_per_user"):
        passport("xyzzy")


def test_labels_fall_back_to_the_name_in_the_source():
    assert label("visits") == "Visits" and label("Lego kits") == "Lego kits"


def test_explain_prints_what_a_reader_needs(capsys):
    text = "\n".join(explain.explained("F03"))
    for part in ("Loans / Stock, copies", "ISO 11620:2014", "B.2.1.1", "withdrawn", "Names"):
        assert part in text
    assert "flow" in "\n".join(explain.explained("users"))


def test_explain_without_a_name_lists_every_code():
    text = "\n".join(explain.listed())
    assert all(code in text for code in [*INDICATORS, *MEASURES])


def test_explain_refuses_what_it_does_not_know():
    with pytest.raises(ParameterError, match="did you mean turnover"):
        explain.explained("turnovr")
