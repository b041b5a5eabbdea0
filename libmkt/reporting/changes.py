"""What changed since the last report of its kind: published values against earlier ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.errors import LibmktError
from libmkt.period import Period
from libmkt.reporting import store
from libmkt.reporting.session import fingerprint
from libmkt.words import _

MOST = 20  # rows of the table; the largest changes
Value = dict[str, Any]


def before(folder: Path, root: Path) -> Path | None:
    """The folder of the same report for the period before; None where there is none.

    `folder` is ``reports/RUN/SUBJECT/[BRANCH/]LANGUAGE``, SUBJECT a period.
    """
    run, subject, *rest = folder.relative_to(root / "reports").parts
    try:
        last = Period.parse(subject) - 1
    except (LibmktError, ValueError, OverflowError):
        return None
    found = root.joinpath("reports", run, store.safe_name(str(last)), *rest)
    return found if (found / store.MANIFEST).is_file() else None


def key(folder: Path) -> str:
    """Key of the values that a report has published."""
    return fingerprint(store.manifest(folder).get("published", []))


def changes(published: list[Value], folder: Path, earlier: Path | None) -> dict[str, Any]:
    """What differs from the earlier run of the same report, else from the period before.

    Parameters
    ----------
    published
        The values of this run.
    folder
        Where it will stand: the run that it takes the place of still stands there.
    earlier
        The report of the period before, or None.

    Returns
    -------
    dict
        kind ("revision" or "period"; absent where there is nothing to compare), period
        (of the values that are compared with), made (when that was), items (name,
        library, branch, unit, before, now: those that differ), same (how many do not),
        redefined (how many have another definition now and are not compared).
    """
    revised = _compared(published, store.manifest(folder), same_period=True)
    if revised["items"]:
        return {"kind": "revision", **revised}
    if earlier is not None:
        found = _compared(published, store.manifest(earlier), same_period=False)
        if found["items"] or found["same"]:
            return {"kind": "period", **found}
    return {}


def told(
    notebook: Any, published: list[Value], folder: Path, earlier: Path | None, language: str
) -> dict[str, Any]:
    """What an executed notebook's page says of changes: what was found, and its blocks.

    A page that is only written again keeps what was found against the run before: that
    run has been replaced by this one.
    """
    kept = notebook.metadata.get("libmkt", {}).get("changes", {}).get("found", {})
    found = kept if kept.get("kind") == "revision" else changes(published, folder, earlier)
    with words.speaking(language):
        return {"found": found, "blocks": section(found)} if found else {}


def _compared(published: list[Value], manifest: Value, *, same_period: bool) -> dict[str, Any]:
    old = {_place(value, same_period): value for value in manifest.get("published", [])}
    items, same, redefined, periods = [], 0, 0, set()
    for value in published:
        then = old.get(_place(value, same_period))
        if then is None or (then["value"] is None and value["value"] is None):
            continue
        if then["definition_hash"] != value["definition_hash"]:
            redefined += 1
            continue
        periods.add(then["period"])
        if then["value"] == value["value"]:
            same += 1
            continue
        shown = {name: value[name] for name in ("name", "library", "branch", "unit")}
        items.append({**shown, "before": then["value"], "now": value["value"]})
    return {
        "period": max(periods, default=""),
        "made": manifest.get("times", {}).get("made", ""),
        "items": items,
        "same": same,
        "redefined": redefined,
    }


def _place(value: Value, same_period: bool) -> tuple[str, ...]:
    """What makes two values the same one."""
    found = (value["name"], value["library"], value["branch"])
    return (*found, value["period"]) if same_period else found


def relative(item: Value) -> float | None:
    """The change as a share of what stood before; None where that cannot be said.

    >>> relative({"before": 200.0, "now": 150.0}), relative({"before": 0.0, "now": 5.0})
    (-0.25, None)
    """
    if item["before"] is None or item["now"] is None or not item["before"]:
        return None
    return float(item["now"] / item["before"] - 1)


def section(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes as page objects in the language in use: a heading, tables, a remark.

    Each is ``{"kind": ..., **content}`` as in `document.Block`, the heading
    ``{"kind": "heading", "text": ...}``; [] where nothing is compared.
    """
    if not found:
        return []
    caption, title = _headings(found)
    blocks: list[dict[str, Any]] = [{"kind": "heading", "text": title}]
    whole = [i for i in found["items"] if _is_whole(i)]
    parts = [i for i in found["items"] if not _is_whole(i)]
    if whole:
        blocks.append(_table(whole, caption, "n0", "changes"))
    if parts:
        blocks.append(_table(parts, caption, "n2", "changes-ratios"))
    remarks = []
    if found["same"]:
        remarks.append(words.fill(_("Values that are the same as then: {n:n0}."), n=found["same"]))
    if found["redefined"]:
        text = _("Values that cannot be compared, because they are defined otherwise now: {n:n0}.")
        remarks.append(words.fill(text, n=found["redefined"]))
    if remarks:
        blocks.append({"kind": "sentence", "code": "", "text": " ".join(remarks)})
    return blocks


def _headings(found: dict[str, Any]) -> tuple[str, str]:
    """The caption of the tables and the heading of the section."""
    if found["kind"] == "revision":
        caption = _("Published values that differ from those of the same report before")
    else:
        template = _("Published values against those of the report for {period}")
        caption = words.fill(template, period=words.period(found["period"]))
    return caption, _("What changed since the last report")


def _is_whole(item: Value) -> bool:
    numbers = [n for n in (item["before"], item["now"]) if n is not None]
    return all(float(n).is_integer() for n in numbers)


def _table(items: list[Value], caption: str, form: str, name: str) -> dict[str, Any]:
    """A table's content as `document.table` makes it, without a data frame."""
    shown = sorted(items, key=lambda i: -abs(relative(i) or 0))[:MOST]
    rows = [[_named(i), i["before"], i["now"], relative(i)] for i in shown]
    more = len(items) - len(shown)
    note = words.fill(_("The largest changes; {n:n0} more are not shown."), n=more) if more else ""
    heads = [
        ("measure", _("Figure"), "text"),
        ("before", _("Then"), form),
        ("now", _("Now"), form),
        ("change", _("Change"), "+p1"),
    ]
    return {
        "kind": "table",
        "language": words.language(),
        "id": name,
        "caption": caption,
        "columns": [
            {"name": n, "label": label, "form": f, "align": "left" if f == "text" else "right"}
            for n, label, f in heads
        ],
        "rows": rows,
        "strong": [],
        "note": note,
        "empty": "",
    }


def _named(item: Value) -> str:
    import libmkt.measures  # noqa: F401 (registers the names that codes are shown by)

    place = " / ".join(part for part in (item["library"], item["branch"]) if part)
    name = words.name(item["name"])
    return f"{name}, {place}" if place else name
