"""Tokens: who may ask the API, and as what. They are kept beside the record, as hashes.

The file is ``RECORD.tokens``: not in the record, which is copied, exported and published. A token
is 256 bits of chance, so that a plain hash of it gives nothing away.
"""

import hashlib
import os
import secrets
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

import msgspec

from kipu.model.errors import SettingsError
from kipu.record.connections import Place, beside

Role = Literal["reader", "reviewer", "owner"]
"""What a token allows; each role may do what the ones before it may."""
ROLES: tuple[Role, ...] = get_args(Role)
PREFIX = "kipu_"
"""What every token begins with, so that one that was published by mistake can be found."""
LONGEST_NAME = 100
DAYS = 365
"""Days for which a token is good if nothing else is said."""
MOST_DAYS = 3650


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One token: ``name`` is the judge of what is decided with it, ``hash`` the SHA-256 of it.

    ``expires`` is when it ends to be good; the tokens of older versions have no such time.
    """

    name: str
    role: Role
    hash: str
    made: datetime
    expires: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Tell whether it may still be used."""
        return self.expires is None or now < self.expires


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tokens: tuple[Grant, ...] = ()


def tokens_path(record: Place) -> Path:
    """Give the file that holds the tokens of a record."""
    path = beside(record)
    return path.with_name(path.name + ".tokens")


def load_grants(record: Place) -> tuple[Grant, ...]:
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


def add_token(
    record: Place, name: str, role: Role, *, days: int = DAYS, now: datetime | None = None
) -> str:
    """Make a token that is good for so many days and give it; it is kept nowhere.

    It takes the place of one of the same name that is not good any more.

    Raises:
        SettingsError: The name is taken or makes no sense, or the file cannot be written.
    """
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise SettingsError(f"{name!r} is no name: write it without spaces around it")
    if len(name) > LONGEST_NAME:
        raise SettingsError(f"the name has {len(name)} characters: write at most {LONGEST_NAME}")
    now = now or datetime.now(UTC)
    grants = tuple(one for one in load_grants(record) if one.name != name or one.is_good(now))
    if any(grant.name == name for grant in grants):
        raise SettingsError(f"{name} has a token already: kipu token revoke {name} takes it away")
    token = PREFIX + secrets.token_urlsafe(32)
    made = Grant(name, role, hash_token(token), now, now + timedelta(days=days))
    _store(record, (*grants, made))
    return token


def revoke_token(record: Place, name: str) -> None:
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


def _store(record: Place, grants: tuple[Grant, ...]) -> None:
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

    def __init__(self, record: Place) -> None:
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
