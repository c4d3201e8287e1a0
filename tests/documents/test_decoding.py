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


SCRIPTS = {
    SPANISH: "latin-1 cp1252 iso8859-15 cp850 mac-roman cp858",
    RUSSIAN: "cp1251 koi8-r koi8-u iso8859-5 cp866 cp855 mac-cyrillic ptcp154",
    POLISH: "cp1250 iso8859-2 cp852 mac-latin2 iso8859-16",
    "Η αστυνομία συνέλαβε τον ιδιοκτήτη του πλοίου.\n": "cp1253 iso8859-7 cp737 cp869 mac-greek",
    "Polis, batan geminin sahibini dün Karşıyaka'da gözaltına aldı.\n": "cp1254 iso8859-9 cp857",
    "Policija šeštadienį sulaikė nuskendusio kelto savininką Klaipėdoje.\n": "cp1257 iso8859-13",
    "המשטרה עצרה ביום שני את בעל המעבורת שטבעה ליד החוף.\n": "cp1255 iso8859-8 cp862",
    "اعتقلت الشرطة يوم الاثنين صاحب العبارة التي غرقت قرب الساحل.\n": "cp1256 iso8859-6 mac-arabic",
    "ตำรวจจับกุมเจ้าของเรือข้ามฟากที่จมลงเมื่อวันเสาร์\n": "tis-620 cp874",
    "警察は土曜日に沈没したフェリーの所有者を逮捕した。\n": "shift_jis cp932 euc-jp",
    "警方周一逮捕了周六沉没的渡轮的船主。\n": "gb2312 gbk gb18030",
    "警方週一逮捕了週六沉沒的渡輪的船主。\n": "big5 cp950",
    "경찰은 토요일에 침몰한 여객선의 선주를 체포했다.\n": "euc-kr cp949 johab",
}
DECLARED = [(text, name) for text, names in SCRIPTS.items() for name in names.split()]


def test_there_are_forty_encodings() -> None:
    """At least forty encodings are read."""
    assert len({name for _, name in DECLARED}) >= 40


@pytest.mark.parametrize(("text", "name"), DECLARED, ids=[name for _, name in DECLARED])
def test_declared_encoding(text: str, name: str) -> None:
    """A text in an encoding that is named comes out whole, and every span of it is true."""
    given = (text * 3).encode(name)
    assert decode(given, declared=name).text == text * 3
    for said in (name, "utf-8", "no-such-encoding"):
        doc = read_document(given, uri="a.txt", media_type=f"text/plain; charset={said}")
        covered = "".join(doc.quote(block.span) for block in doc.blocks)
        assert "".join(covered.split()) == "".join(doc.text.split())
