"""Lint, format and types, so that one command says all that is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "types": ["mypy"],
    "lint": ["ruff", "check", "--output-format=concise", "libmkt", "tests", "benchmarks"],
    "format": [
        "ruff",
        "format",
        "--check",
        "--output-format=concise",
        "libmkt",
        "tests",
        "benchmarks",
    ],
}


@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_found_wrong_by_the_check_of(check: str) -> None:
    command = [sys.executable, "-m", *CHECKS[check]]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
