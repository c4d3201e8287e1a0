"""What kind of file bytes are: told by how they begin, then by what is said of them."""

import re
import zipfile
import zlib
from pathlib import PurePosixPath

PLAIN = "text/plain"
HTML = "text/html"
MARKDOWN = "text/markdown"
CSV = "text/csv"
PDF = "application/pdf"
RTF = "application/rtf"
MAIL = "message/rfc822"
MBOX = "application/mbox"
FEED = "application/feed+xml"
JSON_FEED = "application/feed+json"
EPUB = "application/epub+zip"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
GZIP = "application/gzip"
WARC = "application/warc"
WACZ = "application/wacz"
XML = "application/xml"
IMAGE = "image"
"""A picture, whose text must be recognised."""

SAMPLE = 8192
"""Bytes at the beginning that tell what a file is."""

SUFFIXES = {
    ".txt": PLAIN, ".text": PLAIN,
    ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".shtml": HTML,
    ".md": MARKDOWN, ".markdown": MARKDOWN,
    ".pdf": PDF, ".docx": DOCX, ".odt": ODT, ".rtf": RTF, ".epub": EPUB,
    ".eml": MAIL, ".mbox": MBOX, ".mbx": MBOX,
    ".rss": FEED, ".atom": FEED, ".rdf": FEED, ".xml": FEED,
    ".csv": CSV, ".tsv": CSV, ".xlsx": XLSX,
    ".zip": ZIP, ".warc": WARC, ".wacz": WACZ, ".gz": GZIP,
}  # fmt: skip
"""Of a folder, files with these suffixes are documents or hold some."""

_NAMES = {
    "application/xhtml+xml": HTML, "text/rtf": RTF, "text/x-markdown": MARKDOWN,
    "application/rss+xml": FEED, "application/atom+xml": FEED, "text/tab-separated-values": CSV,
    "application/x-pdf": PDF, "application/x-zip-compressed": ZIP,
}  # fmt: skip
"""Other names of media types."""
_KNOWN = frozenset((*SUFFIXES.values(), JSON_FEED))
_SPOKEN_OF = frozenset((MARKDOWN, CSV))
"""Texts whose bytes look like any other, so that only a name or a header tells."""

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--.*?-->\s*+){0,9}+"
    rb"<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?[^>]*+>\s*+)*+(?:<!--.*?-->\s*+){0,9}+(?:<!DOCTYPE[^>\[]*+>\s*+)?+"
    rb"<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_FEED_START = re.compile(rb"\s*+\{.{0,400}?jsonfeed\.org/version", re.DOTALL)
_MBOX_START = re.compile(rb"From [^\r\n]{1,200}\d{4}[^\r\n]{0,40}\r?\n[\w-]{2,40}:")
_HEADER = re.compile(
    rb"^(?:from|to|date|subject|message-id|received|return-path|mime-version|content-type|sender|"
    rb"reply-to|delivered-to|de|para|x-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_MARK = re.compile(rb"^(?:message-id|received|return-path|mime-version):", re.I | re.M)
_MAIL_START = re.compile(rb"[\w-]{2,40}:[ \t]")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
PDF_REACH = 1024
"""Bytes among which a PDF must begin."""


def media_type_of(path_name: str) -> str | None:
    """Give the media type that a file name stands for, ``None`` if kipu does not read such files.

    >>> media_type_of("a/b.HTM")
    'text/html'
    """
    return SUFFIXES.get(PurePosixPath(path_name.replace("\\", "/")).suffix.lower())


def tell_format(head: bytes, name: str, given: str | None = None) -> str:
    """Tell the media type of bytes.

    A mark at their beginning goes before all else, since names and headers are often wrong; then
    what a sender said of them, then the name. What has no mark and is no text is plain text by
    default, and refused later if it is none.

    Args:
        head: The first bytes; more than ``SAMPLE`` are not needed.
        given: A media type, with or without parameters.
    """
    marked = _marked(head)
    if marked:
        return marked
    said = (given or "").partition(";")[0].strip().lower()
    said = _NAMES.get(said, said)
    named = media_type_of(name)
    if said in (HTML, *_SPOKEN_OF):
        return said
    if _HTML_START.match(head) and named not in _SPOKEN_OF:
        return HTML
    texts = _text_format(head, is_mail=MAIL in (said, named))
    if texts and named not in _SPOKEN_OF:
        return texts
    if said and not said.startswith("text/") and said not in _KNOWN and not _is_vague(said):
        return said
    return named if named in (HTML, *_SPOKEN_OF) and said in ("", PLAIN, "text/*") else PLAIN


def _is_vague(said: str) -> bool:
    return said in ("application/octet-stream", "binary/octet-stream", "application/download")


def _marked(head: bytes) -> str | None:
    """Tell a format by the mark it must begin with."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return ZIP
    if start.startswith(b"{\\rtf"):
        return RTF
    if head.startswith(b"WARC/"):
        return WARC
    if head.startswith(b"\x1f\x8b"):
        return WARC if _unzipped(head).startswith(b"WARC/") else GZIP
    if head.startswith(_IMAGES) and b"\0" in head[:64]:
        return IMAGE
    if _FEED_START.match(head):  # many are sent as text/html
        return FEED
    place = head.find(b"%PDF-", 0, PDF_REACH)
    return PDF if place >= 0 and (place == 0 or not head[:place].strip(b"\r\n\0 ")) else None


def _unzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 16)
    except zlib.error:
        return b""


def _text_format(head: bytes, *, is_mail: bool) -> str | None:
    """Tell feeds and mails by how they begin; one that is called a mail needs less to be one."""
    if _JSON_FEED_START.match(head):
        return JSON_FEED
    if _MBOX_START.match(head):
        return MBOX
    top = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if _MAIL_START.match(top):
        marked = len(_HEADER.findall(top)) > 2 and _MAIL_MARK.search(top)
        return MAIL if marked or is_mail else None
    return XML if top.lstrip(b"\xef\xbb\xbf \t\n").startswith(b"<?xml") else None


def tell_zip_format(archive: zipfile.ZipFile) -> str:
    """Tell which document or archive a zip file is, by the entries it has."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if "META-INF/container.xml" in names:
        return EPUB
    if "content.xml" in names and ("META-INF/manifest.xml" in names or "mimetype" in names):
        return ODT
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return WACZ
    return ZIP
