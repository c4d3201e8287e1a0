"""Files made to break readers: each a name and a function that makes its bytes, always the same.

The families are those of faults that readers of documents are known for: text that takes quadratic
time, streams and archives that grow without end, names that lead out of an archive, entities that
multiply, lengths that lie, encodings that are none.
"""

import gzip
import json
import random
from collections.abc import Callable, Iterator

from tests.documents.hostile_packed import (
    MILLION,
    PAGE,
    SENTENCE,
    Maker,
    archive_files,
    bent,
    later,
    pdf_files,
    zip_of,
)
from tests.documents.making import (
    make_docx,
    make_epub,
    make_mail,
    make_mbox,
    make_warc,
    make_xlsx,
    make_zip,
    paragraph,
    warc_record,
)

HTML_TRAPS: dict[str, Callable[[], str]] = {
    "attributes": lambda: "<p " + " ".join(f"a{i}=1" for i in range(60_000)) + ">End.",
    "values": lambda: "<p x='" + "<" * 300_000 + "'>End.",
    "nested": lambda: "<div>" * 100_000 + "End.",
    "nested tables": lambda: "<table><tr><td>" * 20_000 + "End.",
    "nested lists": lambda: "<ul><li>" * 30_000 + "End.",
    "nested articles": lambda: "<article>" * 1_800 + "End.",
    "nested fonts": lambda: "<font>" * 50_000 + "End.",
    "closing tags": lambda: "</div>" * 300_000,
    "paragraphs": lambda: "<p>Nothing more was said." * 45_000,
    "too many paragraphs": lambda: "<p>Nothing more was said." * 180_000,
    "breaks": lambda: "word word<br>" * 40_000,
    "entities": lambda: "&amp;" * 500_000,
    "characters": lambda: "&#xD800;&#0;&#x110000;&nosuch;&#x202E;" * 20_000,
    "columns": lambda: "<table><tr><td colspan=9007199254740991 rowspan=65534>End.</table>",
    "signs": lambda: "<" * MILLION,
    "quotes": lambda: '<p a="' * 100_000,
    "comments": lambda: "<!--" * 100_000,
    "letters": lambda: "A" * MILLION,
    "links": lambda: "<a href=x>word</a> " * 40_000,
    "json": lambda: '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
    "json objects": lambda: '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>",
    "json strings": lambda: (
        '<script type="application/ld+json">{"@type":"NewsArticle","author":["'
        + "a" * MILLION
        + '"]}</script>'
    ),
    "styles": lambda: "<p style='" + "a:b;" * 200_000 + "'>End.",
    "classes": lambda: "<p class='" + "share " * 100_000 + "'>End.",
    "svg": lambda: "<svg>" * 20_000 + "<text>End.",
    "scripts": lambda: "<script>" + "a</scrip" * 100_000 + "</script>End.",
    "meta": lambda: "<meta property=og:title content=a>" * 50_000,
    "times": lambda: "<time datetime=2014-03-03>x</time>" * 20_000,
    "images": lambda: "<img src=a><br>" * 40_000,
    "directions": lambda: "\u202e\u202d\u2066" * 100_000,
    "marks": lambda: "a" + "\u0301" * 200_000,
    "data": lambda: "<img src='data:image/png;base64," + "A" * 2 * MILLION + "'>End.",
}
TEXT_TRAPS: dict[str, Maker] = {
    "empty": lambda: b"",
    "one byte": lambda: b"a",
    "one byte of an encoding": lambda: b"\xff",
    "blanks": lambda: b" \n\t" * 100_000,
    "nothing but NUL": lambda: b"\0" * 100_000,
    "NUL within": lambda: SENTENCE.replace(" ", "\0").encode() * 50,
    "lone surrogates": lambda: (
        SENTENCE.encode() + "\ud800\udc00\udfff".encode("utf-8", "surrogatepass")
    ),
    "50 MB": lambda: (SENTENCE + "\n").encode() * (50 * MILLION // (len(SENTENCE) + 1)),
    "more than 50 MB": lambda: b"word " * (10 * MILLION + 1),
    "two million characters": lambda: (SENTENCE + "\n\n").encode() * 26_000,
    "one line": lambda: (SENTENCE + " ").encode() * 20_000,
    "one word": lambda: b"a" * 1_900_000,
    "lines": lambda: b"word\n" * 49_000,
    "too many lines": lambda: b"word\n" * 60_000,
    "names": lambda: b"Ann Bell, " * 100_000,
    "capitals": lambda: b"A" * 1_000_000 + b"\n" + SENTENCE.encode(),
    "brackets": lambda: b"(" * 1_000_000,
    "credits": lambda: "Photo: © ".encode() * 100_000,
    "residues": lambda: b"Share | " * 100_000,
    "dashes": lambda: "LIMA — ".encode() * 100_000,
    "spaces": lambda: SENTENCE.encode() + b" " * 1_500_000 + b"x",
    "page breaks": lambda: b"\x0c" * 500_000 + SENTENCE.encode(),
    "digits": lambda: b"1" * 1_000_000,
    "full stops": lambda: b"." * 1_000_000 + SENTENCE.encode(),
    "emoji": lambda: "\U0001f468\u200d\U0001f469\u200d\U0001f467".encode() * 50_000,
    "marks of direction": lambda: "\u202e".encode() * 300_000 + SENTENCE.encode(),
    "decomposed": lambda: "e\u0301".encode() * 300_000,
    "invisible": lambda: "\u200b".encode() * 300_000 + SENTENCE.encode(),
    "byte order marks": lambda: b"\xef\xbb\xbf" * 10_000 + SENTENCE.encode(),
}


def html_files() -> Iterator[tuple[str, Maker]]:
    """Pages that cost time or memory."""
    for name, trap in HTML_TRAPS.items():
        yield (
            f"html {name}.html",
            later(trap, lambda t: (PAGE + t()).encode()),
        )
        yield (
            f"bare {name}.html",
            later(trap, lambda t: ("<html>" + t()).encode()),
        )


def text_files() -> Iterator[tuple[str, Maker]]:
    """Texts that are none, or too much of it, and texts called what they are not."""
    for name, maker in TEXT_TRAPS.items():
        yield f"text {name}.txt", maker
    for suffix in ("pdf", "docx", "odt", "rtf", "epub", "eml", "mbox", "xml", "csv", "xlsx", "zip",
                   "warc", "wacz", "gz", "md", "html"):  # fmt: skip
        chance = random.Random(suffix)
        yield f"noise.{suffix}", later(chance, lambda c: c.randbytes(20_000))
        yield f"nothing.{suffix}", lambda: b"\0"


def encoding_files() -> Iterator[tuple[str, Maker]]:
    """Texts whose encoding is not the one that is named, or is none."""
    words = "“Señor” Núñez — £5 — naïve Übergröße façade"
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "cp1250", "latin-1", "mac-roman",
                 "cp437", "utf-7", "koi8-r", "shift_jis", "gb18030", "big5", "euc-kr"):  # fmt: skip
        yield (
            f"as {name}.txt",
            later(name, lambda n: (f"{SENTENCE} {words}\n" * 30).encode(n, "replace")),
        )
        yield (
            f"said {name}.html",
            later(name, lambda n: f'<html><meta charset="{n}"><p>{SENTENCE} {words}</p>'.encode()),
        )


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)
DOCTYPES = {
    "laughs": LAUGHS + "]>",
    "quadratic": f"<!DOCTYPE x [<!ENTITY j '{'a' * 100_000}'>]>",
    "file": "<!DOCTYPE x [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>",
    "network": "<!DOCTYPE x [<!ENTITY j SYSTEM 'http://127.0.0.1:9/x'>]>",
    "parameter": "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
    "external": "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>",
}


