"""A document for word processors: paragraphs, tables whose heads repeat, footnotes, page numbers.

Source: ECMA-376 (Office Open XML), part 1, sections 17.3 (paragraphs), 17.4 (tables), 17.11
(footnotes), 17.16 (fields).
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

import msgspec

Style = Literal["Normal", "Title", "Subtitle", "Heading1", "Legend", "Small", "RowHead"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of each part, the first that an archive can hold: the same blocks give the same file."""
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = f'xmlns:w="{_WORDS}" xmlns:r="{_OFFICE}"'
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 16838, 11906, 1000
"""A sheet of A4 that lies, in twentieths of a point, as all lengths here."""


class Run(msgspec.Struct, frozen=True):
    """A stretch of text; ``note`` is a footnote that hangs on its end."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str | None = None


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph in one of the styles of the document."""

    runs: tuple[Run, ...]
    style: Style = "Normal"


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table; one that spans takes the whole row, as a heading between rows."""

    paragraphs: tuple[Paragraph, ...]


class Row(msgspec.Struct, frozen=True):
    """A row: as many cells as the table has columns, or one that goes over all of them."""

    cells: tuple[Cell, ...]


class Table(msgspec.Struct, frozen=True):
    """A table with its head, which stands on every page; ``widths`` are parts of the whole."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


Block = Paragraph | Table


class About(msgspec.Struct, frozen=True):
    """What the file says of itself; ``language`` is that of its words, as "en"."""

    title: str
    author: str
    made: datetime
    language: str


def write_word(blocks: Iterable[Block], about: About) -> bytes:
    """Write a document as a file of Word; the same blocks give the same bytes."""
    writer = _Writer()
    body = "".join(writer.blocks(blocks))
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "docProps/core.xml": _core(about),
        "word/document.xml": f"{_HEAD}<w:document {_NAMESPACES}><w:body>{body}{_SECTION}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _RELATIONS,
        "word/styles.xml": _styles(about.language),
        "word/settings.xml": f"{_HEAD}<w:settings {_NAMESPACES}><w:footnotePr>"
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr></w:settings>',
        "word/footnotes.xml": writer.footnotes(),
        "word/footer1.xml": _FOOTER,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return file.getvalue()


