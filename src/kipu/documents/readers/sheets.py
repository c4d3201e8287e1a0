"""The rows of a table: CSV by the standard library, XLSX by its XML.

Source: RFC 4180; ECMA-376 part 1, SpreadsheetML.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from lxml import etree

from kipu.documents.pieces import flat
from kipu.documents.trees import attribute, local, parse_xml
from kipu.documents.zips import read_entry
from kipu.model.errors import DocumentError

MOST_ROWS = 50_000
LONGEST_NUMBER = 10
"""Digits of a number by which a part of a workbook is named."""
MOST_COLUMNS = 500
LONGEST_CELL = 1_000_000
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SAMPLE = 20_000
_DELIMITERS = ",;\t|"
_DAY_ZERO = date(1899, 12, 30)
"""The day that spreadsheets call 0; they take 1900 for a leap year, so day 1 is wrong by one."""
_DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_DATE_CODE = re.compile(r"(?:\[[^\]]*\]|\"[^\"]*\"|\\.)")
_COLUMN = re.compile(r"[A-Z]{1,3}")


def csv_rows(text: str, uri: str) -> Iterator[list[str]]:
    """Give the rows of a CSV file, whatever parts its cells.

    Raises:
        DocumentError: It is damaged or too long.
    """
    csv.field_size_limit(LONGEST_CELL)
    first = text[:_SAMPLE].lstrip("\ufeff")
    delimiter = max(_DELIMITERS, key=first.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        for count, cells in enumerate(reader):
            _refuse_count(count, uri)
            yield [flat(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise DocumentError(f"{uri}, line {reader.line_num}, is damaged: {error}") from error


def _refuse_count(count: int, uri: str) -> None:
    if count > MOST_ROWS:
        raise DocumentError(f"{uri} has more than {MOST_ROWS:,} rows: split it")


def xlsx_sheets(archive: zipfile.ZipFile, uri: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Give the sheets of a workbook in order by name, each with its rows; dates as ISO days.

    Raises:
        DocumentError: A part is missing, damaged or too long.
    """
    names = archive.namelist()
    sheets = _sheets(archive, uri)
    if not sheets:
        raise DocumentError(f"{uri} has no sheet: nothing to read")
    shared = _shared(archive, uri) if "xl/sharedStrings.xml" in names else []
    dates = _date_styles(archive, uri) if "xl/styles.xml" in names else frozenset[int]()
    for title, part in sheets:
        root = parse_xml(read_entry(archive, part, uri), uri)
        rows = []
        for count, element in enumerate(root.iter("{*}row")):
            _refuse_count(count, uri)
            rows.append(_cells(element, shared, dates))
        yield title, rows


def _sheets(archive: zipfile.ZipFile, uri: str) -> list[tuple[str, str]]:
    """Give titles and parts of the sheets, in the order of the workbook where it tells it."""
    names = archive.namelist()
    parts = sorted(
        (name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")),
        key=lambda name: (len(name), name),
    )
    titles: dict[str, str] = {}
    if _RELATIONS in names:
        relations = parse_xml(read_entry(archive, _RELATIONS, uri), uri)
        targets = {e.get("Id"): e.get("Target", "") for e in relations.iter("{*}Relationship")}
        book = parse_xml(read_entry(archive, "xl/workbook.xml", uri), uri)
        for sheet in book.iter("{*}sheet"):
            target = str(targets.get(attribute(sheet, "id"), "")).rpartition("/")[2]
            titles[f"xl/worksheets/{target}"] = flat(sheet.get("name", "")) or target
    listed = [(title, part) for part, title in titles.items() if part in parts]
    return listed + [(PurePosixPath(p).stem, p) for p in parts if p not in titles]


def _shared(archive: zipfile.ZipFile, uri: str) -> list[str]:
    root = parse_xml(read_entry(archive, "xl/sharedStrings.xml", uri), uri)
    return ["".join(t.text or "" for t in item.iter("{*}t")) for item in root.iter("{*}si")]


def _date_styles(archive: zipfile.ZipFile, uri: str) -> frozenset[int]:
    """Give the numbers of the cell styles that show a number as a date."""
    root = parse_xml(read_entry(archive, "xl/styles.xml", uri), uri)
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter("{*}numFmt")}
    dates = {
        number
        for number, code in codes.items()
        if set(_DATE_CODE.sub("", str(code)).lower()) & set("yd")
    }
    styles = next(root.iter("{*}cellXfs"), None)
    return frozenset(
        place
        for place, style in enumerate(styles if styles is not None else ())
        if style.get("numFmtId") in dates or _number(style.get("numFmtId")) in _DATE_FORMATS
    )


def _cells(element: etree._Element, shared: list[str], dates: frozenset[int]) -> list[str]:
    cells: list[str] = []
    for cell in element:
        if local(cell) != "c":
            continue
        column = _column(attribute(cell, "r"), len(cells))
        if column >= MOST_COLUMNS:
            break
        cells += [""] * (column - len(cells))
        cells.append(flat(_value(cell, shared, dates)))
    return cells


def _column(reference: str | None, following: int) -> int:
    """Give the place of a cell such as "C7" in its row; cells that are empty may be left out."""
    letters = _COLUMN.match(reference or "")
    if not letters:
        return following
    place = 0
    for letter in letters[0]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return max(place - 1, following)


def _value(cell: etree._Element, shared: list[str], dates: frozenset[int]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter("{*}t"))
    value = next((v.text or "" for v in cell.iter("{*}v")), "")
    if kind == "s":
        place = _number(value)
        return shared[place] if place is not None and place < len(shared) else ""
    if kind == "n" and (_number(cell.get("s")) or 0) in dates:
        return _day(value)
    return value


def _number(written: str | None) -> int | None:
    """Read a number by which a part of a workbook is named; ``None`` if it is none."""
    plain = written is not None and written.isascii() and written.isdigit()
    return int(written) if plain and written and len(written) < LONGEST_NUMBER else None


def _day(value: str) -> str:
    try:
        return (_DAY_ZERO + timedelta(days=int(float(value)))).isoformat()
    except (ValueError, OverflowError):
        return value
