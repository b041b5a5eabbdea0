"""The command line as a whole: help, language, refusals, consoles, exit status."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from libmkt import cli, words
from libmkt.cli import console
from libmkt.errors import DataError, MissingError, ParameterError, ReportError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "en")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A command of the test's own, in the place of doctor."""
    module = ModuleType("libmkt.cli.doctor")
    module.configure = lambda parser: parser.add_argument("--language")  # type: ignore[attr-defined]
    module.run = lambda args: 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "libmkt.cli.doctor", module)
    return module


def raising(error: BaseException) -> object:
    def run(args: argparse.Namespace) -> int:
        raise error

    return run


def test_help_lists_the_commands_that_are_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n  {name} " in said for name in cli.available())
    assert "exit status: 0" in said


def test_a_command_that_is_not_built_yet_is_neither_shown_nor_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(cli.COMMANDS, "teleport", "not there")
    assert "teleport" not in cli.available()
    assert cli.main(["teleport"]) == 2
    assert "teleport is not a command" in capsys.readouterr().err


def test_every_command_has_a_summary() -> None:
    helpers = {
        *("__init__", "arguments", "check_survey", "console", "coverage", "downloads"),
        *("init_files", "installer", "lockfile", "progress", "setup", "survey_files"),
        *("survey_forms", "survey_sample", "wheels"),
    }
    modules = {path.stem for path in Path(cli.__file__).parent.glob("*.py")}
    assert {m for m in modules - helpers if not m.startswith("_")} <= set(cli.COMMANDS)


@pytest.mark.parametrize("name", cli.available())
def test_a_command_explains_itself_and_has_the_two_functions(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([name, "--help"]) == 0
    assert f"libmkt {name}" in capsys.readouterr().out


def test_without_a_command_the_help_is_shown_and_nothing_ran(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main([]) == 2
    assert "usage: libmkt COMMAND" in capsys.readouterr().out


def test_a_misspelt_command_gets_the_one_that_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docter"]) == 2
    assert "did you mean doctor?" in capsys.readouterr().err


def test_a_misspelt_option_gets_the_one_that_was_meant(
    command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--langauge", "kaa"]) == 2
    said = capsys.readouterr().err
    assert "does not know --langauge" in said and "did you mean --language?" in said


def test_an_option_without_its_value_is_refused(
    command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--language"]) == 2
    assert "libmkt doctor: --language needs a value" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given, told",
    [
        ([], "missing: FILE"),
        (["x", "--jobs", "many"], "--jobs: many does not fit"),
        (["x", "--to", "odt"], "--to: odt is not one of html, pdf"),
    ],
)
def test_arguments_that_do_not_fit_are_told_in_plain_words(
    given: list[str], told: str, command: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    def configure(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--jobs", type=int)
        parser.add_argument("--to", choices=["html", "pdf"])

    command.configure = configure  # type: ignore[attr-defined]
    assert cli.main(["doctor", *given]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "error, status",
    [
        (ParameterError("unknown"), 2),
        (DataError("broken"), 2),
        (MissingError("gone"), 3),
        (ReportError("stopped"), 1),
        (PermissionError(13, "Permission denied", "reports"), 1),
        (KeyboardInterrupt(), 130),
        (SystemExit(4), 4),
        (BrokenPipeError(), 0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_becomes_a_line_and_its_exit_status(
    error: BaseException,
    status: int,
    command: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "_quiet_output", lambda: None)  # it would close pytest's own
    command.run = raising(error)  # type: ignore[attr-defined]
    assert cli.main(["doctor"]) == status
    assert "Traceback" not in capfd.readouterr().err


def test_an_error_is_told_in_the_language_in_use(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "ru")
    seen: list[str] = []
    command.run = lambda args: seen.append(words.language())  # type: ignore[attr-defined]
    assert cli.main(["doctor"]) == 0
    assert seen == ["ru"]


def test_an_unknown_language_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIBMKT_LANGUAGE", "de")
    assert cli.main(["doctor"]) == 2
    assert "de is not a language of libmkt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "written, locale, expected",
    [
        ("language: uz", "ru_RU.UTF-8", "uz"),
        ('language: "kaa"  # ours', "C", "kaa"),
        ("name: X", "ru_RU.UTF-8", "ru"),
        ("name: X", "C", "en"),
        ("language: [", "de_DE.UTF-8", "en"),
    ],
)
def test_the_language_is_the_workbenchs_else_the_machines(
    written: str, locale: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters/library.yml").write_text(f"{written}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("LIBMKT_LANGUAGE", "LIBMKT_ROOT", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert console.interface_language() == expected


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "ascii"])
def test_a_console_that_lacks_letters_shows_plain_ones(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", terminal)
    console.calm_streams()
    print("Ámiwdárya, Nókis: kitapxanaǵa qatnaw – ıńǵaylı №\u00a07", end="", flush=True)
    said = terminal.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert said.startswith("Amiwdarya, Nokis: kitapxanaga qatnaw ")
    assert "ingayli" in said and said.endswith("7")


def test_a_letter_with_no_plain_form_becomes_a_question_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    console.calm_streams()
    print("Нөкис", end="", flush=True)
    assert terminal.buffer.getvalue() == b"?????"  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error on Windows")
def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    code = (
        "import sys, libmkt.cli as c; sys.modules['libmkt.cli.doctor'] = m = type(sys)('m');"
        "m.configure = lambda p: None; m.run = lambda a: print('line\\n' * 200000);"
        "sys.exit(c.main(['doctor']))"
    )
    shell = f'"{sys.executable}" -c "{code}" | head -n 1'
    ran = subprocess.run(["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("line\n", "")
