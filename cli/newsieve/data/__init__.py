"""The package's data files: language packs, weights, the report's page.

Plain `open`, since importlib.resources costs 13 ms to import and pathlib 3, on every run.
"""

import os

_FOLDER = os.path.dirname(__file__)


def read_data(name: str) -> bytes:
    """The bytes of a data file, by its path below this folder."""
    with open(os.path.join(_FOLDER, name), "rb") as file:
        return file.read()


def list_names(folder: str, ending: str) -> list[str]:
    """The names of the data files in a folder that end so, without the ending, sorted."""
    found = os.listdir(os.path.join(_FOLDER, folder))
    return sorted(name.removesuffix(ending) for name in found if name.endswith(ending))


def digest_files() -> bytes:
    """The digest of all data files: it changes with any of them, whatever the version says."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for folder, folders, names in os.walk(_FOLDER):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(name for name in names if not name.endswith(".py")):
            path = os.path.join(folder, name)
            data = read_data(path)
            digest.update(f"{os.path.relpath(path, _FOLDER)} {len(data)}\n".encode() + data)
    return digest.digest()
