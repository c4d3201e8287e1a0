"""Names, descriptions and pronouns of a document, and what it states of whom."""
