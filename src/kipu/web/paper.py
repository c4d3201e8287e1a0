"""The printed chronology as paragraphs and tables: what the page has, for word processors."""

from collections.abc import Iterator

import lxml.html
from lxml.html import HtmlElement

from kipu.exports.word import Block, Cell, Paragraph, Row, Run, Style, Table

_STYLES: dict[str, Style] = {"h1": "Title", "h2": "Heading1", "p": "Normal", "li": "Normal"}
_CLASSES: dict[str, Style] = {"standfirst": "Subtitle", "legend": "Legend"}
_WIDTHS = {5: (11, 24, 15, 34, 16), 4: (12, 30, 40, 18), 3: (34, 16, 50)}
"""Parts of the page that the columns of a table take, by their number."""


def paper_of(page: str) -> Iterator[Block]:
    """Give the blocks of a printed page, in its order, without what only a screen needs.

    The quotes of sources become footnotes, which word processors keep at the foot of the page.
    """
    (article,) = lxml.html.fromstring(page).find_class("printed")
    _mark(article)
    for element in article.iter("h1", "h2", "p", "li", "table"):
        if element.tag == "table":
            yield _table(element)
        elif not _is_left_out(element):
            style = _CLASSES.get(element.get("class", ""), _STYLES[str(element.tag)])
            yield Paragraph(tuple(_runs(element)), style)


def _mark(article: HtmlElement) -> None:
    """Write out what the style of the page shows: chips among words, and quotation marks."""
    for chip in article.find_class("chip"):
        if not any("chips" in one.get("class", "").split() for one in chip.iterancestors()):
            chip.text = f"({(chip.text or '').strip()})"
    for quoted in article.iter("q"):
        quoted.text, quoted.tail = f"“{quoted.text or ''}", f"”{quoted.tail or ''}"


def _is_left_out(element: HtmlElement) -> bool:
    """Tell whether a paragraph stands in a table, or is of use on a screen only."""
    inside = any(one.tag == "table" for one in element.iterancestors())
    return inside or "tools" in element.get("class", "").split()


def _table(table: HtmlElement) -> Table:
    head = tuple(_words(cell) for cell in table.xpath("./thead//th"))
    rows = []
    for row in table.xpath("./tbody/tr"):
        heading = row.find("th")
        if heading is not None:
            rows.append(Row((Cell((Paragraph((Run(_words(heading)),), "RowHead"),)),)))
        else:
            rows.append(Row(tuple(Cell(tuple(_paragraphs(cell))) for cell in row.findall("td"))))
    return Table(head, _WIDTHS[len(head)], tuple(rows))


def _paragraphs(cell: HtmlElement) -> Iterator[Paragraph]:
    """Give the paragraphs of a cell; its own text, up to each break, is one too."""
    inner = cell.findall("p")
    if cell.text_content().strip() and not (inner and inner[0] is cell[0] and not cell.text):
        for words in _lines(cell):
            yield Paragraph((Run(words),), "Small")
    for paragraph in inner:
        yield Paragraph(tuple(_runs(paragraph)), "Small")


def _lines(cell: HtmlElement) -> Iterator[str]:
    """Give the text of a cell outside of its paragraphs, cut at breaks; chips are set apart."""
    parts = [cell.text or ""]
    for child in cell:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag != "p":
            parts.append(_words(child))
        parts.append(child.tail or "")
    text = "".join(part if part == "\n" else " ".join(part.splitlines()) for part in parts)
    yield from filter(None, (" ".join(line.split()) for line in text.split("\n")))


def _runs(element: HtmlElement) -> Iterator[Run]:
    """Give the text of a paragraph, what is quoted as a footnote on the words before it."""
    quoted = element.find_class("quoted")
    if not quoted:
        yield Run(_words(element))
        return
    note = " ".join(quoted[0].text_content().split())
    quoted[0].drop_tree()
    words = _words(element)
    yield Run(words, note=f"{words}{note}")


def _words(element: HtmlElement) -> str:
    """Give the words of an element on one line, its chips set apart by semicolons."""
    chips = element.find_class("chips") if "chips" not in element.get("class", "") else [element]
    if chips:
        return "; ".join(" ".join(chip.text_content().split()) for chip in chips[0])
    return " ".join(element.text_content().split())
