"""YAML that loses nothing, and refusals with lines."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from libmkt import library, yamlfile
from libmkt.errors import DataError, Message, MissingError, why
from libmkt.read.description import Source
from libmkt.words import build


def test_scalars_keep_what_was_written() -> None:
    text = "code: 007\nanswer: no\nyes: on\nday: 2026-09-05\nyear: 2026\nshare: 0.50\nquoted: '1'\n"
    found = yamlfile.parse(text)
    assert found.data == {
        "code": "007", "answer": "no", "yes": "on", "day": "2026-09-05",
        "year": 2026, "share": 0.5, "quoted": "1",
    }  # fmt: skip
    assert found.texts["share",] == "0.50"


def test_each_entry_knows_its_line() -> None:
    found = yamlfile.parse("a: 1\n\nb:\n  - x\n  - c: 2\n")
    assert (found.line("a"), found.line("b", 1, "c"), found.line("b", 9)) == (1, 5, 3)


@pytest.mark.parametrize(
    "text, said",
    [
        ("a: 1\na: 2\n", "line 2"),
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: [1\n", "not YAML"),
        ("a: {b: }}\n", "not YAML"),
        ("? [x]\n: 1\n", "plain text"),
        ("[" * 5000, "not YAML"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        yamlfile.parse(text)


def test_a_bomb_is_refused_at_its_first_alias(tmp_path: Path) -> None:
    lines = ["a0: &a0 [lol]"] + [
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)
    ]
    path = tmp_path / "bomb.yml"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match="alias"):
        yamlfile.read(path)


def test_files_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes("name: Китап\n".encode("cp1251"))
    with pytest.raises(DataError, match="UTF-8"):
        yamlfile.read(path)
    with pytest.raises(MissingError):
        yamlfile.read(tmp_path / "absent.yml")


def test_a_number_too_long_to_be_one_stays_text() -> None:
    ids = ["12345678901234567890", "1" * 5000]
    assert yamlfile.parse(f"ids: [{', '.join(ids)}]\n").data == {"ids": ids}


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    found = yamlfile.parse('name: X\nlangauge: kaa\nk: no\naccent: "#ffff00"\ntime_zone: Nukus\n')
    with pytest.raises(DataError) as refused:
        library.read_library(found)
    said = str(refused.value)
    assert "did you mean language?" in said
    assert all(f"line {n}" in said for n in (2, 3, 4, 5))


@pytest.mark.parametrize(
    "error, said",
    [
        (PermissionError(13, "x"), "holds it open"),
        (FileNotFoundError(2, "x"), "not there"),
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (OSError(errno.EIO, "the system's own words"), "the system's own words"),
        (OSError(), "OSError"),
    ],
)
def test_what_the_system_says_of_a_file_is_said_in_our_words(error: OSError, said: str) -> None:
    assert said in str(why(error))


def test_what_does_not_fit_is_told_in_messages_that_have_translations() -> None:
    described = yamlfile.parse(
        "header: [foo]\nperiod: 2026-13\nbreaks: [{period: 2026, reason: a, link_factor: -1}]\n"
        "delimiter: ';;'\nlayout: sideways\ndecimal: x\ncolumns: [a]\nclosed: {from: 1}\n"
    )
    lib = yamlfile.parse('name: X\naccent: "#eeeeee"\ntime_zone: Mars\nlanguage: xx\n')
    marked = {key if isinstance(key, str) else key[0] for key in build.messages()}
    for found, model in ((described, Source), (lib, library.Library)):
        with pytest.raises(DataError) as refused:
            yamlfile.checked(found, model)
        assert len(refused.value.problems) >= 3
        for problem in refused.value.problems:
            inner = [f for f in problem.what.fields.values() if isinstance(f, Message)]
            assert {m.template for m in (problem.what, problem.where, *inner)} <= marked
            assert " or '" not in str(problem.what)


def test_a_source_may_be_a_path_a_list_or_described() -> None:
    text = "name: X\nsources:\n  a: x.csv\n  b: [x.csv, y.csv]\n  c: {paths: [z], about: last}\n"
    found = library.read_library(yamlfile.parse(text)).sources
    assert [found[name].paths for name in "abc"] == [["x.csv"], ["x.csv", "y.csv"], ["z"]]
