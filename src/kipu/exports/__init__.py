"""One module a format that a record can be written in."""
