"""Damaged files of every format: a good one, mutated by hypothesis, within its archive too.

A reader may give a document or refuse the file by ``DocumentError``, and nothing else: what the
outermost loop would swallow as a fault of a library is one here.
"""

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache

import msgspec
from hypothesis import strategies as st

from kipu.documents import File, Part, Refused, formats, read_part
from kipu.documents.decoding import decode
from kipu.documents.intake import _extract
from kipu.documents.markup import parse_page
from kipu.documents.metadata import read_metadata
from kipu.documents.page_lines import read_page_lines
from kipu.documents.parts import parts_of
from kipu.documents.passages import split_passages
from kipu.documents.readers.markdown import read_markdown
from kipu.lang.documents import load_page_rules
from kipu.model.errors import DocumentError
from tests.documents.making import (
    column,
    make_docx,
    make_epub,
    make_mail,
    make_mbox,
    make_odt,
    make_pdf,
    make_warc,
    make_xlsx,
    make_zip,
    paragraph,
)

TOLD = "The harbour union's chairman, Rui Lorn, was shot at Corran on Monday, witnesses said."
PAGE = (
    "<html lang=en><head><title>Shot at Corran</title><meta property='article:published_time' "
    "content='2014-03-03T08:00:00Z'><script type='application/ld+json'>"
    '{"@type":"NewsArticle","author":{"name":"Ann Bell"},"datePublished":"2014-03-03"}'
    f"</script></head><body><nav><a href=/>Home</a></nav><article><h1>Shot at Corran</h1><p>{TOLD}"
    f"</p><figure><img src=a><figcaption>The gate</figcaption></figure><table><tr><td>Dead<td>9"
    f"</table><p>{TOLD}</article></body></html>"
)
ENTRY = (
    "<item><title>Shot at Corran</title><link>http://a.example/1</link><dc:creator>Ann Bell"
    f"</dc:creator><description>&lt;p&gt;{TOLD}&lt;/p&gt;</description>"
    "<pubDate>Mon, 03 Mar 2014 08:00:00 GMT</pubDate></item>"
)
FEED = f"<rss xmlns:dc='d'><channel><title>The Paper</title>{ENTRY * 2}</channel></rss>"
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Paper",
    "items": [{"title": "Shot", "content_html": TOLD, "authors": [{"name": "Ann Bell"}],
               "date_published": "2014-03-03T08:00:00Z", "url": "http://a.example/1"}],
}  # fmt: skip
RTF = r"{\rtf1\ansi{\fonttbl\f0 Arial;}{\b Shot at Corran}\par " + TOLD + r" \u233?\'e9\par}"
TABLE = f"Date,Text,Source\n3/3/2014,{TOLD!r},The Paper\n??/03/2001,c. 1990,before 1992\n"
MARKDOWN = (
    f"# Shot at Corran\n\n*3 March 2014*\n\n{TOLD}\n\n- one\n- two\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n"
)


def _seeds() -> dict[str, bytes]:
    mail = make_mail("Shot at Corran", TOLD, annex_txt=TOLD.encode(), page_html=PAGE.encode())
    answers = [
        ("http://a.example/1", "text/html", PAGE.encode()),
        ("http://a.example/2", "text/plain", TOLD.encode()),
    ]
    words = paragraph("Shot at Corran", "Title") + paragraph(TOLD)
    cells = f"<w:tbl><w:tr><w:tc>{paragraph('Dead')}</w:tc></w:tr></w:tbl>"
    odt = f"<text:h>Shot</text:h><text:p>{TOLD}</text:p>", "<dc:date>2014-03-03</dc:date>"
    wacz: dict[str, bytes | str] = {
        "datapackage.json": "{}",
        "archive/a.warc.gz": make_warc(answers),
    }
    return {
        "a.txt": f"Shot at Corran\n\nPort Sarn, 3 March 2014\n\n{TOLD}\n".encode(),
        "a.html": PAGE.encode(),
        "a.md": MARKDOWN.encode(),
        "a.pdf": make_pdf([column(TOLD * 3, 60, 760, 220), column(TOLD, 60, 760, 470)]),
        "a.docx": make_docx(words + cells),
        "a.odt": make_odt(*odt),
        "a.rtf": RTF.encode(),
        "a.epub": make_epub([PAGE, PAGE], "<dc:title>Shot</dc:title><dc:date>2014</dc:date>"),
        "a.eml": mail,
        "a.mbox": make_mbox([mail, mail]),
        "a.rss": FEED.encode(),
        "a.json": json.dumps(JSON_FEED).encode(),
        "a.csv": TABLE.encode(),
        "a.xlsx": make_xlsx([["Date", "Text"], [41701, TOLD], ["c. 1990", TOLD]]),
        "a.warc": make_warc(answers, packed=False),
        "a.warc.gz": make_warc(answers),
        "a.zip": make_zip({"a.txt": TOLD, "b/c.html": PAGE, "d.eml": mail}),
        "a.wacz": make_zip(wacz, stored=True),
    }  # fmt: skip


SEEDS = _seeds()
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&#x0;", b"&#xD800;", b"]]>", b"<![CDATA[",
    b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"\r\n\r\n", b"=?utf-8?b?!?=",
    b"\\u-99999", b"%PDF-", b"endobj", b"stream\n", b"PK\x03\x04", b"WARC/1.1\r\n", b"From ", b'"',
    b"{", b"}", b"[", b"null", b"true", b"../", b"\xc3", b"\xf0\x9f\x98", b"\xe2\x80\xae",
    b"31/31/31", b"Date: ,",
)  # fmt: skip