def xml_files() -> Iterator[tuple[str, Maker]]:
    """XML that multiplies, reaches for files and networks, or never ends: feeds and offices."""
    for name, doctype in DOCTYPES.items():
        many = "&j;" * (5_000 if name == "quadratic" else 1)
        item = f"<item><title>{many}</title><description>{SENTENCE}</description></item>"
        feed = f"{doctype}<rss><channel>{item}</channel></rss>"
        yield f"{name}.rss", later(feed, lambda f: f.encode())
        yield f"{name} wide.xml", later(feed, lambda f: f.encode("utf-16"))
        document = (
            f"{doctype}<document><body><p><r><t>{SENTENCE} {many}</t></r></p></body></document>"
        )
        yield f"{name}.docx", later(document, lambda d: make_zip({"word/document.xml": d}))
        yield f"{name}.odt", later(document, lambda d: make_zip({"mimetype": "", "content.xml": d}))
    item = f"<item><title>Owner held</title><description>{SENTENCE}</description></item>"
    feed = f"<rss><channel><title>Times</title>{item * 3}</channel></rss>"
    for share in range(10, 100, 10):
        yield f"cut at {share}.rss", later(share, lambda s: feed[: len(feed) * s // 100].encode())
    yield "entries.rss", lambda: f"<rss>{item * 20_000}</rss>".encode()
    yield "nested.rss", lambda: f"<rss>{'<item>' * 50_000}".encode()
    yield "nested.docx", lambda: make_docx("<w:p>" * 50_000)
    yield "paragraphs.docx", lambda: make_docx(paragraph("Nothing.") * 100_000)
    yield "html within.rss", lambda: feed.replace(SENTENCE, "&lt;b&gt;" * 100_000).encode()
    yield (
        "deep.json",
        lambda: b'{"version": "https://jsonfeed.org/version/1", "items":' + b"[" * 200_000,
    )
    yield (
        "wrong.json",
        lambda: json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [1, None, {"title": 3, "authors": 4}],
            }
        ).encode(),
    )
    yield "chapters.epub", lambda: make_epub([f"<html><p>{SENTENCE}"] * 3_000)
    yield "chapter missing.epub", lambda: make_epub([PAGE]).replace(b"c0.xhtml", b"c9.xhtml", 1)
    yield "no spine.epub", lambda: make_epub([])


