"""Build hook: makes the manual page from the program's own tables, so that the two cannot disagree."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = "share/man/man1/newsieve.1"


class ManPageHook(BuildHookInterface):  # type: ignore[misc]
    """Puts the page into the wheel, where `man` looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the page, and name it as one of the wheel's files."""
        sys.path.insert(0, str(Path(self.root, "cli")))
        try:
            from newsieve.cli.man_page import write_man_page

            text = write_man_page()
        finally:
            sys.path.pop(0)
        page = Path(self.directory, "newsieve.1")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
        build_data.setdefault("shared_data", {})[str(page)] = PAGE
