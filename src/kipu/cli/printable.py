"""Texts of strangers on a terminal: no sign of them moves its cursor, colours or renames it."""

import re

_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # those of the terminal, but the tab and the line feed
    "\u2028\u2029"  # other ends of lines
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of the text that follows
    "\ud800-\udfff]"  # halves of characters, which cannot be written
)
REPLACED = "\ufffd"


def printable(text: str) -> str:
    """Put U+FFFD for each sign that commands a terminal; every other stays in its place.

    >>> printable("a \\x1b[31mred\\x07 word")
    'a �[31mred� word'
    """
    return _COMMANDS.sub(REPLACED, text)
