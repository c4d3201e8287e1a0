"""Where the record is kept: one SQLite file."""

from kipu.record.search import Hit
from kipu.record.store import Account, Counts, Inputs, Store, open_store

__all__ = ["Account", "Counts", "Hit", "Inputs", "Store", "open_store"]