def mail_files() -> Iterator[tuple[str, Maker]]:
    """Mails with too many parts, headers that are none, attachments that are traps."""
    good = make_mail("Owner held", SENTENCE, annex_txt=SENTENCE.encode())
    for share in range(10, 100, 10):
        yield f"cut at {share}.eml", later(share, lambda s: good[: len(good) * s // 100])
    yield "header.eml", lambda: good.replace(b"Subject: ", b"Subject: " + b"a" * MILLION)
    yield "headers.eml", lambda: b"X-A: b\r\n" * 200_000 + good
    yield "encoded words.eml", lambda: good.replace(b"Owner held", b"=?utf-8?q?=FF?= " * 20_000)
    yield "wrong words.eml", lambda: good.replace(b"Owner held", b"=?nosuch?b?!!!!?=")
    yield "date.eml", lambda: good.replace(b"2014 10", b"999999 10")
    yield "addresses.eml", lambda: good.replace(b"ida@marena.example", b"(" * 100_000)
    yield "charset.eml", lambda: good.replace(b"utf-8", b"no-such-charset")
    yield "parts.eml", lambda: _nested_mail(2_000)
    yield "deep parts.eml", lambda: _nested_mail(100)
    yield (
        "bomb attached.eml",
        lambda: make_mail(
            "Owner held", SENTENCE, a_zip=zip_of([("a.txt", b" " * 40 * MILLION, 0)])
        ),
    )
    yield "mails in mails.eml", lambda: _mail_in_mail(30)
    yield "many.mbox", lambda: make_mbox([make_mail(f"Letter {n}", SENTENCE) for n in range(100)])
    yield "from lines.mbox", lambda: b"From a Mon Mar  3 10:00:00 2014\nA: b\n\n" * 3_000
    yield "quotes.eml", lambda: make_mail("Owner held", "> " * 300_000)
    yield "path attached.eml", lambda: good.replace(b"annex.txt", b"../../../etc/annex.txt")


def _nested_mail(depth: int) -> bytes:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    return (
        "From: a@b.example\nSubject: Owner held\nMessage-ID: <1>\nMIME-Version: 1.0\n"
        f"{head}Content-Type: text/plain\n\n{SENTENCE}\n"
    ).encode()


def _mail_in_mail(depth: int) -> bytes:
    mail = make_mail("Owner held", SENTENCE)
    for _ in range(depth):
        mail = (
            b"From: a@b.example\nSubject: Fwd\nMessage-ID: <1>\nMIME-Version: 1.0\n"
            b"Content-Type: message/rfc822\n\n" + mail
        )
    return mail


def table_files() -> Iterator[tuple[str, Maker]]:
    """Tables that are too long, ragged, or no tables."""
    yield "quotes.csv", lambda: b'Date,Text\n"' + b'""' * 300_000
    yield "columns.csv", lambda: b"Text," + b"," * 200_000 + b"\n" + SENTENCE.encode()
    yield "rows.csv", lambda: b"Date,Text\n" + b"2001,x\n" * 60_000
    yield "cell.csv", lambda: b"Date,Text\n2001," + b"a" * 2 * MILLION
    yield "formula.csv", lambda: b"Date,Text\n2001,=cmd|' /C calc'!A0 happened in the harbour\n"
    yield (
        "dates.csv",
        lambda: (
            b"Date,Text\n"
            + b"".join(
                f"{date},{SENTENCE}\n".encode()
                for date in (
                    "99/99/9999",
                    "0000",
                    "31/02/2001",
                    "-" * 60,
                    "1" * 60,
                    "c. c. c.",
                    "??/??/????",
                )
            )
        ),
    )
    yield "cells.xlsx", lambda: make_xlsx([["Text"] * 20] * 20).replace(b"A1", b"ZZZ9")
    yield "no sheet.xlsx", lambda: make_zip({"xl/workbook.xml": "<a/>"})
    yield (
        "numbers.xlsx",
        lambda: make_xlsx([["Date", "Text"], [10**300, SENTENCE], [-(10**9), SENTENCE]]),
    )


def web_archive_files() -> Iterator[tuple[str, Maker]]:
    """Web archives whose lengths lie, whose records are cut, or that answer nothing."""
    good = warc_record("https://a.example/1", "text/html", PAGE.encode())
    two = [("https://a.example/1", "text/html", PAGE.encode())] * 2
    for length in (b"0", b"-1", b"5", b"99999999", b"9" * 30, b"x", b""):
        name = length.decode()[:9] or "none"
        place = good.rindex(b"Content-Length: ", 0, good.index(b"HTTP/1.1")) + 16
        end = good.index(b"\r\n", place)
        bad = good[:place] + length + good[end:]
        yield f"length {name}.warc", later(bad, lambda b: b + good)
        yield (
            f"length {name}.warc.gz",
            later(bad, lambda b: gzip.compress(b, mtime=0) + gzip.compress(good)),
        )
    for share in range(10, 100, 10):
        yield f"cut at {share}.warc", later(share, lambda s: good[: len(good) * s // 100])
        yield (
            f"cut at {share}.warc.gz",
            later(share, lambda s: make_warc(two)[: len(make_warc(two)) * s // 100]),
        )
    for number in range(10):
        yield f"bent {number}.warc.gz", later(number, lambda n: bent(make_warc(two), n))
    for status in (206, 304, 404, 999):
        yield (
            f"status {status}.warc",
            later(
                status,
                lambda s: warc_record("https://a.example", "text/html", PAGE.encode(), status=s),
            ),
        )
    yield (
        "bomb.warc.gz",
        lambda: make_warc([("https://a.example", "text/html", b" " * 100 * MILLION)]),
    )
    yield (
        "chunks.warc",
        lambda: good.replace(b"Content-Type: text/html", b"Transfer-Encoding: chunked"),
    )
    yield (
        "encoding.warc",
        lambda: good.replace(b"Content-Type: text/html", b"Content-Encoding: gzip"),
    )
    yield (
        "headers.warc",
        lambda: good.replace(b"WARC-Type", b"A: " + b"b" * 3 * MILLION + b"\r\nWARC-Type"),
    )
    yield "address.warc", lambda: good.replace(b"https://a.example/1", b"javascript:alert(1)\0")
    yield (
        "pdf within.warc",
        lambda: warc_record("https://a.example/a", "application/pdf", b"%PDF-1.4\n"),
    )


def other_files() -> Iterator[tuple[str, Maker]]:
    """Rich texts, Markdown and pictures that are traps, and what is no document at all."""
    yield "groups.rtf", lambda: b"{\\rtf1 " + b"{" * 300_000 + SENTENCE.encode()
    yield "binary.rtf", lambda: b"{\\rtf1 \\bin99999999999 " + SENTENCE.encode()
    yield "unicode.rtf", lambda: b"{\\rtf1 " + b"\\u-99999999 ?" * 50_000 + b"}"
    yield "codepage.rtf", lambda: b"{\\rtf1\\ansicpg99999 " + SENTENCE.encode() + b"}"
    yield (
        "picture.rtf",
        lambda: b"{\\rtf1 {\\pict " + b"0f" * 3 * MILLION + b"} " + SENTENCE.encode(),
    )
    for name, text in {
        "brackets": "[" * 50_000, "stars": "*a_ " * 50_000, "quotes": ">" * 50_000,
        "ticks": "`" * 80_001, "lists": "- " * 20_000, "links": "[a](" * 50_000,
        "tables": "|" * 50_000 + "\n" + "|-" * 50_000,
    }.items():  # fmt: skip
        yield f"{name}.md", later(text, lambda t: f"# Owner held\n\n{SENTENCE}\n\n{t}".encode())
    for name, mark in {
        "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0", "tif": b"II*\0", "doc":
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "exe": b"MZ\x90\0", "sqlite": b"SQLite format 3\0",
        "mp3": b"ID3\x03\0", "7z": b"7z\xbc\xaf\x27\x1c",
    }.items():  # fmt: skip
        yield f"picture.{name}", later(mark, lambda m: m + bytes(range(256)) * 40)
        yield f"called {name}.txt", later(mark, lambda m: m + bytes(range(256)) * 40)


def hostile_files() -> dict[str, Maker]:
    """Give all of them by name."""
    families = (
        html_files(), text_files(), encoding_files(), pdf_files(), archive_files(), xml_files(),
        mail_files(), table_files(), web_archive_files(), other_files(),
    )  # fmt: skip
    return {name: maker for family in families for name, maker in family}
