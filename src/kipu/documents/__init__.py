"""Bytes to Document: plain text and HTML; encodings, layout, metadata, language."""

from kipu.documents.intake import from_text, media_type_of, read_document

__all__ = ["from_text", "media_type_of", "read_document"]
