"""Mails (EML) and mailboxes (MBOX), by the standard library.

Source: RFC 5322, RFC 2045-2049, RFC 4155.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

import msgspec

from kipu.documents.assembly import Stated, stated_on
from kipu.documents.decoding import decode
from kipu.documents.passages import split_passages
from kipu.documents.pieces import Extract, Piece, flat
from kipu.documents.readers.markup_lines import page_pieces
from kipu.model.errors import DocumentError
from kipu.model.spans import Problem

LARGEST = 50_000_000
"""Bytes of one mail."""
MOST_PARTS = 1_000
DEEPEST = 20
LONGEST_LINE = 1_000_000
LONGEST_ADDRESS = 1_000
"""Characters of a sender; the parser of the standard library goes a step deeper at each bracket."""

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_ESCAPED_FROM = re.compile(r"^>From ", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_INLINE_IMAGE = re.compile(r"image/")


class Attachment(msgspec.Struct, frozen=True):
    """A file that hangs on a mail."""

    name: str
    media_type: str
    data: bytes


def split_mailbox(stream: BinaryIO) -> Iterator[bytes | None]:
    """Give the mails of a mailbox one after another; ``None`` for one that is too large."""
    lines: list[bytes] = []
    size, empty, begun = 0, True, False
    for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
        if empty and line.startswith(b"From "):
            if begun:
                yield b"".join(lines) if size <= LARGEST else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= LARGEST:
                lines.append(line)
        empty = not line.strip(b"\r\n")
    if begun:
        yield b"".join(lines) if size <= LARGEST else None


def parse_mail(data: bytes, uri: str) -> Message:
    """Parse a mail; headers and parts are decoded only when they are asked for.

    Raises:
        DocumentError: It is no mail.
    """
    try:
        return message_from_bytes(data, policy=policy.compat32)
    except (MessageError, ValueError, RecursionError) as error:
        raise DocumentError(f"{uri} is a damaged mail ({error})") from error


def read_mail(message: Message, uri: str) -> Extract:
    """Read the text of a mail: subject, then the body.

    What it quotes of other mails is kept but not read: its "yesterday" is that of another day.

    Raises:
        DocumentError: Its parts are nested too deeply.
    """
    body = _body(message, uri)
    subject = header(message, "Subject")
    quoted = sum(piece.kind == "residue" for piece in body)
    problems = []
    if quoted:
        words = "it quotes other mails: what is quoted is kept, but not read"
        problems.append(Problem("quotations-not-read", words))
    first = [Piece(subject, "headline")] if subject else []
    return Extract((*first, *body), _stated(message, subject), tuple(problems), "kipu-mail")


def attachments(message: Message, uri: str) -> Iterator[Attachment]:
    """Give the files that hang on a mail; pictures in its text are none of them."""
    count = 0
    for part in _parts(message, uri):
        name = _name(part)
        if part.get_content_type() == "message/rfc822":
            for mail in _inside(part):
                count += 1
                yield Attachment(name or f"{count}.eml", "message/rfc822", mail.as_bytes())
        elif _is_attached(part, name):
            payload = part.get_payload(decode=True)
            count += 1
            if isinstance(payload, bytes) and payload:
                yield Attachment(name or str(count), part.get_content_type(), payload)


def header(message: Message, name: str) -> str:
    """Give a header in characters, on one line; ``""`` if it is not there."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        decoded = str(make_header(decode_header(value)))
    except (LookupError, ValueError, MessageError):
        decoded = str(value)
    return flat(decoded.encode("utf-8", "replace").decode())


def _parts(message: Message, uri: str) -> Iterator[Message]:
    """Walk the parts of a mail, but not into mails that hang on it."""
    waiting = [(message, 0)]
    count = 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > MOST_PARTS or depth > DEEPEST:
            raise DocumentError(
                f"{uri} is a mail of too many parts within parts, as only traps are"
            )
        if part.is_multipart() and not _is_mail(part, message):
            waiting += [(inner, depth + 1) for inner in reversed(_inside(part))]
        else:
            yield part


def _inside(part: Message) -> list[Message]:
    """Give the parts of a part. Of one that has none, not even its text is looked at: the library
    fails on some names of character sets."""
    payload = part.get_payload() if part.is_multipart() else []
    return [inner for inner in payload if isinstance(inner, Message)]


def _is_mail(part: Message, message: Message) -> bool:
    return part is not message and part.get_content_type() == "message/rfc822"


def _is_attached(part: Message, name: str) -> bool:
    kind = part.get_content_type()
    attached = part.get_content_disposition() == "attachment"
    if _INLINE_IMAGE.match(kind) and not attached:
        return False
    return attached or bool(name) or not kind.startswith(("text/", "multipart/"))


def _name(part: Message) -> str:
    name = part.get_filename()
    if not name:
        return ""
    try:
        name = str(make_header(decode_header(name)))
    except (LookupError, ValueError, MessageError):
        name = str(name)
    name = name.encode("utf-8", "replace").decode()
    return flat(name.replace("\\", "/").rpartition("/")[2])[:120]


def _body(message: Message, uri: str) -> list[Piece]:
    """Read the plain text of a mail; its HTML where it has none."""
    texts = [p for p in _parts(message, uri) if not _is_attached(p, _name(p))]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    pieces = [piece for part in plain for piece in _plain_pieces(_text(part))]
    if pieces:
        return pieces
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    return [piece for part in pages for piece in page_pieces(_text(part))]


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decode(payload, declared=charset).text if isinstance(payload, bytes) else ""


def _plain_pieces(text: str) -> Iterator[Piece]:
    """Give the paragraphs of a plain text; quoted lines and the signature are residue."""
    text = _ESCAPED_FROM.sub("From ", text)
    signature = _SIGNATURE.search(text)
    told = text[: signature.start()] if signature else text
    position = 0
    for quoted in _QUOTED.finditer(told):
        yield from _paragraphs(told[position : quoted.start()])
        yield from (Piece(flat(line), "residue") for line in [quoted[0]] if line.strip("> \t"))
        position = quoted.end()
    yield from _paragraphs(told[position:])
    if signature:
        yield from (Piece(p.text, "residue") for p in _paragraphs(text[signature.end() :]))


def _paragraphs(text: str) -> Iterator[Piece]:
    return (Piece(passage.words) for passage in split_passages(text))


def _stated(message: Message, subject: str) -> Stated:
    name, address = parseaddr(header(message, "From")[:LONGEST_ADDRESS])
    try:
        day = parsedate_to_datetime(header(message, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        day = None
    return Stated(
        title=subject or None,
        author=flat(name) or address or None,
        published=stated_on(day, "Date") if day else None,
    )
