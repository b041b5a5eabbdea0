"""The widgets of a report's form: fields, what is wrong beside them, a run and its progress."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from libmkt import words
from libmkt.errors import N_
from libmkt.lab import fields as asking
from libmkt.lab import running, showing
from libmkt.lab.fields import Field
from libmkt.reporting import plan
from libmkt.reporting.document import escape
from libmkt.words import _

if TYPE_CHECKING:
    import ipywidgets

    from libmkt.lab.report_form import Form

TICK = 0.5  # seconds between two looks at a run
STYLE = """<style>
.libmkt-form .widget-label { white-space: normal; line-height: 1.25; height: auto; }
.libmkt-form .libmkt-field > .widget-inline-hbox { width: 100%; height: auto; min-height: 32px; }
.libmkt-form .libmkt-wrong { color: var(--jp-error-color1, #b00020); margin-left: 19em; }
.libmkt-form select, .libmkt-form input[type=text] { min-height: 28px; }
.libmkt-form .libmkt-label { display: flex; justify-content: flex-end; }
.libmkt-form code { user-select: all; white-space: pre-wrap; }
</style>"""


class View:
    """The widgets of a form and what happens when they are used."""

    def __init__(self, form: Form) -> None:
        import ipywidgets as w

        self.form = form
        self._run: running.Run | None = None
        self.inputs = {field.name: _input(field, form.typed[field.name]) for field in form.fields}
        self.wrong = {name: _message(w) for name in self.inputs}
        self.language = w.Dropdown(
            options=[(words.OWN_NAMES[code], code) for code in words.LANGUAGES],
            value=form.languages[0],
            **_labelled(_(N_("Language of the report"))),
        )
        self.formats = {
            name: w.Checkbox(value=name in form.formats, description=name, indent=False,
                             layout=w.Layout(width="6em"))
            for name in plan.FORMATS
        }  # fmt: skip
        self.button = w.Button(description=_(N_("Make the report")), button_style="primary",
                               icon="play", layout=w.Layout(width="auto"))  # fmt: skip
        self.stop = w.Button(description=_(N_("Stop")), icon="stop", disabled=True,
                             layout=w.Layout(width="auto"))  # fmt: skip
        self.bar = w.FloatProgress(min=0, max=1, value=0, layout=w.Layout(width="14em"))
        self.status, self.told, self.out = w.HTML(), w.HTML(), w.Output()
        self.box = self._boxed(w)
        self._listen()
        self.refresh()

    def _boxed(self, w: Any) -> ipywidgets.VBox:
        rows = []
        for name, entry in self.inputs.items():
            row = w.VBox([entry, self.wrong[name]])
            row.add_class("libmkt-field")
            rows.append(row)
        label = w.Label(_(N_("Formats")), layout=w.Layout(width="18em"))
        label.add_class("libmkt-label")
        formats = w.HBox([label, *self.formats.values()])
        actions = w.HBox([self.button, self.stop, self.bar, self.status])
        self.bar.layout.visibility = "hidden"
        head = w.HTML(f"{STYLE}<h3>{escape(self.form.title)}</h3>")
        box = w.VBox([head, *rows, self.language, formats, actions, self.told, self.out])
        box.add_class("libmkt-form")
        return box

    def _listen(self) -> None:
        for name, entry in self.inputs.items():
            entry.observe(self._entered(name), "value")
        for entry in (self.language, *self.formats.values()):
            entry.observe(lambda change: self.refresh(), "value")
        self.button.on_click(lambda button: self.run())
        self.stop.on_click(lambda button: self.cancel())

    def _entered(self, name: str) -> Callable[[Any], None]:
        def entered(change: Any) -> None:
            self.form.enter(name, change["new"])
            main = asking.main_source(self.form.declaration)
            if main is not None and main.name == name:
                self._offer(str(change["new"]))
            self.refresh()

        return entered

    def _offer(self, source: str) -> None:
        """Offer what another source's data hold; what was chosen stays."""
        with words.speaking(self.form.language):
            choices = asking.choices_of(source, self.form.root)
            for field in asking.fields(self.form.declaration, self.form.root, choices):
                if field.kind in ("period", "text"):
                    self.inputs[field.name].options = field.options

    def refresh(self) -> dict[str, str]:
        """Take the choices over, show what is wrong beside its field; the mistakes found."""
        form = self.form
        form.languages = [self.language.value]
        form.formats = [str(name) for name, box in self.formats.items() if box.value]
        found = form.mistakes
        for name, message in self.wrong.items():
            said = found.get(name, "")
            message.value = f'<span role="alert">⚠ {escape(said)}</span>' if said else ""
            message.layout.display = "block" if said else "none"
        with words.speaking(form.language):
            same = escape(_(N_("The same in a terminal:")))
        self.told.value = f"<small>{same} <code>{escape(form.command)}</code></small>"
        self.button.disabled = self._run is not None
        return found

    def run(self) -> threading.Thread | None:
        """Make the report while the notebook stays usable; None where something is wrong."""
        if self._run is not None:
            return None
        with words.speaking(self.form.language):
            if found := self.refresh():
                n = len(found)
                said = words.ngettext("Nothing was run: {n} field is wrong",
                                      "Nothing was run: {n} fields are wrong", n)  # fmt: skip
                self._say(words.fill(said, n=n))
                return None
            self._run = self.form.start()
        self.button.disabled, self.stop.disabled = True, False
        self.bar.value, self.bar.layout.visibility = 0.0, "visible"
        self.out.outputs = ()
        thread = threading.Thread(target=self._watch, args=(self._run,), daemon=True)
        thread.start()
        return thread

    def cancel(self) -> None:
        """End the run that is going on."""
        if self._run is not None:
            self._run.cancel()

    def _watch(self, run: running.Run) -> None:
        """Show how a run goes, and at its end what it made; runs in a thread of its own."""
        form = self.form
        begun = time.monotonic()
        with words.speaking(form.language):
            try:
                usual = running.usual_seconds(form.report, form.root)
                while (result := run.result(TICK)) is None:
                    self._progress(time.monotonic() - begun, usual)
                self.out.outputs = showing.outputs(result, form.here)
                self._say("")
            except OSError as error:
                self.out.outputs = (showing.trouble(str(error)),)
            finally:
                self._run = None
                self.bar.layout.visibility = "hidden"
                self.button.disabled, self.stop.disabled = False, True

    def _progress(self, seconds: float, usual: float | None) -> None:
        """A bar by how long it took last time; never full before the end."""
        if usual:
            self.bar.value = min(0.97, seconds / (usual + 3))  # and the page to be written
            text = _(N_("{seconds:n0} s; last time it took {usual:n0} s"))
            self._say(words.fill(text, seconds=seconds, usual=usual))
        else:
            self.bar.value = 1 - 1 / (1 + seconds / 20)  # slower and slower: the end is not known
            self._say(words.fill(_(N_("{seconds:n0} s")), seconds=seconds))

    def _say(self, text: str) -> None:
        self.status.value = f'<span role="status">{escape(text)}</span>'


def _labelled(label: str) -> dict[str, Any]:
    import ipywidgets as w

    return {
        "description": label,
        "style": {"description_width": "18em"},
        "layout": w.Layout(width="min(100%, 46em)", height="auto"),
    }


def _message(w: Any) -> ipywidgets.HTML:
    made: ipywidgets.HTML = w.HTML(layout=w.Layout(display="none"))
    made.add_class("libmkt-wrong")
    return made


def _input(field: Field, value: Any) -> Any:
    """The widget that asks for a field."""
    import ipywidgets as w

    labelled = _labelled(field.label) | {"tooltip": field.name, "description_allow_html": False}
    if field.kind == "flag" and not field.optional:
        return w.Checkbox(value=bool(value), **labelled)
    if field.kind == "choice" and value in field.options:
        return w.Dropdown(options=field.options, value=value, **labelled)
    text = asking.shown_value(value)
    typed = {"value": text, "continuous_update": False, **labelled}
    if field.kind in ("period", "source", "text") and field.options:
        return w.Combobox(options=field.options, ensure_option=False, **typed)
    if field.kind in ("period", "text"):
        return w.Combobox(ensure_option=False, **typed)
    return w.Text(**typed)
