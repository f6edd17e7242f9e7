"""The command line: Typer commands, the fast path that does without Typer, and help. Nothing about articles."""
