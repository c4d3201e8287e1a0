"""What can go wrong, for callers to catch.

A message says what happened, where, and what to do about it.
"""

from kipu.model.judgements import Judgement


class KipuError(Exception):
    """Any failure that kipu foresees; its text is fit to be shown to a user."""


class DocumentError(KipuError):
    """A document cannot be read."""


class ResourceError(KipuError):
    """A language resource is missing or damaged."""


class RecordError(KipuError):
    """A record cannot be opened, read or written."""


class Superseded(RecordError):
    """Somebody judged the same thing after the page was read that this decision rests on.

    ``judgements`` are those now in effect, and those that were withdrawn since.
    """

    def __init__(self, message: str, judgements: tuple[Judgement, ...]) -> None:
        super().__init__(message)
        self.judgements = judgements


class SettingsError(KipuError):
    """A setting has a value that makes no sense."""
