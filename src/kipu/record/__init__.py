"""Where the record is kept: one SQLite file."""

from kipu.record.store import Account, Counts, Hit, Inputs, Store, open_store

__all__ = ["Account", "Counts", "Hit", "Inputs", "Store", "open_store"]
