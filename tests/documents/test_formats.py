"""Each format becomes a text with its paragraphs, its kinds of blocks and what it states."""

import gzip
import io

import pytest

from kipu.documents import File, Listed, Part, Refused, read_document, read_part, split_parts
from kipu.documents.pieces import CELLS
from kipu.model.documents import Document
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
    warc_record,
)

SENTENCE = "The minister of mines, Ida Lorn, resigned on Monday, a spokesman said."
SECOND = "She was arrested in Corran a day later, the police said in a statement."
PAGE = f"<html><body><article><h1>Minister quits</h1><p>{SENTENCE}</p></article></body></html>"
TEXT = f"Minister quits over mine\n\n{SENTENCE}\n"


def blocks(doc: Document) -> list[tuple[str, str]]:
    return [(block.kind, doc.quote(block.span)) for block in doc.blocks]


def read_all(data: bytes, uri: str) -> list[Document | str]:
    """Give the documents that a file holds, and the reasons of those that are refused."""
    found: list[Document | str] = []
    for part in split_parts(File(io.BytesIO(data), uri)):
        if isinstance(part, Listed):
            found.append(f"page {part.url}")
        else:
            found.append(part.reason if isinstance(part, Refused) else read_quietly(part))
    return found


def read_quietly(part: Part) -> Document | str:
    try:
        return read_part(part)
    except DocumentError as error:
        return str(error)


def documents(data: bytes, uri: str) -> list[Document]:
    return [found for found in read_all(data, uri) if isinstance(found, Document)]


# Office documents.


def test_word() -> None:
    """Headline, headings, rows, notes and running heads of a Word file keep their kinds."""
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    note = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}'
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Minister quits</dc:title>'
        "<dc:creator>Ann Bell</dc:creator></c>"
    )
    data = make_docx(
        paragraph("Minister quits", "Title")
        + paragraph(SENTENCE)
        + paragraph("The mine", "Heading1")
        + table.format(paragraph("Corran"), paragraph("9 houses"))
        + f"<w:del>{paragraph('Never written.')}</w:del>"
        + paragraph(SECOND),
        {
            "word/footnotes.xml": note.format(f"<w:footnote>{paragraph('See the letter.')}")
            + "</w:footnote></w:footnotes>",
            "docProps/core.xml": core,
        },
    )
    doc = read_document(data, uri="a.docx")
    assert blocks(doc) == [
        ("headline", "Minister quits"),
        ("paragraph", SENTENCE),
        ("heading", "The mine"),
        ("table", f"Corran{CELLS}9 houses"),
        ("paragraph", SECOND),
        ("footnote", "See the letter."),
    ]
    assert (doc.title, doc.byline) == ("Minister quits", "Ann Bell")
    assert [problem.code for problem in doc.problems] == ["changes-accepted"]


def test_opendocument() -> None:
    """Notes of an OpenDocument text come after it, deleted text not at all."""
    data = make_odt(
        "<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>"
        '<text:h text:style-name="Title">Minister quits</text:h>'
        f"<text:p>{SENTENCE}<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>See the letter.</text:p></text:note-body></text:note> Truly.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Corran</text:p></table:table-cell>"
        "<table:table-cell><text:p>9</text:p></table:table-cell></table:table-row></table:table>",
        "<meta:initial-creator>Ann Bell</meta:initial-creator>",
    )
    doc = read_document(data, uri="a.odt")
    assert blocks(doc) == [
        ("headline", "Minister quits"),
        ("paragraph", f"{SENTENCE} Truly."),
        ("table", f"Corran{CELLS}9"),
        ("footnote", "See the letter."),
    ]
    assert doc.byline == "Ann Bell"


def test_rich_text() -> None:
    """A rich text is read with its characters of an older encoding."""
    data = (
        rb"{\rtf1\ansi{\info{\author Ann Bell}}{\b Minister quits over mine}\par\par "
        rb"The minister, Mar\'eda Lorn, resigned on Monday, a spokesman said.\par}"
    )
    doc = read_document(data, uri="a.doc")
    assert "María Lorn, resigned" in doc.text
    assert (doc.title, doc.byline) == ("Minister quits over mine", "Ann Bell")


