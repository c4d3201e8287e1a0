"""Ids made from content."""

import hashlib

import msgspec

ID_DIGITS = 16
"""Hexadecimal digits of an id: 64 bits, enough that a record of ten million values has no clash."""


def content_id(prefix: str, *parts: str | int | None) -> str:
    """Make an id from the parts that identify a value.

    The parts are hashed as a JSON array, so that ``("a.b", "c")`` and ``("a", "b.c")`` differ.

    >>> content_id("m", "d1", 8, 12)
    'm74aa1a0cbc27e6dd'
    """
    digest = hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
    return prefix + digest[:ID_DIGITS]
