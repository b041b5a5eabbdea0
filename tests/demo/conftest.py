"""The demo files as tables, and what was put into them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from libmkt import yamlfile
from tests.conftest import ROOT

DEMO = ROOT / "data" / "demo"


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    return dict(yamlfile.read(DEMO / "TRUTH.yml").data["facts"])


@pytest.fixture(scope="session")
def yearly() -> pd.DataFrame:
    return pd.read_csv(DEMO / "region" / "yearly.csv")


@pytest.fixture(scope="session")
def monthly() -> pd.DataFrame:
    """As the files have it, the wrong row included."""
    files = sorted((DEMO / "region" / "monthly").glob("*.csv"))
    return pd.concat([pd.read_csv(file) for file in files], ignore_index=True)


@pytest.fixture(scope="session")
def city() -> pd.DataFrame:
    return pd.read_csv(DEMO / "city" / "monthly.csv")


@pytest.fixture(scope="session")
def stock() -> pd.DataFrame:
    return pd.read_csv(DEMO / "city" / "stock.csv")
