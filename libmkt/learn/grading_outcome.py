"""What the cells that were run say about each exercise, and what went wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from libmkt.errors import N_, Message
from libmkt.learn import grading_cells as cells
from libmkt.learn.box import RECORD
from libmkt.learn.exercise import Lesson
from libmkt.learn.grading_book import CONCLUSION
from libmkt.learn.grading_marks import CELL_STOPPED, NOT_RUN, SILENT, Answer, Result
from libmkt.learn.grading_run import Executed, Limits

_REFUSED = "NotRightError"
_ENDED: Final = {
    "time": N_("Code cell {cell} did not come to an end and could not be interrupted; it was left "
               "out"),
    "memory": N_("Code cell {cell} needed more than {memory} megabytes of memory; it was left out"),
    "output": N_("Code cell {cell} shows too much; it was left out"),
    "died": N_("Code cell {cell} ended the whole notebook; it was left out"),
}  # fmt: skip
_STOPPED: Final = {
    "late": N_("Code cell {cell} was interrupted: it may compute for {seconds} seconds"),
    "output": N_("Code cell {cell} was stopped: it printed more than {characters} characters"),
}
_TRIED: Final = {
    "files": N_("Code cell {cell} tried to change files outside its folder ({what}); refused"),
    "network": N_("Code cell {cell} tried to use the network ({what}); refused"),
    "programs": N_("Code cell {cell} tried to start or end programs ({what}); refused"),
}


def outcome(
    result: Result, lesson: Lesson, notebook: Mapping[str, Any], done: Executed, limits: Limits
) -> None:
    """Put into `result` what became of each exercise, and what there is to tell of the run."""
    result.state = "marked"
    result.seconds = done.seconds
    stopped: dict[str, str] = {}  # the error of each answer's cell
    for i, cell in enumerate(notebook["cells"]):
        code = cells.checked(cell) if cells.is_check(cell) else ""
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if code:
            result.answers[code] = _because(_answer(done.replies.get(i)), stopped.get(code, ""))
        elif error := error_of(done.replies.get(i, {}).get("outputs", [])):
            stopped[name] = error
    for exercise in lesson.exercises:
        result.answers.setdefault(exercise.code, Answer(NOT_RUN))
    result.concluded = _concluded(notebook)
    result.problems += _run_problems(notebook, done, limits)
    silent = [code for code, one in result.answers.items() if one.code == SILENT]
    if silent:
        said = N_("Checks say nothing, so that no points were given: {cells}")
        result.doubts.append(Message(said, {"cells": ", ".join(silent)}))


def composed(notebook: Mapping[str, Any], done: Executed, result: Result) -> Any:
    """The notebook with its outputs, as nbgrader reads them: an error is no points."""
    from nbformat import from_dict

    made: Any = from_dict(notebook)  # type: ignore[no-untyped-call]
    for i, cell in enumerate(made.cells):
        if cell.cell_type != "code":
            continue
        reply = done.replies.get(i)
        outputs = list(reply["outputs"]) if reply else []
        code = cells.checked(cell) if cells.is_check(cell) else ""
        if code:
            outputs = _as_marked(outputs, result.answers[code])
        cell.outputs = from_dict(outputs)  # type: ignore[no-untyped-call]
        cell.execution_count = None
    return made


def error_of(outputs: Sequence[Mapping[str, Any]]) -> str:
    """The error among a cell's outputs, in Python's words; "" where there is none."""
    for output in outputs:
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}".rstrip(": ")[:300]
    return ""


def written_conclusion(notebook: Any) -> str:
    """The text of the conclusion in an executed notebook."""
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == CONCLUSION:
            return str(cell["source"]).strip()
    return ""


def _answer(reply: Mapping[str, Any] | None) -> Answer:
    """What a check said; the text of `NotRightError` begins with the outcome's code."""
    if reply is None:
        return Answer(NOT_RUN)
    shown = str(reply.get("answer", ""))
    for output in reply["outputs"]:
        if output["output_type"] == "error" and output["ename"] == _REFUSED:
            code, _colon, said = output["evalue"].partition(": ")
            return Answer(code, said, shown)
        if output["output_type"] == "error":
            late = "endless" if reply["late"] else NOT_RUN
            return Answer(late, "", shown)
        record = output.get("data", {}).get(RECORD)
        if isinstance(record, dict) and record.get("code") == "right":
            return Answer("right", "", shown)
    return Answer(SILENT, "", shown)


def _because(answer: Answer, error: str) -> Answer:
    """An answer that is not there, told by the error of its cell."""
    if error and answer.code in ("empty", "undefined"):
        return Answer(CELL_STOPPED, answer.said, error[:80])
    return answer


def _as_marked(outputs: list[dict[str, Any]], answer: Answer) -> list[dict[str, Any]]:
    """A check's outputs, so that nbgrader comes to what the answer is."""
    if answer.code == "right":  # a warning beside it is no mistake
        return [one for one in outputs if one["output_type"] == "display_data"]
    if any(one["output_type"] == "error" for one in outputs):
        return outputs
    error = {"output_type": "error", "ename": _REFUSED, "evalue": answer.code, "traceback": []}
    return [*outputs, error]


def _concluded(notebook: Mapping[str, Any]) -> bool:
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum

    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade_id") == CONCLUSION:
            made: Any = from_dict(cell)  # type: ignore[no-untyped-call]
            return bool(made.source.strip()) and compute_checksum(made) != mark.get("checksum")
    return False


def _run_problems(notebook: Mapping[str, Any], done: Executed, limits: Limits) -> Iterator[Message]:
    """Everything that kept cells from running as they should, in the order of cells."""
    code = [i for i, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    common = {
        "memory": limits.memory,
        "characters": limits.output,
        "seconds": f"{limits.cell:g}",
    }
    for number, i in enumerate(code, 1):
        fields = {"cell": number, **common}
        if i in done.ended:
            yield Message(_ENDED[done.ended[i]], fields)
        reply = done.replies.get(i, {})
        for name, template in _STOPPED.items():
            if reply.get(name):
                yield Message(template, fields)
        for refused in reply.get("refused", [])[:3]:
            kind, _space, what = str(refused).partition(" ")
            if kind in _TRIED:
                yield Message(_TRIED[kind], {"cell": number, "what": what})
    if done.unfinished == "time":
        said = N_("The notebook took longer than {seconds} seconds; the cells after that were not "
                  "run")  # fmt: skip
        yield Message(said, {"seconds": f"{limits.notebook:g}"})
    elif done.unfinished:
        yield Message(N_("The notebook was ended too often; the cells after that were not run"))
