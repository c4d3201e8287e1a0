"""PDFs and archives made to break readers: bombs, loops, lies, and ways out; see ``hostile``."""

import gzip
import io
import random
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.documents.making import (
    column,
    make_docx,
    make_odt,
    make_pdf,
    make_xlsx,
    make_zip,
    paragraph,
    write_pdf,
)

Maker = Callable[[], bytes]
MILLION = 1_000_000
SENTENCE = "The owner of a ferry that sank on Saturday was arrested, the police said."
PAGE = (
    f"<html><head><title>Owner held</title></head><body><article><h1>Owner held</h1><p>{SENTENCE}"
)
T = TypeVar("T")


def later(value: T, make: Callable[[T], bytes]) -> Maker:
    """Make a file of a value when it is asked for."""
    return lambda: make(value)


def pdf_files() -> Iterator[tuple[str, Maker]]:
    """PDFs that are bombs, loops, cut off, or hold what is no text."""
    good = make_pdf([column((SENTENCE + " ") * 20, 60, 760, 470)] * 2)
    for share in range(2, 100, 2):
        yield f"cut at {share}.pdf", later(share, lambda s: good[: len(good) * s // 100])
    for number in range(20):
        yield f"bent {number}.pdf", later(number, lambda n: bent(good, n))
    yield "flate bomb.pdf", lambda: _pdf_stream(_bomb(1_000 * MILLION), b"/Filter /FlateDecode")
    yield (
        "flate bomb in bomb.pdf",
        lambda: _pdf_stream(
            zlib.compress(_bomb(300 * MILLION)), b"/Filter [/FlateDecode /FlateDecode]"
        ),
    )
    yield (
        "text bomb.pdf",
        lambda: _pdf_stream(
            zlib.compress(b"BT /F1 1 Tf " + b"(aaaaaaaaaa) Tj " * MILLION + b"ET"),
            b"/Filter /FlateDecode",
        ),
    )
    yield "glyphs.pdf", lambda: make_pdf([[(1, 1, 1, "a" * MILLION)]])
    yield "words.pdf", lambda: make_pdf([[(1, 1, 1, "a " * 100_000)]])
    yield "places.pdf", lambda: make_pdf([[(n % 590, n % 830, 1, "a b") for n in range(30_000)]])
    yield "pages.pdf", lambda: make_pdf([[(60, 700, 10, SENTENCE)]] * 10_000)
    yield "many pages.pdf", lambda: make_pdf([[(60, 700, 10, SENTENCE)]] * 2_000)
    yield (
        "encrypted.pdf",
        lambda: good.replace(b"/Info", b"/Encrypt << /Filter /Standard /V 2 >> /Info"),
    )
    yield "huge page.pdf", lambda: good.replace(b"595 842", b"9e9 9e9")
    yield "no page.pdf", lambda: good.replace(b"/Count 2", b"/Count 9999999")
    yield "loop of pages.pdf", lambda: good.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [2 0 R 2 0 R]")
    yield "loop of tables.pdf", lambda: good.replace(b"trailer\n<<", b"trailer\n<< /Prev 10")
    yield (
        "javascript.pdf",
        lambda: good.replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
        ),
    )
    yield "nested arrays.pdf", lambda: _pdf_stream(b"[" * 500_000, b"")
    yield "nested objects.pdf", lambda: good.replace(b"/Info", b"/X " + b"<< /A " * 100_000)


def bent(data: bytes, seed: int) -> bytes:
    """Change some bytes by chance, always the same."""
    chance = random.Random(seed)
    bent = bytearray(data)
    for _ in range(1 + seed * 3):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    return bytes(bent)


def _bomb(size: int) -> bytes:
    """Pack blanks, a megabyte at a time."""
    packer = zlib.compressobj(9)
    block = b" " * MILLION
    packed = b"".join(packer.compress(block) for _ in range(size // MILLION))
    return packed + packer.flush()


def _pdf_stream(stream: bytes, filters: bytes) -> bytes:
    """Make a PDF of one page with the stream that draws it."""
    return write_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R"
            b" >> >> /Contents 5 0 R >>",
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), filters, stream),
        ]
    )


def archive_files() -> Iterator[tuple[str, Maker]]:
    """Archives that grow, lie, nest, or lead out of themselves."""
    names = (
        "../a.txt",
        "a/../../a.txt",
        "/etc/a.txt",
        "C:\\a.txt",
        "..\\..\\a.txt",
        "a/./../../b.txt",
    )
    for number, name in enumerate(names):
        yield (
            f"path {number}.zip",
            later(name, lambda n: make_zip({n: SENTENCE, "b.txt": ""})),
        )
    yield "link.zip", lambda: zip_of([("a.txt", b"/etc/passwd", stat.S_IFLNK | 0o777)])
    yield "twice.zip", lambda: zip_of([("a.txt", b"One.", 0), ("a.txt", b"Two.", 0)])
    yield "bomb.zip", lambda: zip_of([("a.txt", b" " * 40 * MILLION, 0)])
    yield "large.zip", lambda: zip_of([(f"{n}.txt", b"a " * 15 * MILLION, 0) for n in range(8)])
    yield "entries.zip", lambda: zip_of([(f"{n}.txt", b"", 0) for n in range(10_001)])
    yield "encrypted.zip", lambda: _flagged(make_zip({"a.txt": SENTENCE}), 1)
    yield "lying.zip", lambda: _lying(make_zip({"a.txt": SENTENCE * 50}))
    yield "empty.zip", lambda: make_zip({})
    yield "unknown method.zip", lambda: make_zip({"a.txt": SENTENCE}).replace(b"\x08\0", b"\x63\0")
    yield "names.zip", lambda: make_zip({"\u202etxt.\n\x1b[31m.txt": SENTENCE, "ñ" * 200: SENTENCE})
    yield "device.zip", lambda: make_zip({"CON.txt": SENTENCE, "aux": SENTENCE})
    for depth in range(2, 7):
        yield f"nested {depth}.zip", later(depth, lambda d: _nested(d))
    yield "bomb in docx.docx", lambda: make_docx(paragraph("a" * 30 * MILLION))
    yield "bomb in odt.odt", lambda: make_odt("<text:p/>" * 4 * MILLION)
    yield "bomb in xlsx.xlsx", lambda: make_xlsx([["Text"], ["a" * 30 * MILLION]])
    yield "bomb.txt.gz", lambda: gzip.compress(b" " * 100 * MILLION, mtime=0)
    yield (
        "bombs.html.gz",
        lambda: gzip.compress(gzip.compress(b"a" * 60 * MILLION, mtime=0), mtime=0),
    )
    good = make_zip({"a.txt": SENTENCE, "b.html": PAGE})
    for share in range(5, 100, 5):
        yield f"cut at {share}.zip", later(share, lambda s: good[: len(good) * s // 100])
    for number in range(20):
        yield f"bent {number}.zip", later(number, lambda n: bent(good, n))


def zip_of(entries: list[tuple[str, bytes, int]]) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w") as archive:
        for name, data, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, data, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _flagged(data: bytes, flag: int) -> bytes:
    """Set a flag of the first entry, in both places where it stands."""
    place = data.index(b"PK\x01\x02")
    flagged = bytearray(data)
    flagged[6], flagged[place + 8] = flag, flag
    return bytes(flagged)


def _lying(data: bytes) -> bytes:
    """Let the directory say that the first entry is a hundredth of what it is."""
    place = data.index(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<I", 10) + data[place + 4 :]


def _nested(depth: int) -> bytes:
    data = make_zip({"a.txt": SENTENCE})
    for _ in range(depth):
        data = make_zip({"inner.zip": data})
    return data
