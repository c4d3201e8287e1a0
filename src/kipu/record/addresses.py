"""Addresses of records on a server of PostgreSQL. A password in one is never shown."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from kipu.model.errors import RecordError

_SCHEMES = ("postgresql://", "postgres://")
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,40}")
SCHEMA = "kipu"
"""The schema of a record whose address names none."""


class Address:
    """Where a record is kept on a server: ``postgresql://[user@]host[:port]/database[?schema=...]``.

    What else PostgreSQL allows in such an address goes to it as it is. As text it is shown without
    user, password and settings.

    >>> str(Address("postgresql://ada:secret@db.example:5433/peru?sslmode=require"))
    'postgresql://db.example:5433/peru'
    """

    def __init__(self, text: str) -> None:
        parts = _split(text)
        settings = [one for one in parts.query.split("&") if one]
        named = [one.removeprefix("schema=") for one in settings if one.startswith("schema=")]
        self.schema = named[-1] if named else SCHEMA
        if not _SCHEMA.fullmatch(self.schema):
            raise RecordError(
                "the schema of a record has a name of small letters, digits and _: "
                "postgresql://HOST/DATABASE?schema=NAME"
            )
        others = "&".join(one for one in settings if not one.startswith("schema="))
        self.target = f"postgresql://{parts.netloc}{parts.path}" + (f"?{others}" if others else "")
        """What is given to the driver; it may hold a password."""
        self.name = _file_name(parts, self.schema)
        """What files that go with the record are called."""
        self.stem = self.name
        port = f":{parts.port}" if parts.port else ""
        schema = "" if self.schema == SCHEMA else f"?schema={self.schema}"
        self._shown = f"postgresql://{parts.hostname or ''}{port}{parts.path}{schema}"

    @staticmethod
    def is_meant(text: str) -> bool:
        """Tell whether a text begins like an address, even in capitals."""
        return text.lower().startswith(_SCHEMES)

    def __str__(self) -> str:
        return self._shown

    def __repr__(self) -> str:
        return f"Address({self._shown!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and (self.target, self.schema) == (
            other.target,
            other.schema,
        )

    def __hash__(self) -> int:
        return hash((self.target, self.schema))


def _file_name(parts: SplitResult, schema: str) -> str:
    named = (unquote(parts.path), "" if schema == SCHEMA else schema, parts.hostname or "")
    port = str(parts.port) if parts.port else ""
    words = (re.sub(r"[^\w.-]+", "_", word).strip("_.") for word in (*named, port))
    return "-".join(filter(None, words)) or "kipu"


def _split(text: str) -> SplitResult:
    """Take an address apart.

    Raises:
        RecordError: It is none; the message repeats nothing of it, for a part may be a password.
    """
    try:
        parts = urlsplit(text)
        whole = parts.port is None or parts.port > 0
    except ValueError:
        whole = False
    # A password with signs of its own ends up in other parts of the address.
    if not whole or parts.fragment or "@" in parts.path or parts.netloc.count("@") > 1:
        raise RecordError(
            "the address of the record cannot be understood: write "
            "postgresql://USER@HOST:PORT/DATABASE, with / # ? @ : % in a name or password as %2F "
            "%23 %3F %40 %3A %25"
        )
    return parts
