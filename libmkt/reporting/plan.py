"""From what was asked to a list of checked jobs, before any kernel starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from libmkt import workbench, yamlfile
from libmkt.errors import (
    N_,
    DataError,
    LibmktError,
    Message,
    MissingError,
    ParameterError,
    Problem,
)
from libmkt.library import Format, Language
from libmkt.reporting import notes, parameters, store
from libmkt.reporting.keys import page_key, run_key
from libmkt.reporting.session import sha256_file

FORMATS: tuple[str, ...] = get_args(Format)


class RunFile(BaseModel):
    """A parameters file: which report, in which languages and formats, from which data."""

    model_config = ConfigDict(extra="forbid")
    report: str
    language: list[Language] = []
    to: list[Format] = []
    needs: list[str] = Field(default=[], description="folders without which it is skipped")
    set: dict[str, Any] = {}

    @field_validator("language", "to", "needs", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Job:
    """One report to make, everything about it checked."""

    run: str
    report: str
    notebook: Path
    values: dict[str, Any]  # plain literals for papermill, language included
    language: str
    formats: tuple[str, ...]
    folder: Path  # where it will stand
    data: dict[str, str]  # data file as shown -> sha256
    note: dict[str, Any] | None
    run_key: str
    page_key: str


@dataclass(frozen=True)
class Skipped:
    """A run that was left out because its data are not here."""

    run: str
    needs: str


@dataclass(frozen=True)
class Plan:
    """What a call comes to."""

    jobs: tuple[Job, ...]
    skipped: tuple[Skipped, ...] = field(default=())


@dataclass(frozen=True)
class _Asked:
    """One run as written: its name, file and values, not yet checked."""

    name: str
    content: RunFile
    found: yamlfile.YamlFile | None = None


def plan(
    what: Sequence[str],
    *,
    root: Path,
    as_of: dt.date,
    overrides: Mapping[str, str] | None = None,
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> Plan:
    """Check all that was asked and make the list of jobs.

    Parameters
    ----------
    what
        Report names, parameters files, or folders of them.
    overrides
        Values given on the command line; they win over a file.
    languages, formats
        Win over the file's and the library's; empty leaves those.

    Raises
    ------
    MissingError
        Data or a file that was named are not there, and nothing else is wrong.
    ParameterError
        Anything else; every problem of every job is listed.
    """
    asked, skipped, problems, missing = _asked(what, root)
    jobs: list[Job] = []
    for run in asked:
        made, wrong, absent = _jobs(run, root, as_of, overrides or {}, languages, formats)
        jobs += made
        problems += wrong
        missing += absent
    places: dict[Path, str] = {}
    for job in jobs:
        if job.folder in places:
            what_ = Message(
                N_("writes into the same folder as {other}"), {"other": places[job.folder]}
            )
            problems.append(Problem(job.run, what_))
        places[job.folder] = job.run
    if problems:
        raise ParameterError(Message(N_("Nothing was run")), [*problems, *missing])
    if missing:
        raise MissingError(
            Message(N_("Nothing was run")),
            missing,
            [Message(N_("Real open data can be fetched: libmkt data list"))],
        )
    return Plan(tuple(jobs), tuple(skipped))


def notebook_of(report: str, root: Path) -> Path | None:
    """The notebook of a report: the workbench's own wins over the shipped one."""
    for folder in (root / "notebooks" / "reports", shipped() / "notebooks" / "reports"):
        if (path := folder / f"{report}.ipynb").is_file():
            return path
    return None


