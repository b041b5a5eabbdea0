"""Finding messages and keeping their translations."""

import io
import json
from pathlib import Path

import pytest
from babel.messages.extract import extract

from libmkt.words import build
from libmkt.words.extract import NotPlainError, notebook_messages, python_messages

SOURCE = """
from libmkt.errors import Message, N_
_("shown")
words._("shown too")
N_("marked"
   " over lines")
ngettext("{n} row", "{n} rows", n)
Message(N_("{n} file"), {"n": 2}, plural=N_("{n} files"))
Message("{n} book", {"n": 2}, plural="{n} books")
_(variable)
print("not marked")
"""
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Loans\n", "\n", "One\n", "paragraph.\n"]},
        {"cell_type": "code", "source": "%matplotlib inline\nx = _('Loans by year')"},
        {"cell_type": "raw", "source": "left alone"},
    ]
}


def found_in(source: str) -> list:
    return [key for _, _, key, _ in python_messages(io.BytesIO(source.encode()))]


def test_messages_of_a_python_file() -> None:
    assert found_in(SOURCE) == [
        "shown",
        "shown too",
        "marked over lines",
        ("{n} row", "{n} rows"),
        ("{n} file", "{n} files"),
        ("{n} book", "{n} books"),
    ]


def test_messages_of_a_notebook() -> None:
    file = io.BytesIO(json.dumps(NOTEBOOK).encode())
    assert [key for _, _, key, _ in notebook_messages(file)] == [
        "Loans",
        "One paragraph.",
        "Loans by year",
    ]


def test_both_serve_babel_as_extractors() -> None:
    read = list(extract(notebook_messages, io.BytesIO(json.dumps(NOTEBOOK).encode())))
    assert [message for _, message, _, _ in read] == ["Loans", "One paragraph.", "Loans by year"]


def test_a_message_that_the_program_puts_together_is_refused() -> None:
    with pytest.raises(NotPlainError, match="line 1"):
        found_in('_(f"{n} rows")')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "libmkt").mkdir()
    (tmp_path / "libmkt" / "a.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "n.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    return tmp_path


def translate(project: Path, before: str, after: str, language: str = "ru") -> None:
    path = build.catalogue_path(language, project)
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def kinds(project: Path, language: str = "ru") -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for doubt in build.check(project):
        if doubt.language == language:
            told.setdefault(doubt.what, []).append(doubt.message)
    return told


SHOWN = 'msgid "shown"\nmsgstr ""'


def test_a_new_catalogue_is_untranslated_and_has_the_right_plural_forms(project: Path) -> None:
    build.update(project)
    assert len(kinds(project)["untranslated"]) == 9
    for language, forms in (("kaa", 1), ("uz", 1), ("ru", 3)):
        text = build.catalogue_path(language, project).read_text(encoding="utf-8")
        assert f'"Plural-Forms: nplurals={forms};' in text
        assert f"msgstr[{forms - 1}]" in text and f"msgstr[{forms}]" not in text


def test_an_update_changes_nothing_that_did_not_change(project: Path) -> None:
    build.update(project)
    translate(project, SHOWN, '#. check: a term\nmsgid "shown"\nmsgstr "показано"')
    build.update(project)
    path = build.catalogue_path("ru", project)
    first = path.read_bytes(), path.with_suffix(".mo").read_bytes()
    source = project / "libmkt" / "a.py"
    source.write_text("\n\n\n" + SOURCE, encoding="utf-8")  # every line moves
    build.update(project)
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == first
    assert b"#. check: a term" in first[0] and "показано".encode() in first[1]
    assert b"Date" not in first[0] and b"Babel" not in first[0] and b":1" not in first[0]


def test_a_translation_survives_its_message_and_is_told(project: Path) -> None:
    build.update(project)
    translate(project, SHOWN, 'msgid "shown"\nmsgstr "показано"')
    source = project / "libmkt" / "a.py"
    source.write_text(SOURCE.replace('_("shown")', '_("displayed")'), encoding="utf-8")
    build.update(project)
    assert kinds(project)["obsolete"] == ["shown"]
    source.write_text(SOURCE, encoding="utf-8")
    build.update(project)
    assert "shown" not in kinds(project)["untranslated"] and "obsolete" not in kinds(project)
    source.write_text(SOURCE.replace('_("shown")', '_("displayed")'), encoding="utf-8")
    build.update(project, prune=True)
    assert "obsolete" not in kinds(project)


def test_the_check_tells_other_slots_fuzzy_marks_and_what_was_not_brought_in(
    project: Path,
) -> None:
    build.update(project)
    translate(project, SHOWN, '#, fuzzy\nmsgid "shown"\nmsgstr "показано"')
    translate(
        project,
        'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""',
        'msgstr[0] "{n} x"\nmsgstr[1] "{m} x"\nmsgstr[2] "{n} x"',
    )
    source = project / "libmkt" / "a.py"
    source.write_text(SOURCE + '_("newer")', encoding="utf-8")
    told = kinds(project)
    assert told["fuzzy"] == ["shown"] and told["new"] == ["newer"]
    assert [message.split(" / ")[1] for message in told["slots"]] == ["{m} x"] * 3
    assert told["compiled"]


def test_a_source_with_a_message_put_together_is_named(project: Path) -> None:
    (project / "libmkt" / "b.py").write_text('_(f"{n} rows")', encoding="utf-8")
    with pytest.raises(NotPlainError, match=r"libmkt/b\.py: line 1"):
        build.check(project)
