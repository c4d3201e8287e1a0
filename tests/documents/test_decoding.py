"""Bytes become the characters that were meant, and what was guessed is said."""

import codecs

import pytest

from kipu.documents import from_text, read_document
from kipu.documents.decoding import clean, decode

ENGLISH = "“Où est-il?” asked the señora — the café was empty, and the fête was over by £5.\n" * 3
SPANISH = (
    "La policía detuvo ayer al dueño del barco; él negó todo. «No sé nada», dijo a la señora.\n"
)
RUSSIAN = "Полиция арестовала владельца парома, который затонул в субботу у мыса.\n" * 4
POLISH = (
    "Policja zatrzymała właściciela promu, który zatonął w sobotę u wybrzeży. Żądał adwokata.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("text", [ENGLISH, SPANISH, RUSSIAN])
def test_marked_and_utf8(text: str, encoding: str) -> None:
    """A text in Unicode is read without loss and without a word about it."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.problems) == (text, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (SPANISH, "cp1252"),
        (SPANISH, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH * 4, "cp1250"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
    ],
)
def test_guessed(text: str, encoding: str) -> None:
    """A text in an older encoding is read by guess, and the guess is told."""
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert [problem.code for problem in decoded.problems] == ["encoding-guessed"]


def test_declared() -> None:
    """A page's own word for its encoding counts where the bytes are no UTF-8."""
    assert decode(POLISH.encode("iso8859-2"), declared="iso-8859-2").text == POLISH
    assert decode(POLISH.encode(), declared="iso-8859-2").text == POLISH
    assert decode(SPANISH.encode("cp1252"), declared="no-such-thing").text == SPANISH


def test_older_bytes_inside_utf8() -> None:
    """Pasted bytes of an older encoding are mended, and that is told."""
    raw = (SPANISH * 2).encode() + "“señor”".encode("cp1252")
    decoded = decode(raw)
    assert decoded.text == SPANISH * 2 + "“señor”"
    assert [problem.code for problem in decoded.problems] == ["encoding-damaged"]


def test_cut_file() -> None:
    """Half a character at the end of a marked file is shown as U+FFFD, and that is told."""
    decoded = decode(codecs.BOM_UTF8 + "año".encode()[:-2])
    assert decoded.text == "a\ufffd"
    assert [problem.code for problem in decoded.problems] == ["encoding-damaged"]


def test_clean() -> None:
    """Newlines are made alike; what is no character is replaced; marks of direction stay."""
    assert clean("a\r\nb\rc\n")[0] == "a\nb\nc\n"
    text, problems = clean("a\0b\ud800c\u202ed")
    assert (text, [problem.code for problem in problems]) == (
        "a\ufffdb\ufffdc\u202ed",
        ["characters-replaced"],
    )


def test_text_of_record_is_the_file() -> None:
    """The text of a UTF-8 file is the file, blank lines and all."""
    text = "\n\nFerry owner held\n\n  The owner was arrested on Monday.  \n\n\n"
    assert read_document(text.encode(), uri="a.txt").text == text
    assert from_text(text, uri="line 1").text == text
