"""The commands; no logic of their own."""

from kipu.cli.entry import main

__all__ = ["main"]