def test_book() -> None:
    """Chapters come in the order of the spine; the book's date is that of its publication."""
    chapters = [f"<html><body><h2>{n}</h2><p>{SENTENCE}</p></body></html>" for n in ("I", "II")]
    stated = (
        "<dc:title>The Mine</dc:title><dc:creator>Ann Bell</dc:creator>"
        "<dc:date>2014-03-03</dc:date><dc:publisher>Harbour Press</dc:publisher>"
    )
    doc = read_document(make_epub(chapters, stated), uri="a.epub")
    assert [text for kind, text in blocks(doc) if kind == "heading"] == ["I", "II"]
    assert (doc.title, doc.byline, doc.outlet) == ("The Mine", "Ann Bell", "Harbour Press")
    assert doc.published.interval
    assert doc.published.interval.edtf == "2014-03-03"


def test_markdown() -> None:
    """Marks of Markdown are no part of the text."""
    text = (
        "---\ntitle: Minister quits\ndate: 2014-03-03\n---\n# Minister *quits*\n\n"
        "**The minister** of [mines](http://a.example), Ida Lorn,\nresigned on Monday.\n\n"
        "| Place | Houses |\n|---|---|\n| Corran | 9 |\n\n![The dam at Corran](dam.jpg)\n"
    )
    doc = read_document(text.encode(), uri="a.md")
    assert blocks(doc) == [
        ("headline", "Minister quits"),
        ("paragraph", "The minister of mines, Ida Lorn, resigned on Monday."),
        ("table", f"Place{CELLS}Houses"),
        ("table", f"Corran{CELLS}9"),
        ("caption", "The dam at Corran"),
    ]
    assert doc.published.metadata == "date"


# Printed pages.


def column_texts() -> tuple[str, str]:
    told = [
        f"Witness number {n} told the court that the dam had cracked in week {n} of the year and"
        " that nobody had repaired it before the rains came."
        for n in range(16)
    ]
    return " ".join(told[:8]), " ".join(told[8:])


def test_columns_drawn_row_by_row() -> None:
    """Two columns are read one after the other, in whatever order their lines were drawn."""
    left, right = column_texts()
    lines = zip(column(left, 50, 700, 230), column(right, 310, 700, 230), strict=True)
    rows = [line for pair in lines for line in pair]
    page = [(50.0, 760.0, 20.0, "Court hears of cracks in the dam"), *rows]
    doc = read_document(make_pdf([page]), uri="a.pdf")
    assert blocks(doc) == [
        ("headline", "Court hears of cracks in the dam"),
        ("paragraph", left),
        ("paragraph", right),
    ]


def test_pages() -> None:
    """A paragraph goes on over the page, running heads stand apart, and each value has a page."""
    left, right = column_texts()
    whole = f"{left} {right}"
    lines = column(whole, 60, 760, 470)
    cut = len(lines) // 2
    pages = [
        [(60.0, 815.0, 8.0, "Harbour Times, 3 March 2014"), *lines[:cut], (290.0, 30.0, 8.0, "1")],
        [
            (60.0, 815.0, 8.0, "Harbour Times, 3 March 2014"),
            *((x, y + 12 * cut, size, text) for x, y, size, text in lines[cut:]),
            (290.0, 30.0, 8.0, "2"),
        ],
    ]
    doc = read_document(make_pdf(pages), uri="a.pdf")
    assert [text for kind, text in blocks(doc) if kind == "paragraph"] == [whole]
    assert blocks(doc)[0] == ("dateline", "Harbour Times, 3 March 2014")
    assert [text for kind, text in blocks(doc) if kind == "residue"][1::2] == ["1", "2"]
    for place, page in (("Witness number 0", 1), ("Witness number 15", 2)):
        start = doc.text.index(place)
        assert doc.page_of(doc.span(start, start + len(place))) == page
    assert doc.outlet == "Harbour Times"


