"""The buttons of the contents page: make a report, explore, learn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from libmkt import words, workbench
from libmkt.errors import N_, LibmktError
from libmkt.lab import showing, source_text
from libmkt.lab.report_form import Told, form
from libmkt.learn import deliver
from libmkt.reporting import notebooks
from libmkt.words import _


class Start:
    """Three buttons and what they open; as text, what could be opened."""

    def __init__(self, root: Path, here: Path) -> None:
        self.root, self.here, self.language = root, here, words.language()
        self.reports = {name: notebooks.title(path) or name
                        for name, path in notebooks.reports(root).items()}  # fmt: skip
        self.explorations = explorations(root, self.language)
        self.lessons = {name: notebooks.title(path) or name
                        for name, path in deliver.notebooks(root).items()}  # fmt: skip

    def __str__(self) -> str:
        parts = [(_(N_("Make a report")), self.reports), (_(N_("Learn")), self.lessons)]
        lines = []
        for title, found in parts:
            lines += [title, *(f"  {name}  {told}" for name, told in found.items())]
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        try:
            shown = self.box()._repr_mimebundle_()
        except Exception:  # no front end to talk to: the text says it all
            return {"text/plain": str(self)}
        return {**shown, "text/plain": str(self)}

    def box(self) -> Any:
        """The widgets: a row of buttons, and the place where each opens what it stands for."""
        import ipywidgets as w

        place = w.VBox()

        def button(label: str, icon: str, style: str, opened: Any) -> Any:
            made = w.Button(description=label, icon=icon, button_style=style,
                            layout=w.Layout(width="auto"))  # fmt: skip

            def show(_button: Any) -> None:
                with words.speaking(self.language):
                    place.children = (opened(w),)

            made.on_click(show)
            return made

        row = w.HBox(
            [
                button(_(N_("Make a report")), "play", "primary", self._reports),
                button(_(N_("Explore")), "search", "", self._explore),
                button(_(N_("Learn")), "graduation-cap", "", self._learn),
            ]
        )
        return w.VBox([row, place])

    def _reports(self, w: Any) -> Any:
        """A report is chosen, and its form stands below."""
        options = [(f"{told} ({name})", name) for name, told in self.reports.items()]
        chosen = w.Dropdown(options=options, value=None, description=_(N_("Report")),
                            layout=w.Layout(width="min(100%, 46em)"))  # fmt: skip
        place = w.VBox()

        def show(change: Any) -> None:
            with words.speaking(self.language):
                made = form(change["new"])
                place.children = (
                    (w.HTML(str(made)),) if isinstance(made, Told) else (made.view.box,)
                )

        chosen.observe(show, "value")
        return w.VBox([chosen, place])

    def _explore(self, w: Any) -> Any:
        """Links to what can be opened and changed."""
        out = w.Output()
        links = [f"- [{told}]({showing.address(path, self.here)})"
                 for path, told in self.explorations.items()]  # fmt: skip
        out.outputs = (showing.markdown("\n".join(links)),)
        return out

    def _learn(self, w: Any) -> Any:
        """A button a lesson: it is written into the desk, and a link leads there."""
        if not self.lessons:
            return w.HTML(_(N_("There are no lessons here yet.")))
        out = w.Output()

        def button(name: str, told: str) -> Any:
            made = w.Button(description=f"{name}  {told}", layout=w.Layout(width="auto"))

            def opened(_button: Any) -> None:
                with words.speaking(self.language):
                    out.outputs = (lesson(name, self.root, self.here),)

            made.on_click(opened)
            return made

        return w.VBox([*(button(name, told) for name, told in self.lessons.items()), out])


def start() -> Start | Told:
    """The buttons with which one begins; a refusal says why there are none.

    >>> print(str(start()).splitlines()[0])
    Make a report
    """
    try:
        return Start(workbench.find_root(), Path.cwd())
    except LibmktError as error:
        return Told(error)


def explorations(root: Path, language: str) -> dict[Path, str]:
    """Notebooks to look around in, with their titles: copies of the desk, then one's own."""
    place = root / source_text.DESK / language
    found = [*place.glob("explore/*.ipynb"), *place.glob("reports/*.ipynb")]
    if not found:
        found = [*root.glob("notebooks/explore/*.ipynb"), *root.glob("notebooks/reports/*.ipynb")]
    return {path: notebooks.title(path) or path.stem for path in sorted(found)}


def lesson(name: str, root: Path, here: Path) -> showing.Output:
    """A link to a lesson on the desk; it is written there by its command if it is not yet."""
    path = source_text.lesson_copy(root, name)
    if not path.is_file():
        ran = subprocess.run(
            [sys.executable, "-m", "libmkt", "lesson", name, "--language", words.language(),
             "--to", str(path.parent)],
            cwd=root, capture_output=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        if ran.returncode:
            return showing.trouble(ran.stderr.strip())
    said = words.fill(_(N_("Open the lesson {name}")), name=name)
    return showing.markdown(f"[{said}]({showing.address(path, here)})")
