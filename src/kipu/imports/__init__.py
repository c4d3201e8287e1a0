"""One module a format that a record can be made from."""