def test_hyphens_at_the_ends_of_lines() -> None:
    """A broken word is joined as the text writes it elsewhere; else its hyphen goes in doubt."""
    texts = ["The well-known govern-", "ment of the well-", "known man fell on Monday, he said."]
    lines = [(60.0, 700.0 - 12 * n, 10.0, text) for n, text in enumerate(texts)]
    doc = read_document(make_pdf([lines]), uri="a.pdf")
    assert "The well-known government of the well-known man fell" in doc.text


def test_scan_without_tesseract_says_so() -> None:
    """Pages that are pictures are refused with what to install."""
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
    )
    from tests.documents.making import write_pdf

    data = write_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            b" /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>",
            picture,
            b"<< /Length 29 >>\nstream\nq 500 0 0 700 50 50 cm /I Do Q\nendstream",
        ]
    )
    with pytest.raises(DocumentError, match="install Tesseract"):
        read_document(data, uri="a.pdf")
    doc = read_document(data, uri="a.pdf", recognise=lambda picture: f"Quits\n\n{SENTENCE}\n")
    assert SENTENCE in doc.text
    assert doc.page_of(doc.blocks[-1].span) == 1
    assert [problem.code for problem in doc.problems] == ["text-recognised"]


# Mails, feeds, tables, archives: many documents in one file.


def test_mail() -> None:
    """A mail has the date, sender and subject of its headers; what it quotes is not read."""
    text = f"{SENTENCE}\n\nOn Sunday Bob wrote:\n> She will not resign tomorrow.\n\n-- \nIda\n"
    data = make_mail("Minister quits — ¿por qué?", text, annex_txt=SECOND.encode())
    mail, annex = documents(data, "a.eml")
    assert (mail.title, mail.byline) == ("Minister quits — ¿por qué?", "Ida Lorn")
    assert mail.published.interval
    assert (mail.published.interval.edtf, mail.published.metadata) == ("2014-03-03", "Date")
    assert ("residue", "> She will not resign tomorrow.") in blocks(mail)
    assert ("residue", "Ida") in blocks(mail)
    assert (annex.uri, annex.part_of, annex.text) == ("a.eml#annex.txt", "a.eml", SECOND)
    alone = read_document(data, uri="a.eml")
    assert [problem.code for problem in alone.problems] == [
        "quotations-not-read",
        "attachments-not-read",
    ]


def test_what_hangs_on_a_mail_and_is_no_text() -> None:
    """Logos and calls to meetings are left out; a paper that hangs beside them is read."""
    paper = make_pdf([[(60, 700, 10, SECOND)]])
    logo, invitation = b"\x89PNG\r\n\x1a\n\0", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"
    data = make_mail("Quits", SENTENCE, logo_png=logo, call_ics=invitation, report_pdf=paper)
    mail, *rest = read_all(data, "a.eml")
    assert isinstance(mail, Document)
    assert rest[:2] == ["no article by its kind"] * 2
    assert isinstance(rest[2], Document)


def test_mailbox() -> None:
    """Each mail of a mailbox is a document with bytes of its own."""
    mails = [make_mail(f"Letter {n}", f"{SENTENCE} {n}") for n in range(3)]
    found = documents(make_mbox(mails), "box")
    assert [doc.uri for doc in found] == ["box#1", "box#2", "box#3"]
    assert [doc.title for doc in found] == ["Letter 0", "Letter 1", "Letter 2"]
    assert len({doc.sha256 for doc in found}) == 3
    assert {doc.part_of for doc in found} == {"box"}


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Times</title><language>en-GB</language>
<item><title>Minister &amp; mine</title><link>https://a.example/1</link><dc:creator>Ann Bell
</dc:creator><pubDate>Mon, 03 Mar 2014 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{SENTENCE}&lt;/p&gt;</description></item>
<item><title>Second</title><description>{SECOND}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><entry>
<title>Minister &amp; mine</title><link rel="alternate" href="https://a.example/1"/><author><name>Ann
Bell</name></author><published>2014-03-03T10:00:00Z</published><updated>2015-01-01</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{SENTENCE}</p></div></content>
</entry></feed>"""
JSON = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Times", "items": [
{{"title": "Minister & mine", "url": "https://a.example/1", "authors": [{{"name": "Ann Bell"}}],
"date_published": "2014-03-03T10:00:00Z", "content_html": "<p>{SENTENCE}</p>"}}]}}"""


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_feed(feed: str) -> None:
    """Each entry of a feed is a document with what the entry and the feed state."""
    doc = documents(feed.encode(), "feed")[0]
    assert doc.text == f"Minister & mine\n\n{SENTENCE}"
    assert (doc.byline, doc.outlet, doc.url) == ("Ann Bell", "Harbour Times", "https://a.example/1")
    assert doc.published.interval
    assert doc.published.interval.edtf == "2014-03-03"
    assert (doc.uri, doc.part_of) == ("feed#1", "feed")


