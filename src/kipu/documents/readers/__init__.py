"""One module a format: bytes to the pieces of a text, or to the files that an archive holds."""
