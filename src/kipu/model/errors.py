"""What can go wrong, for callers to catch.

A message says what happened, where, and what to do about it.
"""


class KipuError(Exception):
    """Any failure that kipu foresees; its text is fit to be shown to a user."""


class DocumentError(KipuError):
    """A document cannot be read."""


class ResourceError(KipuError):
    """A language resource is missing or damaged."""


class RecordError(KipuError):
    """A record cannot be opened, read or written."""


class SettingsError(KipuError):
    """A setting has a value that makes no sense."""
