"""One run as it was written, checked and multiplied into jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libmkt import words, workbench, yamlfile
from libmkt.errors import N_, DataError, LibmktError, Message, Problem
from libmkt.reporting import changes, keys, matrix, notes, parameters, prepare, store
from libmkt.reporting.bench import Bench
from libmkt.reporting.notebooks import notebook_of, reports
from libmkt.reporting.runfile import Asked, Given, typed

Wrong = tuple[list["Job"], list[Problem], list[Problem]]


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
    subject: str = ""  # the period, or what the parameter marked key names
    branch: str = ""  # "" for a report that is not one of many branches'
    before: Path | None = None  # the report of the period before, where there is one
    asked: str = ""  # where it was asked for: a file and its row


def jobs(run: Asked, bench: Bench) -> Wrong:
    """The jobs of one run: a combination of its matrix and a language each.

    Returns
    -------
    (jobs, problems, missing)
        What can be made, what is wrong, and data that are not there.
    """
    notebook = notebook_of(run.content.report, bench.root)
    if notebook is None:
        return [], [_no_report(run, bench.root)], []
    declaration = bench.declared(notebook)
    try:
        overrides = {name: typed(text, f"--set {name}") for name, text in bench.overrides.items()}
    except DataError as error:
        return [], [Problem("--set", error.summary)], []
    # one value in place of an axis: `--set branch=X` makes that branch's report where it stands
    fixed = {name: [one] for name, one in overrides.items() if name in run.content.matrix}
    given = run.given | {name: one for name, one in overrides.items() if name not in fixed}
    if "language" in run.given or "language" in overrides:
        what = Message(N_("the language stands under language: or --language, not among values"))
        return [], [Problem((run.given | overrides)["language"].where, what)], []
    axes, problems, missing = matrix.axes(run, bench.root)
    axes |= fixed
    problems += _axis_problems(run, axes, declaration, given)
    if problems or missing:
        return [], problems, missing
    spoken = [str(one.value) for one in axes.pop("language", [])]
    try:
        parts = prepare.parts(run, given, axes, declaration, bench.root, bench.files, bench.split)
    except LibmktError as error:
        where = run.places.get("prepare", run.where)
        return [], [Problem(where, error.summary), *error.problems], []
    made: list[Job] = []
    for chosen in matrix.combinations(axes):
        some, wrong, absent = _combination(run, given, chosen, spoken, declaration, bench, parts)
        made += some
        problems += wrong
        missing += absent
    return made, problems, missing


def _no_report(run: Asked, root: Path) -> Problem:
    known = reports(root)
    meant = yamlfile.nearest(run.content.report, known)
    hint = (
        Message(N_("did you mean {meant}?"), {"meant": meant})
        if meant
        else Message(N_("known: {known}"), {"known": ", ".join(known)})
    )
    what = Message(N_("{report} is not a report"), {"report": run.content.report})
    return Problem(run.places.get("report", run.where), what, hint)


def _axis_problems(
    run: Asked,
    axes: Mapping[str, list[Given]],
    declaration: parameters.Declaration,
    given: Mapping[str, Given],
) -> list[Problem]:
    """Axes that stand in `set` too, that no parameter takes, or that speak no language."""
    by = run.content.prepare.by if run.content.prepare else None
    problems = []
    for name, values in axes.items():
        where = run.places[name]
        if name in given or (name == "language" and run.content.language):
            what = Message(N_("{name} stands in the matrix and beside it"), {"name": name})
            problems.append(Problem(where, what))
        if name == "language":
            expected = Message(N_("expected one of {known}"), {"known": ", ".join(words.LANGUAGES)})
            problems += [
                Problem(v.where, expected, Message(N_("found: {value}"), {"value": v.value}))
                for v in values
                if v.value not in words.LANGUAGES
            ]
        elif name not in declaration.names and name != by:
            known = ", ".join(declaration.names)
            what = Message(
                N_("{name} is no parameter of {report}"),
                {"name": name, "report": run.content.report},
            )
            problems.append(Problem(where, what, Message(N_("known: {known}"), {"known": known})))
    return problems


def _combination(
    run: Asked,
    given: Mapping[str, Given],
    chosen: Mapping[str, Given],
    spoken: list[str],
    declaration: parameters.Declaration,
    bench: Bench,
    parts: prepare.Parts | None,
) -> Wrong:
    """The jobs of one combination of the matrix, one a language."""
    values, problems, missing = _values(run, {**given, **chosen}, declaration, bench)
    if problems or missing:
        return [], problems, missing
    inputs = _inputs(chosen, values, declaration, bench, parts)
    if isinstance(inputs, Problem):
        return [], [inputs], []
    library = workbench.library(bench.root)
    languages = bench.languages or spoken or run.content.language or [library.language]
    formats = bench.formats or tuple(run.content.to) or tuple(library.formats)
    branch = _branch(declaration, values, chosen)
    names = [run.name, _subject(declaration, values), *([branch] if branch else [])]
    places = [store.safe_name(name) for name in names]
    made = []
    for language in dict.fromkeys(languages):
        own = {"language": language} if "language" in declaration.names else {}
        said = notes.note(bench.root.joinpath("parameters", "notes", *places, f"{language}.md"))
        folder = bench.root.joinpath("reports", *places, language)
        before = changes.before(folder, bench.root)
        basis = bench.basis(declaration.notebook)
        key = keys.run_key(basis, inputs.keyed | own, inputs.depends, language)
        made.append(
            Job(
                run=run.name,
                report=run.content.report,
                notebook=declaration.notebook,
                values=inputs.values | own,
                language=language,
                formats=formats,
                folder=folder,
                data=inputs.data,
                note=said,
                run_key=key,
                page_key=keys.page_key(key, bench.look, said, formats, bench.compared(before)),
                subject=_subject(declaration, values),
                branch=branch,
                before=before,
                asked=next((one.where for one in chosen.values()), run.where),
            )
        )
    return made, [], []


def _values(
    run: Asked, given: Mapping[str, Given], declaration: parameters.Declaration, bench: Bench
) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """The parameters of one combination, checked and completed."""
    own = {
        name: _as_declared(name, one, declaration)
        for name, one in given.items()
        # what the data are split by need not be a parameter: the part holds nothing else
        if name in declaration.names or not _splits(run, name)
    }
    return parameters.resolved(
        declaration,
        {name: one.value for name, one in own.items()},
        as_of=bench.as_of,
        root=bench.root,
        texts={name: one.text for name, one in own.items() if one.text is not None},
        where=run.where,
        lines={name: one.where for name, one in own.items()},
        files=bench.files,
    )


def _splits(run: Asked, name: str) -> bool:
    return run.content.prepare is not None and name == run.content.prepare.by


@dataclass(frozen=True)
class _Inputs:
    """What one combination reads."""

    values: dict[str, Any]  # as the notebook gets them
    keyed: dict[str, Any]  # as the run key takes them: a part by the source it is of
    data: dict[str, str]  # file as shown -> sha256
    depends: dict[str, str]  # the same as the run key takes it


def _inputs(
    chosen: Mapping[str, Given],
    values: dict[str, Any],
    declaration: parameters.Declaration,
    bench: Bench,
    parts: prepare.Parts | None,
) -> _Inputs | Problem:
    """The data of one combination; of split data its part alone, or why there is none.

    The key holds what a part says and not where it lies, so that a month in which only
    one branch's figures were mended makes one report again.
    """
    data = _data(declaration, values, bench, parts)
    if parts is None:
        return _Inputs(values, values, data, data)
    part = prepare.part(parts, chosen, values)
    if isinstance(part, Problem):
        return part
    return _Inputs(
        {**values, parts.parameter: part.path},
        {**values, parts.parameter: parts.source},
        {**data, **part.data, **parts.originals},
        {**data, **part.content},
    )


def _as_declared(name: str, one: Given, declaration: parameters.Declaration) -> Given:
    """A table's cell is text: where the parameter is not, it is taken as YAML would."""
    if not isinstance(one.value, str) or one.text is None:
        return one
    kind = next((p.type for p in declaration.parameters if p.name == name), None)
    if kind is None or kind in parameters.TEXTS:
        return one
    try:
        return typed(one.text, one.where)
    except DataError:
        return one  # the parameter's own check says what is wrong


