"""Drawings and fonts: what the typst compiler is given, and SVG as PNG for Word and slides."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from libmkt.errors import N_, Message, ParameterError, ReportError

if TYPE_CHECKING:
    from libmkt.reporting.writers.nodes import Figure

DENSITY = 200  # pixels per inch of a PNG: sharp on paper, small in a file
_PICTURE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg")
"""
_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml"}


@lru_cache(maxsize=1)
def fonts() -> Any:
    """The fonts that lie in matplotlib's wheel, DejaVu above all; none of the machine's."""
    import typst

    spec = find_spec("matplotlib")
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


def svg(figure: Figure) -> str:
    """A figure as SVG; a PNG is wrapped in one."""
    return figure.svg or _wrapped(base64.b64decode(figure.png), "png")


def logo(path: Path) -> str:
    """A logo file as SVG.

    Raises
    ------
    ParameterError
        It is not a PNG, JPEG or SVG file.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        what = N_("{file} is not a PNG, JPEG or SVG picture")
        raise ParameterError(Message(what, {"file": path.name}))
    if kind == "svg+xml":
        return path.read_text(encoding="utf-8")
    return _wrapped(path.read_bytes(), kind)


def png(picture: str) -> bytes:
    """An SVG as PNG, made by the typst compiler: the same bytes for the same SVG."""
    return compiled(_PICTURE.encode(), {"picture": picture}, format="png", ppi=DENSITY)


def compiled(page: bytes, inputs: dict[str, str], **how: Any) -> bytes:
    """What typst makes of a page of ours and data; it can read no file but our own.

    Raises
    ------
    ReportError
        A picture among the data is not one.
    """
    import typst

    compiler = typst.Compiler(
        page,
        root=Path(__file__).parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    try:
        made = compiler.compile(**how)
    except typst.TypstError as error:
        what = N_("the page could not be set: {why}")
        raise ReportError(Message(what, {"why": error.message})) from None
    assert isinstance(made, bytes)
    return made


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its head."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _wrapped(data: bytes, kind: str) -> str:
    width, height = size(data) if kind == "png" else _jpeg_size(data)
    text = base64.b64encode(data).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width / 2}" height="{height / 2}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/{kind};base64,{text}"/></svg>'
    )


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height of a JPEG from its frame header (SOF0 to SOF3)."""
    found = re.search(rb"\xff[\xc0-\xc3]\x00\x11\x08(..)(..)|\Z", data, re.DOTALL)
    if not found or found[1] is None:
        return 200, 100
    return int.from_bytes(found[2], "big"), int.from_bytes(found[1], "big")
