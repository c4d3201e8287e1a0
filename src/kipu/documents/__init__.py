"""Bytes to documents: text, blocks, metadata, language."""
