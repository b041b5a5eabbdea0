"""What a kernel of the workbench knows: its language, ``%libmkt``, the house style.

``libmkt lab`` loads it into the kernels that it starts, without touching anybody's profile;
anywhere else ``%load_ext libmkt.lab`` does.
"""

from __future__ import annotations

import contextlib
import os
from typing import Any

from libmkt import words, workbench
from libmkt.errors import LibmktError
from libmkt.lab.running import LANGUAGE_VARIABLE
from libmkt.reporting import session

EXTENSION = "libmkt.lab"


def load_ipython_extension(shell: Any) -> None:
    """Make a shell ready: called by IPython."""
    from libmkt.lab import frames, magics

    words.use(language())
    session.teach()
    frames.register(shell)
    magics.register(shell)
    _house_style(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Show tables and plots as the shell did before: called by IPython."""
    from libmkt.lab import frames

    frames.unregister(shell)
    import matplotlib as mpl

    mpl.rcParams.update(mpl.rcParamsDefault)


def ready() -> None:
    """Make the kernel of this notebook ready, however it was started.

    In a kernel that ``libmkt lab`` has started nothing is left to do; outside a notebook
    only the language is chosen.
    """
    from IPython import get_ipython

    shell = get_ipython()
    words.use(language())
    if shell is not None:
        shell.extension_manager.load_extension(EXTENSION)


def language() -> str:
    """The language to speak: LIBMKT_LANGUAGE, else the library's own, else English."""
    named = os.environ.get(LANGUAGE_VARIABLE, "")
    if named in words.LANGUAGES:
        return named
    try:
        return workbench.library(workbench.find_root()).language
    except (LibmktError, OSError):
        return "en"


def _house_style(shell: Any) -> None:
    """Draw with the house settings, in the library's accent."""
    import matplotlib as mpl
    from cycler import cycler

    from libmkt.plots import style

    with contextlib.suppress(LibmktError, OSError):  # no workbench: the shipped accent
        workbench.use_accent(workbench.library(workbench.find_root()).accent)
    now = style.current()
    own = {
        **style.settings(now),
        "axes.prop_cycle": cycler(color=now.lines),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.figsize": (style.WIDTH, style.HEIGHT),
    }
    mpl.rcParams.update(own)  # type: ignore[arg-type]
    shell.config.InlineBackend.figure_formats = {"retina"}
