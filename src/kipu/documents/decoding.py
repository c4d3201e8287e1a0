"""Bytes to characters: encodings, newlines, characters that no text may hold."""

import codecs
import re

import charset_normalizer
import msgspec

from kipu.model.spans import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 100_000
"""Bytes that an encoding is guessed from; charset-normalizer takes seconds on megabytes."""
WESTERN = "cp1252"
FEW = 0.15
"""Share of letters with marks that Spanish or French stay below (5 %) and misread Cyrillic exceeds
(all of them)."""

_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_MARKED_LETTER = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ]")
_WESTERN_ONLY = re.compile(
    "[\\s!-~À-ÖØ-öø-ÿŒœŠšŽžŸ“”‘’„‚–—…•€£¥§©®°«»¿¡·ºª´`½¼¾±²³×\u00a0\u00ad™†]*"
)


class Decoded(msgspec.Struct, frozen=True):
    """A text with the encoding it was read in, and what had to be guessed or mended."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(raw: bytes, *, declared: str | None = None) -> Decoded:
    """Read bytes as text: by their mark, as UTF-8, as declared, or by guess.

    Args:
        declared: The encoding that the file itself or its sender names, believed only where the
            bytes are no UTF-8.

    Returns:
        Text with newlines as ``\\n``, without NUL and lone surrogates.
    """
    decoded = _marked(raw) or _plain(raw) or _declared(raw, declared) or _guessed(raw)
    text, replaced = clean(decoded.text)
    return Decoded(text, decoded.encoding, decoded.problems + replaced)


def clean(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Make newlines alike, and put U+FFFD for NUL and lone surrogates, which no file can keep.

    >>> clean("a\\r\\nb")
    ('a\\nb', ())
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" not in text and _is_encodable(text):
        return text, ()
    text, count = _NOT_TEXT.subn("\ufffd", text)
    message = f"{count} characters that are no text (NUL or half of a pair) were replaced by U+FFFD"
    return text, (Problem("characters-replaced", message),)


def _is_encodable(text: str) -> bool:
    """Whether a text has no half of a surrogate pair; much faster than searching for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _marked(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _mended(raw[len(mark) :], encoding)
    return None


def _mended(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if not lost:
        return Decoded(text, encoding)
    message = f"{lost} places are no {encoding} and read as U+FFFD: save the file again as UTF-8"
    return Decoded(text, encoding, (Problem("encoding-damaged", message),))


def _plain(raw: bytes) -> Decoded | None:
    """UTF-8, also with some bytes of an older encoding between, as pasting leaves them."""
    if b"\0" in raw and wide_encoding(raw):
        return None
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mixed(raw)


def _mixed(raw: bytes) -> Decoded | None:
    escaped = raw.decode("utf-8", errors="surrogateescape")
    stray = sum(len(match[0]) for match in _ESCAPED.finditer(escaped))
    rightly_coded = sum(ord(character) > 0x7F for character in escaped) - stray
    if rightly_coded <= stray:
        return None
    text = _ESCAPED.sub(_as_western, escaped)
    message = f"{stray} bytes are no UTF-8 and were read as {WESTERN}: save the file again as UTF-8"
    return Decoded(text, "utf-8", (Problem("encoding-damaged", message),))


def _as_western(match: re.Match[str]) -> str:
    stray = match[0].encode("utf-8", errors="surrogateescape")
    return stray.decode(WESTERN, errors="replace")


def wide_encoding(raw: bytes) -> str | None:
    """Tell UTF-16 without a mark, by the NUL in every second byte of Western text."""
    sample = raw[:2000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _declared(raw: bytes, declared: str | None) -> Decoded | None:
    if declared is None or declared.lower().startswith("utf"):
        return None
    try:
        return Decoded(raw.decode(declared), declared)
    except (ValueError, LookupError):  # no such characters, or a name with a NUL in it
        return None


def _guessed(raw: bytes) -> Decoded:
    encoding = _guess(raw)
    text = raw.decode(encoding, errors="replace")
    message = f"the file is no UTF-8; it was read as {encoding}, which is a guess"
    return Decoded(text, encoding, (Problem("encoding-guessed", message),))


def _guess(raw: bytes) -> str:
    wide = wide_encoding(raw)
    if wide:
        return wide
    sample = raw[:SAMPLE]
    if _looks_western(sample.decode(WESTERN, errors="replace")):
        return WESTERN
    best = charset_normalizer.from_bytes(sample).best()
    return best.encoding if best else WESTERN


def _looks_western(text: str) -> bool:
    """charset-normalizer alone takes short Spanish texts for Central European or Mac ones."""
    letters = sum(character.isalpha() for character in text)
    marked = len(_MARKED_LETTER.findall(text))
    return marked < FEW * letters and bool(_WESTERN_ONLY.fullmatch(text))
