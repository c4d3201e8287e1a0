"""Tokens: who may ask the API, and as what. They are kept beside the record, as hashes.

The file is ``RECORD.tokens``: not in the record, which is copied, exported and published. A token
is 256 bits of chance, so that a plain hash of it gives nothing away.
"""

import hashlib
import os
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import msgspec

from kipu.model.errors import SettingsError

Role = Literal["reader", "reviewer", "owner"]
"""What a token allows; each role may do what the ones before it may."""
ROLES: tuple[Role, ...] = get_args(Role)
PREFIX = "kipu_"
"""What every token begins with, so that one that was published by mistake can be found."""
LONGEST_NAME = 100


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One token: ``name`` is the judge of what is decided with it, ``hash`` the SHA-256 of it."""

    name: str
    role: Role
    hash: str
    made: datetime


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tokens: tuple[Grant, ...] = ()


def tokens_path(record: Path) -> Path:
    """Give the file that holds the tokens of a record."""
    return record.with_name(record.name + ".tokens")


def load_grants(record: Path) -> tuple[Grant, ...]:
    """Give the tokens of a record in the order they were made; none if there is no file.

    Raises:
        SettingsError: The file is damaged, cannot be read, or others may write to it.
    """
    path = tokens_path(record)
    if not path.exists():
        return ()
    try:
        mode, data = path.stat().st_mode, path.read_bytes()
        kept = msgspec.json.decode(data, type=_Kept)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror or error})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} is damaged ({error}): take it away and make new tokens with kipu token add"
        ) from error
    if os.name == "posix" and mode & 0o022:
        raise SettingsError(f"others may write to {path}: allow it to its owner only (chmod 600)")
    return kept.tokens


def add_token(record: Path, name: str, role: Role) -> str:
    """Make a token and give it; it is kept nowhere.

    Raises:
        SettingsError: The name is taken or makes no sense, or the file cannot be written.
    """
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise SettingsError(f"{name!r} is no name: write it without spaces around it")
    if len(name) > LONGEST_NAME:
        raise SettingsError(f"the name has {len(name)} characters: write at most {LONGEST_NAME}")
    grants = load_grants(record)
    if any(grant.name == name for grant in grants):
        raise SettingsError(f"{name} has a token already: kipu token revoke {name} takes it away")
    token = PREFIX + secrets.token_urlsafe(32)
    _store(record, (*grants, Grant(name, role, hash_token(token), datetime.now(UTC))))
    return token


def revoke_token(record: Path, name: str) -> None:
    """Take a token away; a server that runs refuses it from then on.

    Raises:
        SettingsError: Nobody of this name has one, or the file cannot be written.
    """
    grants = load_grants(record)
    kept = tuple(grant for grant in grants if grant.name != name)
    if len(kept) == len(grants):
        names = ", ".join(grant.name for grant in grants) or "nobody"
        raise SettingsError(f"nobody called {name!r} has a token: {names} has")
    _store(record, kept)


def hash_token(token: str) -> str:
    """Give the hash under which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _store(record: Path, grants: tuple[Grant, ...]) -> None:
    """Write the file whole under another name first, so that it is never half there."""
    path = tokens_path(record)
    data = msgspec.json.format(msgspec.json.encode(_Kept(grants)), indent=1)
    try:
        # The file that this makes may be read and written by its owner only.
        handle, part = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data + b"\n")
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror or error})") from error


class Doorkeeper:
    """Knows the tokens of a record, and looks again whenever their file has changed."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._seen: tuple[int, int, int] | None = None
        self._by_hash: dict[str, Grant] = {}

    def grant_of(self, token: str) -> Grant | None:
        """Tell whose token this is, ``None`` if nobody's.

        Raises:
            SettingsError: The file of the tokens cannot be used; then nobody is let in.
        """
        # What is looked up is a hash, whose letters nobody can choose: how long it takes to find
        # or to miss it tells nothing of the tokens.
        state = self._state()
        if state != self._seen or state is None:
            self._by_hash = {grant.hash: grant for grant in load_grants(self._record)}
            self._seen = state
        return self._by_hash.get(hash_token(token))

    def _state(self) -> tuple[int, int, int] | None:
        path = tokens_path(self._record)
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size
