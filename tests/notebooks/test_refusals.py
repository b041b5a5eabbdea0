"""What a person gets wrong is one clear error, with its exit status, and no report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import report

HEAD = "region,year,users,visits,loans\n"
ROWS = "".join(
    f"{place},{year},100,1000,{2000 + year}\n"
    for place in ("Aqsaǵa", "Sarısaz")
    for year in range(2014, 2026)
)


def nothing_was_made(bench: Path) -> bool:
    return not list((bench / "reports").rglob("report.*"))


@pytest.mark.parametrize(
    "arguments, status, said",
    [
        (["dynamics", "--set", "mesure=loans"], 2, "did you mean measure?"),
        (["dynamics", "--set", "incomplete=perhaps"], 2, "incomplete"),
        (["peers", "--set", "k=many"], 2, "k"),
        (["monitoring", "--set", "period=2026-13"], 2, "2026-13"),
        (["dynamics", "--set", "counts=data/none.csv"], 3, "data/none.csv"),
        (["dynamcs"], 2, "did you mean dynamics?"),
    ],
)
def test_what_no_kernel_need_see_is_refused_before_one_starts(
    arguments: list[str], status: int, said: str, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(*arguments) == status
    shown = capsys.readouterr().err
    assert said in shown and "Traceback" not in shown
    assert not (bench / "reports").exists()


BROKEN = {  # name of the file -> what it holds, and what is said of it
    "empty": (b"", "empty.csv"),
    "encoding": ((HEAD + ROWS).encode("utf-16-le"), "encoding.csv"),
    "key": (re.sub("(?m)^[^,]*,", "", HEAD + ROWS).encode(), "key.csv"),
    "time": (re.sub("(?m)^([^,]*),[^,]*,", r"\1,", HEAD + ROWS).encode(), "time.csv"),
    "text": ((HEAD + ROWS).replace(",4020\n", ",many\n").encode(), "many"),
    "absent": ((HEAD + ROWS).replace("loans", "copies").encode(), "loans"),
}


def test_broken_figures_stop_their_report_with_one_error_and_nothing_is_published(
    bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = bench / "parameters/broken"
    runs.mkdir()
    for name, (content, _said) in BROKEN.items():
        (bench / "data" / f"{name}.csv").write_bytes(content)
        (runs / f"{name}.yml").write_text(
            f"report: dynamics\nlanguage: [en]\nset: {{counts: data/{name}.csv}}\n",
            encoding="utf-8",
        )
    assert report("parameters/broken") == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown and "Error:" not in shown
    for name, (_content, said) in BROKEN.items():
        assert said in shown
        folder = bench / f"reports/{name}/2025/en"
        assert {path.name for path in folder.iterdir()} == {"failure.html", "failed.ipynb"}
        page = (folder / "failure.html").read_text(encoding="utf-8")
        assert said in page and "Traceback" not in page
    assert nothing_was_made(bench)
