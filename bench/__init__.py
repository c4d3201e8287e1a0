"""Scored corpora, floors and speed; run as modules from the root of the repository."""
