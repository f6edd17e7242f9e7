"""Build hooks: the manual page, made from the program's own tables, and the README as a package index can show it."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PAGE = "share/man/man1/newsieve.1"
_RELATIVE_LINK = re.compile(r"(?<!`)\[([^\[\]]+)\]\((?![a-z]+:|#)([^()\s]+)\)")


class ReadmeHook(MetadataHookInterface):  # type: ignore[misc]
    """Gives the README with links that lead somewhere: to the repository's `address`, or none while there is none."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme, and the repository's address."""
        address = self.config["address"].rstrip("/")
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": link_readme(text, address)}
        if address:
            metadata["urls"] = {"Repository": address}


class ManPageHook(BuildHookInterface):  # type: ignore[misc]
    """Puts the page into the wheel, where `man` looks for it."""

    _folder: "TemporaryDirectory[str] | None" = None  # not that of the wheel: all that lies there is uploaded

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the page, and name it as one of the wheel's files."""
        sys.path.insert(0, str(Path(self.root, "cli")))
        try:
            from newsieve.cli.man_page import write_man_page

            text = write_man_page()
        finally:
            sys.path.pop(0)
        self._folder = TemporaryDirectory()
        page = Path(self._folder.name, "newsieve.1")
        page.write_text(text, encoding="utf-8")
        build_data.setdefault("shared_data", {})[str(page)] = PAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the page, which is in the wheel now."""
        if self._folder is not None:
            self._folder.cleanup()


def link_readme(text: str, address: str) -> str:
    """The README with links relative to the repository as whole ones; without an address their words alone."""
    return _RELATIVE_LINK.sub(rf"[\1]({address}/\2)" if address else r"\1", text)
