"""XML parsed without its traps: no entities, no files, no network, no endless depth."""

import re

from lxml import etree

from kipu.model.errors import DocumentError

_NUMBER = re.compile(rb"&#([xX][0-9a-fA-F]{1,9}|[0-9]{1,9});?")
_HEAD = 100_000
"""Bytes in which the declarations of a document stand."""


def parse_xml(data: bytes, uri: str, *, recover: bool = False) -> etree._Element:
    """Parse XML; ``recover`` reads what can be read of a damaged document.

    Raises:
        DocumentError: It is no XML, or declares entities, by which bombs are made.
    """
    if b"<!ENTITY" in data[:_HEAD].replace(b"\0", b""):
        raise DocumentError(
            f"{uri} declares entities of its own, as only traps do: export its text"
        )
    if recover:
        data = _NUMBER.sub(_without_half_letters, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, recover=recover, collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{uri} is damaged: it is no XML ({error})") from error
    if root is None:
        raise DocumentError(f"{uri} is damaged: it is no XML")
    return root


def _without_half_letters(number: re.Match[bytes]) -> bytes:
    """Replace the number of half a letter, which libxml would go on over and hand out as it is."""
    digits = number[1]
    code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
    return b"&#xFFFD;" if 0xD800 <= code <= 0xDFFF else number[0]


def local(element: etree._Element) -> str:
    """Give the name of an element without its namespace.

    >>> local(parse_xml(b'<w:p xmlns:w="x"/>', "a.xml"))
    'p'
    """
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str | None:
    """Give an attribute by its name without namespace."""
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def texts(root: etree._Element) -> dict[str, str]:
    """Give the text of each kind of element by local name, of the first that has any."""
    found: dict[str, str] = {}
    for element in root.iter(etree.Element):
        text = " ".join((element.text or "").split())
        if text:
            found.setdefault(local(element), text)
    return found
