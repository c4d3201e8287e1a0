"""The date of a document, with its evidence."""
