"""The glossary of the domain, where it is at hand."""

import csv
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def glossary() -> dict[str, dict[str, str]]:
    """English term -> row of glossary.csv (kaa, uz, ru, kaa_mark, uz_mark)."""
    for place in (os.environ.get("LIBMKT_DOMAIN"), ROOT.parent / "shared" / "domain"):
        if place and (Path(place) / "glossary.csv").is_file():
            with (Path(place) / "glossary.csv").open(encoding="utf-8", newline="") as file:
                return {row["en"]: row for row in csv.DictReader(file)}
    pytest.skip("the glossary is not here")
