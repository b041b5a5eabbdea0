"""An extension of Jupyter's server: kernels are ready before one is asked for, our formats export.

``libmkt lab`` switches it on for its own server alone.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from libmkt import words
from libmkt.lab.shell import language

# Settings that JupyterLab begins with: it does not look on the network for news or versions.
CONFIG = Path(__file__).parent / "config"
FORMATS = r"/nbconvert/(?P<format>libmkt-\w+)"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "libmkt.lab.server"}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Start the mother of kernels in the background; export our formats in the user's language."""
    from libmkt.reporting.kernel import provisioner

    words.use(language())
    _answer_for_formats(app.web_app)
    if provisioner.CAN_FORK:
        threading.Thread(target=provisioner.mother, daemon=True).start()


def _answer_for_formats(web_app: Any) -> None:
    """Let *Save and Export Notebook As* find our formats.

    The server lists every exporter, but its own address of an export takes no hyphen
    (jupyter_server 2.21): ``libmkt-html`` would not be found.
    """
    from jupyter_server.base.handlers import path_regex
    from jupyter_server.nbconvert.handlers import NbconvertFileHandler
    from jupyter_server.utils import url_path_join

    address = url_path_join(web_app.settings["base_url"], FORMATS + path_regex)
    web_app.add_handlers(".*$", [(address, NbconvertFileHandler)])
