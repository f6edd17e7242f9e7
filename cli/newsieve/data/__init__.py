"""The package's data files: language packs, weights, the report's page.

Plain `open`, since importlib.resources costs 13 ms to import and pathlib 3, on every run.
"""

import os

_FOLDER = os.path.dirname(__file__)


def read_data(name: str) -> bytes:
    """The bytes of a data file, by its path below this folder."""
    with open(os.path.join(_FOLDER, name), "rb") as file:
        return file.read()