CHRONOLOGY = [
    ["Chronology of the mine", "", "", ""],
    ["Fecha", "Lugar", "Hecho", "Víctimas"],
    ["??/03/2001", "Corran", "Un policía mató a un minero, Juan Quispe, en la plaza.", "1"],
    ["antes de 1992", "", "La empresa despidió a cuarenta trabajadores de la mina.", ""],
    ["cuando llovía", "", "La presa cedió y enterró nueve casas del pueblo.", "9"],
]


def test_chronology() -> None:
    """A row of a hand-made chronology is a document with its own date; the rest stays in sight."""
    text = "\n".join(";".join(row) for row in CHRONOLOGY)
    first, second, third = documents(text.encode("utf-8-sig"), "list.csv")
    assert first.uri == "list.csv#3"
    assert blocks(first) == [
        ("dateline", "Corran"),
        ("paragraph", "Un policía mató a un minero, Juan Quispe, en la plaza."),
        ("residue", "Fecha: ??/03/2001"),
        ("residue", "Víctimas: 1"),
    ]
    dates = [doc.published.interval.edtf if doc.published.interval else None
             for doc in (first, second, third)]  # fmt: skip
    assert dates == ["2001-03", "../1991-12-31", None]
    assert first.published.metadata == "column Fecha"
    assert [problem.code for problem in third.problems] == ["date-not-read"]


def test_workbook() -> None:
    """Dates of a workbook are days, whatever they are shown as."""
    rows: list[list[str | int]] = [["Date", "Text"], [41701, SENTENCE], ["c. 1990", SECOND]]
    first, second = documents(make_xlsx(rows), "list.xlsx")
    assert first.published.interval
    assert first.published.interval.edtf == "2014-03-03"
    assert second.published.interval
    assert second.published.interval.edtf == "1990~"
    assert first.text == SENTENCE


def test_all_sheets_of_a_workbook() -> None:
    """Rows of further sheets are named after them; a sheet without texts is told of."""
    first: list[list[str | int]] = [["Date", "Text"], [41701, SENTENCE]]
    more: list[list[str | int]] = [["Text"], [SECOND]]
    found = read_all(make_xlsx(first, Figures=[["a", "b"], ["1", "2"]], Later=more), "list.xlsx")
    assert [doc.uri for doc in found if isinstance(doc, Document)] == [
        "list.xlsx#2", "list.xlsx#Later!2"
    ]  # fmt: skip
    assert "its heads: a, b" in str(found[1])


def test_table_without_texts_is_refused() -> None:
    """A table of figures says which heads it has, and what to call them."""
    (reason,) = read_all(b"a,b\n1,2\n3,4\n", "list.csv")
    assert "its heads: a, b" in str(reason)


