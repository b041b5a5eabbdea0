"""A page speaks the language of its notebook, also where no report was begun."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import from_dict

from libmkt import words
from libmkt.reporting import document
from libmkt.reporting.content import spoken
from libmkt.reporting.page import page


def notebook(*cells: dict[str, Any]) -> Any:
    plain = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return from_dict(plain | {"cells": [{"metadata": {}} | cell for cell in cells]})  # type: ignore[no-untyped-call]


TITLE = {"cell_type": "markdown", "source": "# T"}


def exploration(language: str) -> Any:
    """A notebook of one sentence, said in a language by no report."""
    with words.speaking(language):
        data = document.text("1")._repr_mimebundle_()
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    code = {"cell_type": "code", "source": "x", "outputs": [output], "execution_count": 1}
    return notebook(TITLE, code)


@pytest.mark.parametrize("language, tag", [("kaa", "kaa-Latn"), ("ru", "ru-Cyrl")])
def test_a_page_without_a_beginning_speaks_as_its_objects_do(language: str, tag: str) -> None:
    made = exploration(language)
    assert spoken(made) == language
    assert f'<html lang="{tag}">' in page(made)
    assert words.language() == "en"


def test_a_notebook_of_text_alone_speaks_the_language_in_use() -> None:
    with words.speaking("uz"):
        assert spoken(notebook(TITLE)) == "uz"
