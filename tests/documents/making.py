"""Files of each format, written by hand as small as they can be."""

import gzip
import io
import textwrap
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

Placed = tuple[float, float, float, str]
"""A line of print: its place from the lower left corner, its size, its words."""
WORD_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH = 0.5
"""Mean width of a letter of Helvetica, in sizes."""


def make_zip(entries: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """Make a zip file."""
    made = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return made.getvalue()


def make_docx(body: str, more: Mapping[str, str] | None = None) -> bytes:
    """Make a Word document of the XML of its body; ``more`` are other parts."""
    document = f"<w:document {WORD_NS}><w:body>{body}</w:body></w:document>"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return make_zip(
        {"[Content_Types].xml": types, "word/document.xml": document} | dict(more or {})
    )


def paragraph(text: str, style: str = "") -> str:
    """Write a paragraph of a Word document."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def make_odt(body: str, meta: str = "") -> bytes:
    """Make an OpenDocument text of the XML of its body."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "meta")
    )
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {names} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:meta>{meta}</office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = "<manifest/>"
    return make_zip(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content,
         "meta.xml": meta}
    )  # fmt: skip


def make_epub(chapters: Sequence[str], metadata: str = "") -> bytes:
    """Make a book of the HTML of its chapters."""
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    entries = {"META-INF/container.xml": container, "OPS/book.opf": package}
    return make_zip(entries | {f"OPS/text/c{n}.xhtml": c for n, c in enumerate(chapters)})


def make_xlsx(rows: Sequence[Sequence[str | int]], **more: Sequence[Sequence[str | int]]) -> bytes:
    """Make a workbook; whole numbers are dates, counted in days. ``more`` are further sheets."""
    name = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

    def cell(place: int, row: int, value: str | int) -> str:
        reference = f"{chr(ord('A') + place)}{row}"
        if isinstance(value, int):
            return f'<c r="{reference}" s="1"><v>{value}</v></c>'
        return f'<c r="{reference}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'

    def sheet(rows: Sequence[Sequence[str | int]]) -> str:
        written = "".join(
            f'<row r="{n}">{"".join(cell(p, n, v) for p, v in enumerate(row) if v != "")}</row>'
            for n, row in enumerate(rows, 1)
        )
        return f"<worksheet {name}><sheetData>{written}</sheetData></worksheet>"

    titles = "".join(
        f'<sheet name="{title}" r:id="r{n}"/>' for n, title in enumerate(("First", *more), 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(more) + 2)
    )
    styles = (
        f'<styleSheet {name}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    return make_zip(
        {
            "xl/workbook.xml": f"<workbook {name} xmlns:r='r'><sheets>{titles}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/styles.xml": styles,
            "xl/worksheets/sheet1.xml": sheet(rows),
            **{
                f"xl/worksheets/sheet{n}.xml": sheet(others)
                for n, others in enumerate(more.values(), 2)
            },
        }
    )


def make_mail(
    subject: str, text: str, *, date: str = "Mon, 3 Mar 2014 10:00:00 +0100", **attached: bytes
) -> bytes:
    """Make a mail; files are attached by name, ``annex_pdf`` for ``annex.pdf``."""
    mail = EmailMessage()
    mail["From"] = "Ida Lorn <ida@marena.example>"
    mail["To"] = "desk@marena.example"
    mail["Date"], mail["Subject"], mail["Message-ID"] = date, subject, "<1@marena.example>"
    mail.set_content(text)
    for name, data in attached.items():
        mail.add_attachment(data, "application", "octet-stream", filename=name.replace("_", "."))
    return mail.as_bytes()


def make_mbox(mails: Iterable[bytes]) -> bytes:
    """Put mails in a mailbox."""
    return b"".join(
        b"From ida@marena.example Mon Mar  3 10:00:00 2014\n" + m + b"\n" for m in mails
    )


def make_warc(answers: Iterable[tuple[str, str, bytes]], *, packed: bool = True) -> bytes:
    """Make a web archive of addresses, media types and what was answered."""
    records = [warc_record(*answer) for answer in answers]
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


def warc_record(url: str, kind: str, data: bytes, *, status: int = 200) -> bytes:
    """Write one answer as a record."""
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
    block = http.encode() + data
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2024-09-12T08:30:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def make_pdf(pages: Sequence[Sequence[Placed]], info: str = "") -> bytes:
    """Make a PDF of lines in Helvetica, drawn in the order in which they are given."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids "
        f"[{' '.join(f'{4 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({_quoted(text)}) Tj ET" for x, y, size, text in lines
        )
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R"
            f" >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream",
        ]
    return write_pdf([part.encode("cp1252") for part in objects], info)


def write_pdf(objects: Sequence[bytes], info: str = "") -> bytes:
    """Write the objects of a PDF with their table; the first is the catalogue."""
    parts = [*objects, f"<< {info} >>".encode("cp1252")]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(parts) + 1
    trailer = f"<< /Size {count} /Root 1 0 R /Info {len(parts)} 0 R >>"
    tail = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n"
    return made + tail.encode() + f"{len(made)}\n%%EOF\n".encode()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(text: str, left: float, top: float, width: float, *, size: float = 10) -> list[Placed]:
    """Set a text in a column, wrapped to its width."""
    letters = int(width / (WIDTH * size))
    lines = textwrap.wrap(text, letters, break_on_hyphens=False)
    return [(left, top - 1.2 * size * n, size, line) for n, line in enumerate(lines)]
