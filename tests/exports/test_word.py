"""A file for Word is what its format demands, so that it opens without being repaired.

Word refuses a part whose elements stand in another order than the schema's, a reference that
leads nowhere, and a cell or a body that does not end as it has to.
"""

import io
import zipfile
from datetime import UTC, datetime
from itertools import pairwise

import lxml.etree
import pytest
from lxml.etree import QName

from kipu.exports.word import About, Block, Cell, Paragraph, Row, Run, Table, write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
T = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ABOUT = About("Marena <&>", "Ada \x01 Ünal", datetime(2026, 11, 30, tzinfo=UTC), "es")

# Children in the order of the schema, of those that are ever written. Source: ECMA-376 part 1,
# annex A.1, complex types CT_PPr, CT_RPr, CT_TblPr, CT_TcPr, CT_SectPr, CT_Style and so on.
ORDER = {
    "document": ("body",),
    "body": ("p|tbl", "sectPr"),
    "p": ("pPr", "r|fldSimple"),
    "r": ("rPr", "t|footnoteReference|footnoteRef|separator|continuationSeparator"),
    "pPr": ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr",
            "bidi", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "vertAlign",
            "rtl", "lang"),
    "tbl": ("tblPr", "tblGrid", "tr"),
    "tblPr": ("tblStyle", "bidiVisual", "tblW", "jc", "tblInd", "tblBorders", "shd",
              "tblLayout", "tblCellMar", "tblLook"),
    "tblBorders": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "tblCellMar": ("top", "left", "bottom", "right"),
    "tblGrid": ("gridCol",),
    "tr": ("trPr", "tc"),
    "trPr": ("cantSplit|tblHeader",),
    "tc": ("tcPr", "p|tbl"),
    "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"),
    "sectPr": ("headerReference|footerReference", "footnotePr", "pgSz", "pgMar", "cols"),
    "styles": ("docDefaults", "latentStyles", "style"),
    "docDefaults": ("rPrDefault", "pPrDefault"),
    "rPrDefault": ("rPr",),
    "style": ("name", "basedOn", "next", "link", "uiPriority", "qFormat", "pPr", "rPr"),
    "footnotes": ("footnote",),
    "footnote": ("p",),
    "ftr": ("p",),
    "fldSimple": ("r",),
    "settings": ("footnotePr",),
    "footnotePr": ("footnote",),
}  # fmt: skip


def blocks() -> list[Block]:
    """Give all that a printed chronology is made of, and what it can come to at its edges."""
    noted = Paragraph((Run("a", bold=True, note="x"), Run("b", italic=True, note="<y>")), "Small")
    return [
        *(Paragraph((Run("a"),), style) for style in ("Title", "Subtitle", "Legend", "Heading1")),
        Paragraph(()),
        Table(("a", "b", "c"), (3, 2, 1), (
            Row((Cell((Paragraph((Run("2001"),), "RowHead"),)),)),
            Row((Cell((noted, noted)), Cell(()), Cell((Paragraph(()),)))),
        )),
        Table(("a",), (1,), ()),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> dict[str, lxml.etree._Element]:
    with zipfile.ZipFile(io.BytesIO(write_word(blocks(), ABOUT))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        return {name: lxml.etree.fromstring(archive.read(name)) for name in archive.namelist()}


def test_elements_stand_in_the_order_of_the_schema(parts: dict[str, lxml.etree._Element]) -> None:
    """No element has a child that the schema does not know there, or has it elsewhere."""
    seen = set()
    for root in parts.values():
        for element in root.iter(f"{W}*"):
            name = QName(element).localname
            places = {
                child: n for n, some in enumerate(ORDER.get(name, ())) for child in some.split("|")
            }
            children = [QName(child).localname for child in element]
            assert set(children) <= places.keys(), name
            assert [places[one] for one in children] == sorted(places[one] for one in children), (
                name
            )
            seen.add(name)
    assert {"tblHeader", "gridSpan", "footnoteReference", "pgSz", "fldSimple", "lang"} <= seen


def test_cells_and_body_end_as_they_have_to(parts: dict[str, lxml.etree._Element]) -> None:
    """A cell ends with a paragraph, no table follows another, rows fill the grid of their table."""
    body = parts["word/document.xml"].find(f"{W}body")
    assert body is not None
    names = [QName(child).localname for child in body]
    assert names[-1] == "sectPr"
    assert all(after == "p" for one, after in pairwise(names) if one == "tbl")
    for cell in body.iter(f"{W}tc"):
        assert QName(cell[-1]).localname == "p"
    for table in body.iter(f"{W}tbl"):
        grid = [int(column.get(f"{W}w", "0")) for column in table.iter(f"{W}gridCol")]
        assert table[2].find(f"{W}trPr/{W}tblHeader") is not None
        for row in table.findall(f"{W}tr"):
            spans = row.findall(f"{W}tc/{W}tcPr/{W}gridSpan")
            cells = len(row.findall(f"{W}tc"))
            assert cells + sum(int(one.get(f"{W}val", "1")) - 1 for one in spans) == len(grid)
            widths = [int(one.get(f"{W}w", "0")) for one in row.findall(f"{W}tc/{W}tcPr/{W}tcW")]
            assert sum(widths) == sum(grid)


def test_what_is_referred_to_is_there(parts: dict[str, lxml.etree._Element]) -> None:
    """Parts, their types, relations, styles and footnotes are all given, and given once."""
    overrides = [
        one.get("PartName", "")[1:] for one in parts["[Content_Types].xml"].iter(f"{T}Override")
    ]
    assert set(overrides) == parts.keys() - {"[Content_Types].xml"} - {
        name for name in parts if name.endswith(".rels")
    }
    for rels, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        relations = list(parts[rels].iter(f"{P}Relationship"))
        assert {folder + one.get("Target", "") for one in relations} <= parts.keys()
        assert len({one.get("Id") for one in relations}) == len(relations)
    document, notes = parts["word/document.xml"], parts["word/footnotes.xml"]
    used = {value for one in document.iter() for name, value in one.items() if name == f"{R}id"}
    assert used <= {one.get("Id") for one in parts["word/_rels/document.xml.rels"]}
    given = [one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")]
    assert len(given) == len(set(given))
    for part in parts.values():
        for name in ("pStyle", "rStyle", "basedOn"):
            assert {one.get(f"{W}val") for one in part.iter(W + name)} <= set(given)
    numbers = [note.get(f"{W}id") for note in notes]
    asked = [one.get(f"{W}id") for one in document.iter(f"{W}footnoteReference")]
    assert len(asked) == len(set(asked)) == 4
    assert numbers == ["-1", "0", *asked]