def _subject(declaration: parameters.Declaration, values: Mapping[str, Any]) -> str:
    subject = declaration.subject
    return str(values[subject.name]) if subject else "all"


def _branch(
    declaration: parameters.Declaration, values: Mapping[str, Any], chosen: Mapping[str, Given]
) -> str:
    """What parts this report from others of its run and subject."""
    subject = declaration.subject.name if declaration.subject else ""
    parted = {name: _text(one) for name, one in chosen.items() if name != subject}
    if values.get("branch"):
        parted["branch"] = str(values["branch"])
    return " · ".join(text for text in parted.values() if text)


def _text(one: Given) -> str:
    return str(one.value) if one.text is None else one.text


def _data(
    declaration: parameters.Declaration,
    values: Mapping[str, Any],
    bench: Bench,
    parts: prepare.Parts | None,
) -> dict[str, str]:
    """Hash of each data file that the parameters name, with the descriptions beside it."""
    found: dict[str, str] = {}
    for parameter in declaration.parameters:
        value = values[parameter.name]
        prepared = parts is not None and parameter.name == parts.parameter
        if not parameter.data or value in (None, "", []) or prepared:
            continue
        for source in value if isinstance(value, list) else [value]:
            for path in bench.files(source):
                found |= bench.hashes(path)
    return found
