"""An extension of Jupyter's server: kernels are ready before one is asked for.

``libmkt lab`` switches it on for its own server alone.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.lab.shell import language

# Settings that the server begins with: JupyterLab does not look on the network for news or
# versions, and our formats export (`libmkt.lab.formats`).
CONFIG = Path(__file__).parent / "config"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "libmkt.lab.server"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Start the mother of kernels in the background."""
    from libmkt.reporting.kernel import provisioner

    words.use(language())
    if provisioner.CAN_FORK:
        threading.Thread(target=provisioner.mother, daemon=True).start()
