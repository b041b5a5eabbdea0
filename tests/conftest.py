"""What the tests share: where the real data are, and a language that does not leak."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def root() -> Path:
    """The workbench root: this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data, beside the checkout or named by LIBMKT_DATA."""
    for place in (os.environ.get("LIBMKT_DATA"), ROOT.parent / "shared" / "data"):
        if place and Path(place).is_dir():
            return Path(place)
    pytest.skip("the real data are not here: fetch them with libmkt data get")


class English:
    """Every test speaks English, whatever a test or a fixture before it has spoken.

    A fixture of this file would not reach the examples in libmkt/, nor wrap what is made once
    for a whole run.
    """

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        from libmkt import words

        with words.speaking("en"):
            return (yield)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(English())
