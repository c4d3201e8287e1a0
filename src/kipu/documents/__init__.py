"""Bytes to Document: a reader for each format; encodings, layout, metadata, language."""

from kipu.documents.formats import media_type_of
from kipu.documents.intake import from_text, read_document, read_part
from kipu.documents.parts import File, Listed, Part, Refused, split_parts

__all__ = [
    "File",
    "Listed",
    "Part",
    "Refused",
    "from_text",
    "media_type_of",
    "read_document",
    "read_part",
    "split_parts",
]
