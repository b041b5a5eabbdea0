"""The rehearsal of a report leaves nothing behind but what was looked up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from libmkt.demo import rehearsal
from libmkt.reporting.kernel import mother

CODE = """
import json, os, sys, warnings
os.environ.update({environment!r})
from libmkt.reporting.kernel import mother
mother.preload((*mother.EVERY, *mother.SOME))
import matplotlib, numpy, pandas, tempfile
from matplotlib import _pylab_helpers, font_manager, pyplot
from libmkt import words, workbench
from libmkt.demo import rehearsal
from libmkt.reporting import session

def state():
    return [
        dict(matplotlib.rcParams), words.language(), workbench.accent(), warnings.filters[:],
        session._session.__dict__.copy(), pandas.options.mode.string_storage,
        sorted(os.listdir(tempfile.gettempdir())), numpy.random.get_state()[1].tolist(),
        pyplot._backend_mod, len(_pylab_helpers.Gcf.figs), os.getcwd(), mother.threads(),
    ]

before = state()
fonts = font_manager.fontManager._findfont_cached.cache_info().currsize
made = rehearsal.rehearse()
after = state()
json.dump({{
    "made": made,
    "changed": [i for i, pair in enumerate(zip(before, after)) if pair[0] != pair[1]],
    "threads": after[-1],
    "zmq": "zmq" in sys.modules and sys.modules["zmq"].Context._instance is not None,
    "polars": "polars" in sys.modules,
    "fonts": font_manager.fontManager._findfont_cached.cache_info().currsize - fonts,
}}, sys.stdout)
"""


def test_a_rehearsal_without_room_for_its_files_is_passed_over_in_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rehearsal, "rehearse", raising(OSError(28, "No space left on device")))
    mother.rehearse()
    assert capsys.readouterr() == ("", "")


def test_a_mistake_in_a_rehearsal_is_told_once_and_stops_no_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rehearsal, "rehearse", raising(KeyError("visits")))
    mother.rehearse()
    out, told = capsys.readouterr()
    assert out == ""  # there her replies go
    assert told.count("KeyError: 'visits'") == told.count("rehearsal of a report failed") == 1


def raising(error: Exception) -> Callable[[], int]:
    def rehearse() -> int:
        raise error

    return rehearse


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_rehearsal_changes_no_setting_opens_no_figure_and_starts_no_thread(
    tmp_path: Path,
) -> None:
    code = CODE.format(environment={**mother.ENVIRONMENT, "TMPDIR": str(tmp_path)})
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    found = json.loads(done.stdout)
    assert found["fonts"] > 0  # what is looked up stays: that is what it is for
    assert found["made"] > 10
    assert (found["changed"], found["threads"]) == ([], 1)
    assert (found["zmq"], found["polars"]) == (False, False)