PLAIN_TOKENS = tuple(token for token in TOKENS if token.isascii() and b"\0" not in token)


class Change(msgspec.Struct, frozen=True):
    """One mutation: what is done at which share of the bytes, to how many, with what."""

    kind: int
    at: int
    length: int
    data: bytes


CHANGES = st.lists(
    st.builds(
        Change,
        kind=st.integers(0, 5),
        at=st.integers(0, 9_999),
        length=st.integers(0, 60),
        data=st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
    ),
    min_size=1,
    max_size=6,
)


def mutate(data: bytes, changes: Sequence[Change]) -> bytes:
    """Change bytes: cut, put in, write over, repeat, swap, or cut off the end."""
    for change in changes:
        at = change.at * len(data) // 10_000
        end = min(len(data), at + change.length)
        part = data[at:end]
        made = {
            0: data[:at] + data[end:],
            1: data[:at] + change.data + data[at:],
            2: data[:at] + change.data + data[at + len(change.data) :],
            3: data[:at] + part * 3 + data[end:],
            4: data[:at] + part[::-1] + data[end:],
            5: data[:at],
        }
        data = made[change.kind]
    return data


@cache
def _entries(data: bytes) -> dict[str, bytes]:
    """Give the entries of a zip file, none of another."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mutate_within(data: bytes, changes: Sequence[Change]) -> bytes:
    """Change an entry of a zip file, so that it stays one; other files as they are."""
    entries = _entries(data)
    if not entries:
        return mutate(data, changes)
    chosen = sorted(entries)[changes[0].at % len(entries)]
    return make_zip(entries | {chosen: mutate(entries[chosen], changes)}, stored=True)


MUTATIONS: dict[str, Callable[[bytes, Sequence[Change]], bytes]] = {
    "outside": mutate, "inside": mutate_within,
}  # fmt: skip


Target = Callable[[bytes], object]


def _extracted(kind: str) -> Target:
    return lambda data: _extract(Part(data, "a", kind), kind, None)


def _taken_apart(name: str) -> Target:
    return lambda data: list(parts_of(File(io.BytesIO(data), name)))


def _page(data: bytes) -> None:
    root = parse_page(decode(data).text)
    if root is not None:
        read_page_lines(root, load_page_rules().markup)
        read_metadata(root)


TARGETS: dict[str, Target] = {
    "a.txt": lambda data: split_passages(decode(data).text),
    "a.html": _page,
    "a.md": lambda data: read_markdown(decode(data).text),
    "a.pdf": _extracted(formats.PDF),
    "a.docx": _extracted(formats.DOCX),
    "a.odt": _extracted(formats.ODT),
    "a.rtf": _extracted(formats.RTF),
    "a.epub": _extracted(formats.EPUB),
    "a.eml": _extracted(formats.MAIL),
    **{
        name: _taken_apart(name)
        for name in ("a.mbox", "a.rss", "a.json", "a.csv", "a.xlsx", "a.warc", "a.warc.gz",
                     "a.zip", "a.wacz")
    },
}  # fmt: skip
"""The reader of each format by itself: what it makes is not laid out, nor its language told, which
takes most of the time and is tried by whole documents."""


def changes(rng: random.Random) -> list[Change]:
    """Make up changes as ``CHANGES`` does, a hundred times faster.

    Bytes of no known encoding are rare: guessing one takes ten times as long as all readers.
    """
    odd = rng.random() < 0.1
    tokens = TOKENS if odd else PLAIN_TOKENS
    return [
        Change(
            rng.randrange(6), rng.randrange(10_000), rng.randrange(61),
            rng.randbytes(rng.randrange(7)) if odd and rng.random() < 0.2 else rng.choice(tokens),
        )
        for _ in range(rng.randrange(1, 7))
    ]  # fmt: skip


def try_quickly(name: str, rng: random.Random, *, executions: int, seconds: float) -> int:
    """Read changed files with a reader by itself, until either is reached; give how many.

    Args:
        seconds: Of work of the processor.

    Raises:
        AssertionError: It failed otherwise than by a refusal; the message names the file kept.
    """
    seed, read = SEEDS[name], TARGETS[name]
    began = time.process_time()
    for count in range(executions):
        if count % 50 == 0 and time.process_time() - began > seconds:
            return count
        how = mutate_within if rng.random() < 0.5 else mutate
        data = how(seed, changes(rng))
        try:
            read(data)
        except DocumentError:
            continue
        except Exception as error:
            raise AssertionError(f"{name} failed on {data!r}") from error
    return executions


def check_read(data: bytes, uri: str) -> None:
    """Read everything that bytes hold; whatever is wrong with them is a ``DocumentError``."""
    parts = parts_of(File(io.BytesIO(data), uri))
    with suppress(DocumentError):
        for part in parts:
            if isinstance(part, Refused):
                assert "not read further" not in part.reason, part.reason
            elif isinstance(part, Part):
                _check_part(part)


def _check_part(part: Part) -> None:
    with suppress(DocumentError):
        doc = read_part(part)
        doc.text.encode()
        for block in doc.blocks:
            quote = doc.quote(block.span)
            assert quote.strip() == quote != ""
