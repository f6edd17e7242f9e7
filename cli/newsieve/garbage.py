"""Garbage collection: how seldom Python looks for cycles in this program's processes."""

import gc


def collect_rarely() -> None:
    """Let far more objects be made before a collection: documents leave no cycles behind.

    At the usual thresholds collections take 4 ms while modules are loaded, and 5 of 100 ms of reading pages. Forked
    workers have this from their parent, those of Ray and of macOS have not.
    """
    gc.set_threshold(50_000, 20, 50)