PAGES = ["http://a.example/1", "https://b.example/a-long-name-of-a-page.html"]
LISTS: dict[str, list[list[str | int]]] = {
    "headed": [["Outlet", "Link", "Date"], ["The Paper", PAGES[0], 41701], ["", PAGES[1], ""]],
    "titled": [["Headline", "URL"], ["Minister quits", PAGES[0]], ["Dam breaks", PAGES[1]]],
    "of another head": [["no", "where it stands"], [1, PAGES[0]], [2, PAGES[1]]],
    "without heads": [[PAGES[0], "The Paper"], [PAGES[1], "The Post"]],
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_list_of_pages(name: str, kind: str) -> None:
    """A table without texts that has an address in its rows names the pages to be fetched."""
    rows = LISTS[name]
    text = "\n".join(",".join(map(str, cells)) for cells in rows).encode()
    data = text if kind == "csv" else make_xlsx(rows)
    assert read_all(data, f"list.{kind}") == [f"page {url}" for url in PAGES]
    (refused,) = read_all(make_zip({f"list.{kind}": data}), "all.zip")
    assert "add it by itself" in str(refused)
    with pytest.raises(DocumentError, match="list of pages"):
        read_document(data, uri=f"list.{kind}")


def test_what_is_no_list_of_pages() -> None:
    """Texts with their addresses are documents; a row of no address is told with its words."""
    (doc,) = documents(f'Text,Link\n"{SENTENCE}",{PAGES[0]}\n'.encode(), "list.csv")
    assert (doc.url, doc.blocks[0].kind) == (PAGES[0], "paragraph")
    listed = f"Link,Outlet\n{PAGES[0]},The Paper\nwww.b.example,The Post\n".encode()
    assert read_all(listed, "list.csv") == [f"page {PAGES[0]}", "page www.b.example"]


def test_zip() -> None:
    """Files of an archive are documents; what is none by its name is told, hidden files are not."""
    inner = make_zip({"c.html": PAGE})
    data = make_zip(
        {"a/a.txt": TEXT, "inner.zip": inner, "photo.jpg": b"\xff\xd8", "__MACOSX/a.txt": "x"}
    )
    found = read_all(data, "all.zip")
    assert [doc.uri for doc in found if isinstance(doc, Document)] == [
        "all.zip#a/a.txt",
        "all.zip#inner.zip#c.html",
    ]
    assert found[-1] == "no article by its name"


def test_web_archive() -> None:
    """Answers that hold text are documents with address and time; others are counted."""
    answers = [
        ("https://a.example/1", "text/html; charset=utf-8", PAGE.encode()),
        ("https://a.example/2", "image/png", b"\x89PNG"),
        ("https://a.example/3", "text/plain", TEXT.encode()),
    ]
    found = read_all(make_warc(answers), "crawl.warc.gz")
    first, third, images = found
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert (first.url, first.retrieved) == ("https://a.example/1", "2024-09-12T08:30:00Z")
    assert (third.uri, third.text) == ("crawl.warc.gz#2", TEXT)
    assert images == "1 record of type image/png"
    wacz = make_zip(
        {"datapackage.json": "{}", "archive/a.warc.gz": make_warc(answers)}, stored=True
    )
    assert [doc.url for doc in documents(wacz, "crawl.wacz")] == [first.url, third.url]


def test_answers_without_a_page_are_counted() -> None:
    """Errors and redirections of a server are no documents."""
    data = warc_record("https://a.example", "text/html", PAGE.encode(), status=404)
    assert read_all(data, "a.warc") == ["1 record answered with status 404"]


@pytest.mark.parametrize(
    ("data", "uri"),
    [
        (PAGE.encode(), "a.pdf"),
        (make_pdf([[(60, 700, 10, SENTENCE)]]), "a.txt"),
        (make_docx(paragraph(SENTENCE)), "a.zip"),
        (gzip.compress(PAGE.encode()), "a.html.gz"),
        (make_mail("Quits", SENTENCE), "a.txt"),
        (TEXT.encode(), "a.docx"),
        (TEXT.encode(), "a"),
    ],
)
def test_a_wrong_name_is_no_reason_to_refuse(data: bytes, uri: str) -> None:
    """What a file is, is told by its bytes."""
    assert SENTENCE in read_document(data, uri=uri).text


def test_several_documents_are_not_one() -> None:
    """Asked for one document, a mailbox says that it holds several."""
    box = make_mbox([make_mail("One", SENTENCE), make_mail("Two", SECOND)])
    with pytest.raises(DocumentError, match="holds several documents"):
        read_document(box, uri="box.mbox")
