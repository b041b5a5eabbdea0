"""What one report of a batch has read, the others need not read again.

A region's thousand reports look at the same few files.  Each report still opens every
file and takes its hash, so that nothing old is ever shown and its record is whole; the
work of making sense of the cells is done by the first, which leaves the result in a
folder that the batch has for itself and takes away at its end (`workbench.batch_folder`).
Counts alone are left there: answers of people are read by each report anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable, Hashable
from contextlib import suppress

from libmkt import workbench
from libmkt.tables import Reading

MOST = 64  # readings that a batch keeps: a thousand branches with a file each share none


def once(read: Callable[[], Reading], key: Hashable) -> Reading:
    """What `read` gives, from the folder of the batch where one of it stands there already.

    Parameters
    ----------
    read
        Gives the same for the same `key`.
    key
        All that the reading depends on, printed the same in each process: texts, numbers
        and tuples of these.

    Examples
    --------
    >>> import pandas as pd
    >>> once(lambda: Reading(*[pd.DataFrame()] * 3), ("visits.csv", "5d41")).files
    ()
    """
    folder = workbench.batch_folder()
    if folder is None:
        return read()
    path = folder / f"{hashlib.sha256(repr(key).encode()).hexdigest()}.reading"
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if content:
        # written by this batch, in a folder that nobody else may enter
        kept: Reading = pickle.loads(content)
        return kept
    found = read()
    if len(list(folder.glob("*.reading"))) < MOST:
        staged = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a full disk: then each reads for itself
            staged.write_bytes(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
            staged.replace(path)
    return found
