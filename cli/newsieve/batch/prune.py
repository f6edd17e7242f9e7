"""Tell which outputs have lost their input, for --prune."""

import os
import stat
from collections.abc import Iterable

from newsieve.batch.manifest import NOT_OURS, ManifestRow
from newsieve.batch.plan import Listing


def find_gone(rows: Iterable[ManifestRow], listing: Listing) -> list[str]:
    """Return the outputs whose input is gone from a folder that was listed, whole and not empty."""
    folders = {os.path.abspath(folder) for folder in listing.whole if folder is not None}
    listed = {task.output for task in listing.tasks}
    own = (row for row in rows if row.written != NOT_OURS)
    return [row.output for row in own if row.folder in folders and row.output not in listed and _is_gone(row.path)]


def _is_gone(path: str) -> bool:
    """Tell whether no file is there, nor may be behind a link that leads nowhere or a folder that cannot be entered."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)  # a folder took its place
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError:
        return False
    while path and not os.path.lexists(path):
        path = os.path.dirname(path)
    return os.path.exists(path)