class _Writer:
    """Writes blocks, and gathers their footnotes."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Table):
                # A table that nothing follows, or another table, would grow together with it.
                yield f"{self._table(block)}<w:p/>"
            else:
                yield self._paragraph(block)

    def footnotes(self) -> str:
        """Write the footnotes, after the two that stand for the line above them."""
        lines = "".join(
            f'<w:footnote w:type="{kind}" w:id="{id_}"><w:p><w:r><w:{element}/></w:r></w:p>'
            "</w:footnote>"
            for kind, id_, element in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            f"{_text(' ' + note)}</w:p></w:footnote>"
            for number, note in enumerate(self._notes, start=1)
        )
        return f"{_HEAD}<w:footnotes {_NAMESPACES}>{lines}{notes}</w:footnotes>"

    def _paragraph(self, paragraph: Paragraph) -> str:
        style = f'<w:pPr><w:pStyle w:val="{paragraph.style}"/></w:pPr>'
        return f"<w:p>{style}{''.join(map(self._run, paragraph.runs))}</w:p>"

    def _run(self, run: Run) -> str:
        written = _text(run.text, bold=run.bold, italic=run.italic)
        if run.note is None:
            return written
        self._notes.append(run.note)
        return (
            f'{written}<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        )

    def _table(self, table: Table) -> str:
        room = PAGE_WIDTH - 2 * MARGIN
        widths = [room * width // sum(table.widths) for width in table.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        cells = (Cell((Paragraph((Run(name, bold=True),), "Small"),)) for name in table.head)
        head = self._row(Row(tuple(cells)), widths, head=True)
        rows = "".join(self._row(row, widths) for row in table.rows)
        return f"<w:tbl>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"

    def _row(self, row: Row, widths: Sequence[int], *, head: bool = False) -> str:
        properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
        if len(row.cells) == 1:
            return f"<w:tr>{properties}{self._cell(row.cells[0], sum(widths), len(widths))}</w:tr>"
        cells = (self._cell(cell, width) for cell, width in zip(row.cells, widths, strict=True))
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int, span: int = 1) -> str:
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        # A cell has to end with a paragraph.
        inside = "".join(map(self._paragraph, cell.paragraphs or (Paragraph((), "Small"),)))
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>{inside}</w:tc>'


def _text(text: str, *, bold: bool = False, italic: bool = False) -> str:
    properties = f"{'<w:b/>' if bold else ''}{'<w:i/>' if italic else ''}"
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'


def _clean(text: str) -> str:
    """Put U+FFFD for what no XML can hold."""
    return _NOT_XML.sub("\ufffd", text)


def _core(about: About) -> str:
    made = about.made.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(_clean(about.title))}</dc:title>"
        f"<dc:creator>{escape(_clean(about.author))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        "</cp:coreProperties>"
    )


def _styles(language: str) -> str:
    styles = "".join(
        f'<w:style w:type="paragraph"{default} w:styleId="{id_}"><w:name w:val="{name}"/>'
        f"{based}<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for id_, name, default, based, paragraph, run in _STYLES
    )
    tongue = quoteattr({"es": "es-ES"}.get(language, "en-GB"))
    return (
        f"{_HEAD}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
        f'<w:sz w:val="19"/><w:lang w:val={tongue}/></w:rPr></w:rPrDefault></w:docDefaults>{styles}'
        '<w:style w:type="character" w:styleId="FootnoteReference">'
        '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "</w:style></w:styles>"
    )


_BASED = '<w:basedOn w:val="Normal"/>'
_STYLES = (
    ("Normal", "Normal", ' w:default="1"', "", '<w:spacing w:after="40"/>', ""),
    ("Title", "Title", "", _BASED, '<w:spacing w:after="80"/>', '<w:b/><w:sz w:val="40"/>'),
    ("Subtitle", "Subtitle", "", _BASED, '<w:spacing w:after="80"/>', '<w:sz w:val="20"/>'),
    ("Heading1", "heading 1", "", _BASED,
     '<w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/>',
     '<w:b/><w:sz w:val="28"/>'),
    ("Legend", "Legend", "", _BASED, '<w:spacing w:after="200"/>', '<w:i/><w:sz w:val="17"/>'),
    ("Small", "Small", "", _BASED, '<w:spacing w:after="20"/>', '<w:sz w:val="17"/>'),
    ("RowHead", "Row Head", "", _BASED, '<w:keepNext/><w:spacing w:before="80" w:after="20"/>',
     '<w:b/><w:sz w:val="21"/>'),
    ("FootnoteText", "footnote text", "", _BASED, '<w:spacing w:after="0"/>',
     '<w:sz w:val="16"/>'),
)  # fmt: skip
_BORDER = 'w:val="single" w:sz="4" w:space="0" w:color="BBB3A4"'
_TABLE = (
    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>'
    f"<w:top {_BORDER}/><w:bottom {_BORDER}/><w:insideH {_BORDER}/></w:tblBorders>"
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
    '<w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}" w:orient="landscape"/>'
    f'<w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" w:left="{MARGIN}" '
    'w:header="500" w:footer="500" w:gutter="0"/></w:sectPr>'
)


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


_FOOTER = (
    f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    f"{_field('PAGE')}{_text(' / ')}{_field('NUMPAGES')}</w:p></w:ftr>"
)
_KINDS = (
    ("rId1", "styles", "styles.xml"),
    ("rId2", "footnotes", "footnotes.xml"),
    ("rId3", "footer", "footer1.xml"),
    ("rId4", "settings", "settings.xml"),
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id_, kind, target in _KINDS
    )
    + "</Relationships>"
)
_ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_FORMAT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.'
    'core-properties+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_FORMAT}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{target}" ContentType="{_FORMAT}.{kind}+xml"/>'
        for _, kind, target in _KINDS
    )
    + "</Types>"
)
