"""What is said between kipu and the process that reads documents for it, and how it is written.

Each message is its length in eight bytes and then MessagePack. What comes back is untrusted: it is
decoded by type, and its length is looked at before it is read.
"""

from typing import IO

import msgspec

from kipu.model.documents import CreationTime, Document

LONGEST = 150_000_000
"""Bytes of a message: a text of two million characters and the 50 MB it was made of."""
_LENGTH = 8


class Request(msgspec.Struct, frozen=True, tag=True):
    """A file to be read: its bytes, or its path where it is larger than a document may be.

    ``skip`` is the number of its parts that were answered for already. ``alone`` asks for the one
    document that the file is.
    """

    uri: str
    data: bytes | None = None
    path: str | None = None
    media_type: str | None = None
    retrieved: str | None = None
    url: str | None = None
    skip: int = 0
    alone: bool = False


class Begun(msgspec.Struct, frozen=True, tag=True):
    """A part that is now being read; also sent to say that a long one is still being read."""

    uri: str


class Loaded(msgspec.Struct, frozen=True, tag=True):
    """A document, and the bytes it was made of where they are only a part of the file."""

    document: Document
    data: bytes | None = None


class Named(msgspec.Struct, frozen=True, tag=True):
    """A page of the web that a list names, with its date where the list says one."""

    uri: str
    url: str
    published: CreationTime | None = None


class Refusal(msgspec.Struct, frozen=True, tag=True):
    """A part that gives no document, and why; ``left_out`` if it is no document by its kind."""

    uri: str
    reason: str
    left_out: bool = False


class Fault(msgspec.Struct, frozen=True, tag=True):
    """Something of kipu itself that is damaged; no other file would fare better."""

    reason: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """The end of the answers; ``memory`` is the most that the process ever took, in bytes."""

    memory: int


Answer = Begun | Loaded | Named | Refusal | Fault | Done
_encode = msgspec.msgpack.Encoder().encode
_decode_answer = msgspec.msgpack.Decoder(Answer).decode
_decode_request = msgspec.msgpack.Decoder(Request).decode


def send(stream: IO[bytes], message: Request | Answer) -> None:
    """Write a message."""
    written = _encode(message)
    stream.write(len(written).to_bytes(_LENGTH, "big"))
    stream.write(written)
    stream.flush()


def receive_request(stream: IO[bytes]) -> Request | None:
    """Read a request; ``None`` at the end."""
    frame = _frame(stream)
    return None if frame is None else _decode_request(frame)


def receive_answer(stream: IO[bytes]) -> Answer | None:
    """Read an answer; ``None`` where there is none, or none that can be believed."""
    frame = _frame(stream)
    try:
        return None if frame is None else _decode_answer(frame)
    except (msgspec.MsgspecError, ValueError):
        return None


def _frame(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or length > LONGEST:
        return None
    frame = stream.read(length)
    return frame if len(frame) == length else None
