"""The SMU survey as needs take it, for all tests that want real answers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def smu(shared_data: Path) -> pd.DataFrame:
    """2,639 answers to 26 items of importance and performance, 1 to 7."""
    file = shared_data / "smu-library-survey-2018" / "Raw Data LSR.csv"
    return pd.read_csv(file, encoding="cp1252")


@pytest.fixture(scope="session")
def smu_items() -> dict[str, tuple[str, str]]:
    return {str(i): (f"I{i:02d}", f"P{i:02d}") for i in range(1, 27)}
