"""kipu reads news and keeps a record of what happened, every value with its source."""

__version__ = "0.1.0"
