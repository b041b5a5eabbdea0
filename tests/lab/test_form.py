"""A report's form: made from its cell, checked as the runner checks, run without the notebook."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from libmkt import lab, words
from libmkt.lab import fields, running
from libmkt.lab.report_form import Form, Told
from libmkt.reporting import parameters, plan


def form(report: str = "small", **given: Any) -> Form:
    made = lab.form(report, **given)
    assert isinstance(made, Form), str(made)
    return made


def kinds(made: Form) -> dict[str, str]:
    return {field.name: field.kind for field in made.fields}


def test_each_type_of_the_cell_is_asked_for_in_its_own_way(bench: Path) -> None:
    made = form()
    assert kinds(made) == {
        "period": "period", "source": "source", "least": "whole", "order": "choice",
        "names": "names", "share": "number", "told": "flag",
    }  # fmt: skip
    shown = {name: type(entry).__name__ for name, entry in made.view.inputs.items()}
    assert shown == {
        "period": "Combobox", "source": "Combobox", "least": "Text", "order": "Dropdown",
        "names": "Text", "share": "Text", "told": "Checkbox",
    }  # fmt: skip
    assert made.view.inputs["order"].options == ("up", "down")
    assert "region_monthly" in made.view.inputs["source"].options


@pytest.mark.parametrize("report", ["dynamics", "monitoring", "needs", "peers", "poll"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_shipped_reports_begin_without_mistakes_in_every_language(
    report: str, language: str, bench: Path
) -> None:
    with words.speaking(language):
        made = form(report)
        assert made.mistakes == {} and made.values == {}
        labels = {field.name: field.label for field in made.fields}
        helps = {p.name: p.help for p in made.declaration.parameters}
        assert all(labels.values()) and "language" not in labels
        if language != "en":
            assert not [n for n, label in labels.items() if label.lower() == helps[n].lower()]


def test_periods_and_places_that_are_offered_are_those_of_the_data(bench: Path) -> None:
    made = form("monitoring")
    periods = made.view.inputs["period"].options
    assert periods[:2] == ("2026-09", "2026-08") and {"2026-Q3", "2026"} <= set(periods)
    made.view.inputs["counts"].value = "region_yearly"
    assert made.view.inputs["period"].options[:2] == ("2025", "2024")
    assert "Kókótkel" in form("peers").view.inputs["library"].options


def test_all_mistakes_stand_beside_their_fields_as_the_runner_tells_them(bench: Path) -> None:
    made = form()
    view = made.view
    with words.speaking("ru"):  # the form speaks the language that it was made in
        view.inputs["period"].value = "2026-13"
        view.inputs["source"].value = "nowhere.csv"
        view.inputs["least"].value = "many"
    shown = {name: box.value for name, box in view.wrong.items() if box.value}
    assert set(shown) == {"period", "source", "least"}
    assert "there is no such month" in shown["period"] and 'role="alert"' in shown["period"]
    given = {"period": "2026-13"}
    _values, [problem], _missing = parameters.resolved(
        made.declaration, given, as_of=made_as_of(), root=bench
    )
    assert words.translate(problem.what) in shown["period"]
    assert "nowhere.csv" in shown["source"] and "many" in shown["least"]
    assert view.wrong["order"].value == "" and view.wrong["order"].layout.display == "none"
    assert view.run() is None and "3 fields" in view.status.value
    view.inputs["period"].value = "2025"
    assert view.wrong["period"].value == ""


def made_as_of() -> Any:
    import datetime as dt

    return dt.date(2026, 11, 23)


def test_what_is_typed_becomes_the_value_that_is_meant(bench: Path) -> None:
    made = form()
    view = made.view
    view.inputs["names"].value = 'Aqsaǵa, "Sarısaz, jańa"'
    view.inputs["share"].value = "0,25"
    view.inputs["least"].value = "12"
    view.inputs["told"].value = False
    assert made.values == {
        "least": 12, "names": ["Aqsaǵa", "Sarısaz, jańa"], "share": 0.25, "told": False,
    }  # fmt: skip
    assert made.mistakes == {}


def test_the_command_shown_asks_for_the_same_as_the_form(bench: Path) -> None:
    """Each value goes through the command line and comes back as it was."""
    made = form(period="no", names=["2026", "no", "a: b", "a,b"], least=3)
    made.enter("period", "2024")
    given = made.arguments
    overrides = dict(w.split("=", 1) for w in given if "=" in w)
    [job] = plan.plan(["small"], root=bench, as_of=made_as_of(), overrides=overrides).jobs
    assert {name: job.values[name] for name in made.values} == made.values
    assert made.command.startswith("libmkt report small --set ")


def test_a_report_that_is_none_and_a_parameter_that_is_none_are_told(bench: Path) -> None:
    for made, word in ((lab.form("smal"), "known:"), (lab.form("small", x=1), "no parameter")):
        assert isinstance(made, Told) and word in str(made)
        shown = made._repr_mimebundle_()
        assert 'role="alert"' in shown["text/html"] and "Traceback" not in shown["text/plain"]


def test_without_a_front_end_the_form_says_itself_as_text(
    bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ipywidgets

    def fails(*_given: Any, **_options: Any) -> None:
        raise RuntimeError("no comm")

    monkeypatch.setattr(ipywidgets.VBox, "_repr_mimebundle_", fails)
    shown = form()._repr_mimebundle_()
    assert list(shown) == ["text/plain"]
    assert "how the branches stand" in shown["text/plain"].lower()
    assert "libmkt report small" in shown["text/plain"]


def done(view: Any, seconds: float = 60) -> str:
    thread = view.run()
    assert thread is not None
    thread.join(seconds)
    assert not thread.is_alive()
    return str([out["data"] for out in view.out.outputs])


def test_a_run_shows_links_files_and_the_page_itself(bench: Path) -> None:
    made = form()
    made.view.formats["docx"].value = True
    made.view.language.value = "kaa"
    shown = done(made.view)
    folder = bench / "reports/small/2025/kaa"
    assert (folder / "report.html").is_file() and (folder / "report.docx").is_file()
    assert "(reports/small/2025/kaa/report.html)" in shown  # from the notebook's folder: here
    assert 'download="report.docx"' in shown and "srcdoc=" in shown and "sandbox" in shown
    assert "The report is made." in shown
    assert "nothing has changed" in done(made.view)
    assert running.usual_seconds("small", bench)


def test_a_run_that_fails_shows_its_message_and_no_trace(bench: Path) -> None:
    made = form(source="data/demo/plan/2026.csv")  # a table without loans by branch
    shown = done(made.view)
    assert 'role="alert"' in shown and "Traceback" not in shown
    assert "KeyError" in shown or "stopped" in shown
    assert not (bench / "reports/small/2025/en/report.html").exists()
    assert made.view.button.disabled is False and made.view.stop.disabled is True


def test_a_run_that_is_stopped_leaves_nothing_half_made(bench: Path) -> None:
    view = form().view
    thread = view.run()
    assert thread is not None and view.run() is None  # one at a time
    time.sleep(0.5)
    view.cancel()
    thread.join(30)
    assert not thread.is_alive()
    found = list((bench / "reports").rglob("executed.ipynb"))
    assert ("Stopped" in str(view.out.outputs)) or found  # where it came too late, all is there
    for made in found:
        assert {"manifest.json", "report.html"} <= {path.name for path in made.parent.iterdir()}


def test_the_first_source_of_a_report_is_the_one_it_is_about(bench: Path) -> None:
    main = fields.main_source(form("monitoring").declaration)
    assert main is not None and main.name == "counts"
    assert fields.choices_of("nowhere", bench) == fields.Choices()
