"""Language resources as data, and their one loader."""
