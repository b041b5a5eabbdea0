"""Colours that can be read, letters that exist, SVG that can stand in any page."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libmkt import plots, workbench
from libmkt.library import contrast
from libmkt.plots import labels, style
from libmkt.plots.flags import Flag, flags
from tests.plots import tables
from tests.plots.conftest import figure_of

ACCENTS = ("#1f5f8b", "#7a1f1f", "#00734f", "#4d4d4d", "#5b2a86")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("accent", ACCENTS)
def test_words_can_be_read_in_each_colour_they_are_printed_in(accent, dark):
    look = style.look(accent, dark=dark)
    for colour in (look.ink, look.quiet, look.warn, *look.lines):
        assert contrast(colour, look.paper) >= 4.5


@pytest.mark.parametrize("accent", ACCENTS)
def test_six_lines_have_six_colours_and_six_dashes(accent):
    assert len(set(style.look(accent).lines[:6])) == 6
    assert len(set(style.DASHES)) == 6


def test_the_typeface_holds_the_letters_of_all_four_languages():
    from matplotlib import font_manager
    from matplotlib.ft2font import FT2Font

    path = font_manager.findfont(style.FONT, fallback_to_default=False)
    known = FT2Font(path).get_charmap()
    need = "\u00a0\u202f−–«»№’‘"
    need += "aábdefgǵhxıijklmnńoópqrstuúvwyzʻʼ"
    need += "абвгдеёжзийклмнопрстуфхцчшщъыьэюяқғҳўәөүң"
    assert [letter for letter in need + need.upper() if ord(letter) not in known] == []


def test_the_accent_is_used_and_can_be_changed():
    style.use("#7a1f1f")
    ax = plots.ranking(tables.districts(), highlight="Moynaq")
    assert 'fill="#7a1f1f"' in style.svg(figure_of(ax))


def test_two_figures_can_stand_in_one_page():
    drawn = [plots.series(tables.months()), plots.ranking(tables.districts())]
    pages = [style.svg(figure_of(ax)) for ax in drawn]
    ids = [set(re.findall(r'\bid="([^"]+)"', page)) for page in pages]
    assert ids[0] and not ids[0] & ids[1]
    for page, own in zip(pages, ids, strict=True):
        assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', page)) == own
        assert len(re.findall(r'\bid="', page)) == len(own)


def test_an_svg_asks_for_nothing_and_needs_no_style_sheet():
    page = style.svg(figure_of(plots.series(tables.months(), closed=["2023-03"])))
    root = ET.fromstring(page)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<style" not in page and " style=" not in page and "<script" not in page
    assert re.findall(r"https?://[^\"]+", page.replace("http://www.w3.org/", "")) == []
    assert not re.search(r"20\d\d-\d\d-\d\dT", page)  # no date of its making


def test_a_dollar_in_a_name_is_a_dollar():
    table = tables.change().assign(label=["$5 a day", "under $_x$"])
    ax = plots.factors(table, label="label")
    ax.figure.draw_without_rendering()
    assert [text.get_text() for text in ax.get_yticklabels()][1] == "under $_x$"
    assert not any(text.get_parse_math() for text in ax.get_yticklabels())


numbers = st.floats(0, 300, allow_nan=False)


@given(st.lists(st.tuples(numbers, st.floats(5, 30)), min_size=1, max_size=12))
def test_spread_labels_do_not_overlap_and_keep_their_order(given_labels):
    wanted = [w for w, _h in given_labels]
    heights = [h for _w, h in given_labels]
    found = labels.spread(wanted, heights, 0, 400)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for i, j in itertools.pairwise(order):
        assert found[j] - found[i] >= (heights[i] + heights[j]) / 2 - 1e-6
    assert min(f - h / 2 for f, h in zip(found, heights, strict=True)) >= -1e-6
    if sum(heights) <= 400:
        assert max(f + h / 2 for f, h in zip(found, heights, strict=True)) <= 400 + 1e-6


def test_labels_with_room_stay_where_they_are_wanted():
    assert labels.spread([10, 60, 200], [10, 10, 10], 0, 300) == [10, 60, 200]


@given(st.text("abc de-ǵ", min_size=1, max_size=60), st.floats(10, 200))
def test_wrapping_loses_nothing(text, room):
    assert labels.wrapped(text, room).replace("\n", " ") == text


notes = st.tuples(st.floats(0, 400), st.floats(10, 230), st.integers(1, 3))


@given(st.lists(notes, max_size=6), st.sampled_from([0.0, 30.0, 90.0]))
def test_notes_above_a_plot_and_their_lines_do_not_cross(asked, taken):
    found, row = flags(asked, 400, taken)
    unit = [Flag(None, 0, taken, row, 1)] if taken else []
    standing = [*found, *unit]
    assert all(flag.left >= 0 and flag.right <= 400.001 for flag in found)
    for i, flag in enumerate(standing):
        assert not any(flag.crosses(other) for other in standing[i + 1 :])


def test_figures_have_the_accent_of_the_library_whose_report_was_begun(monkeypatch):
    monkeypatch.setattr("libmkt.workbench._accent", workbench.ACCENT)
    workbench.use_accent("#7a1f1f")
    style.use()
    assert 'fill="#7a1f1f"' in style.svg(
        figure_of(plots.ranking(tables.districts(), highlight="Moynaq"))
    )
    assert style.current().lines[0] == "#7a1f1f"