def reports(root: Path) -> dict[str, Path]:
    """All reports by name, one's own before the shipped."""
    found: dict[str, Path] = {}
    for folder in (shipped() / "notebooks" / "reports", root / "notebooks" / "reports"):
        found |= {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    return dict(sorted(found.items()))


def shipped() -> Path:
    """Where the shipped notebooks lie: in a checkout its root, in a wheel `_workbench`."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_workbench"
    return inside if inside.is_dir() else package.parent


def _asked(
    what: Sequence[str], root: Path
) -> tuple[list[_Asked], list[Skipped], list[Problem], list[Problem]]:
    asked: list[_Asked] = []
    skipped: list[Skipped] = []
    problems: list[Problem] = []
    missing: list[Problem] = []
    for name in what:
        path = _place(name, root)
        if path is None and not name.endswith((".yml", ".yaml")) and "/" not in name:
            asked.append(_Asked(name, RunFile(report=name)))
            continue
        if path is None:
            missing.append(Problem(name, Message(N_("is not there"))))
            continue
        files = [path] if path.is_file() else sorted(path.glob("*.yml"))
        for file in files:
            if file.name == "library.yml":
                continue
            try:
                found = yamlfile.read(file)
                content = yamlfile.checked(found, RunFile)
            except (DataError, MissingError) as error:
                problems += [
                    Problem(f"{file.name} {p.where}", p.what, p.found) for p in error.problems
                ]
                continue
            lacking = [n for n in content.needs if not _is_here(n, root)]
            if lacking and path.is_dir():
                skipped.append(Skipped(file.stem, ", ".join(lacking)))
            elif lacking:
                for n in lacking:
                    missing.append(Problem(f"{file.name} needs", _absent(n)))
            else:
                asked.append(_Asked(file.stem, content, found))
        if not files:
            missing.append(Problem(name, Message(N_("the folder holds no parameters file"))))
    return asked, skipped, problems, missing


def _absent(path: str) -> Message:
    return Message(N_("there is no file or folder {path}"), {"path": path})


def _place(name: str, root: Path) -> Path | None:
    """A parameters file or folder, from here, from the root, or from parameters/."""
    for place in (Path(name), root / name, root / "parameters" / name):
        if place.exists() and (place.is_dir() or place.suffix in (".yml", ".yaml")):
            return place.resolve()
    return None


def _is_here(path: str, root: Path) -> bool:
    try:
        workbench.resolve(path, root)
    except LibmktError:
        return False
    return True


def _jobs(
    run: _Asked,
    root: Path,
    as_of: dt.date,
    overrides: Mapping[str, str],
    languages: Sequence[str],
    formats: Sequence[str],
) -> tuple[list[Job], list[Problem], list[Problem]]:
    where = run.found.path.name if run.found else run.name
    notebook = notebook_of(run.content.report, root)
    if notebook is None:
        known = reports(root)
        meant = yamlfile.nearest(run.content.report, known)
        hint = (
            Message(N_("did you mean {meant}?"), {"meant": meant})
            if meant
            else Message(N_("known: {known}"), {"known": ", ".join(known)})
        )
        what = Message(N_("{report} is not a report"), {"report": run.content.report})
        return [], [Problem(where, what, hint)], []
    declaration = parameters.declared(notebook)
    given, texts, lines = _given(run, overrides, where)
    if "language" in given:
        what = Message(N_("the language stands under language: or --language, not among values"))
        return [], [Problem(lines["language"], what)], []
    values, problems, missing = parameters.resolved(
        declaration, given, as_of=as_of, root=root, texts=texts, where=where, lines=lines
    )
    if problems or missing:
        return [], problems, missing
    library = workbench.library(root)
    spoken = list(languages) or list(run.content.language) or [library.language]
    written = tuple(formats) or tuple(run.content.to) or tuple(library.formats)
    jobs = []
    for language in dict.fromkeys(spoken):
        own = {**values, **({"language": language} if "language" in declaration.names else {})}
        subject = declaration.subject
        parts = [run.name, str(own[subject.name]) if subject else "all"]
        parts += [str(own["branch"])] if own.get("branch") else []
        folders = [store.safe_name(part) for part in parts]
        said = notes.note(root.joinpath("parameters", "notes", *folders, f"{language}.md"))
        data = _data(declaration, own, root)
        key = run_key(notebook, own, data, language, root)
        jobs.append(
            Job(
                run=run.name,
                report=run.content.report,
                notebook=notebook,
                values=own,
                language=language,
                formats=written,
                folder=root.joinpath("reports", *folders, language),
                data=data,
                note=said,
                run_key=key,
                page_key=page_key(key, root, said, written),
            )
        )
    return jobs, [], []


def _given(
    run: _Asked, overrides: Mapping[str, str], where: str
) -> tuple[dict[str, Any], dict[str, str], dict[str, str]]:
    """Values, how each was written, and where, from the file and from the command line."""
    given, texts, lines = dict(run.content.set), {}, {}
    if run.found is not None:
        for name in given:
            lines[name] = f"{where} line {run.found.line('set', name)}"
            if ("set", name) in run.found.texts:
                texts[name] = run.found.texts["set", name]
    for name, text in overrides.items():
        parsed = yamlfile.parse(f"value: {text}" if text else "value: ''", Path("--set"))
        given[name], texts[name], lines[name] = parsed.data["value"], text, f"--set {name}"
    return given, texts, lines


def _data(
    declaration: parameters.Declaration, values: Mapping[str, Any], root: Path
) -> dict[str, str]:
    """Hash of each data file that the parameters name, with the descriptions beside it."""
    found: dict[str, str] = {}
    for parameter in declaration.parameters:
        value = values[parameter.name]
        if not parameter.data or value in (None, "", []):
            continue
        for source in value if isinstance(value, list) else [value]:
            for path in workbench.files(source, root):
                for file in (path, *_beside(path)):
                    stat = file.stat()
                    name = workbench.shown(file, root)
                    found[name] = _hash(file, stat.st_mtime_ns, stat.st_size)
    return found


def _beside(path: Path) -> list[Path]:
    """Files that say how `path` is read: its source descriptions and its codebook."""
    names = (f"{path.name}.source.yml", "source.yml", f"{path.stem}.codebook.json")
    return [path.with_name(name) for name in names if path.with_name(name).is_file()]


@lru_cache(maxsize=10_000)
def _hash(path: Path, _changed: int, _size: int) -> str:
    return sha256_file(path)
