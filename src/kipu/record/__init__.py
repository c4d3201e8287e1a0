"""Where the record is kept: one SQLite file."""

from kipu.record.actions import Actor, Deed
from kipu.record.search import Hit
from kipu.record.store import Account, Counts, Inputs, Store, open_store

__all__ = ["Account", "Actor", "Counts", "Deed", "Hit", "Inputs", "Store", "open_store"]
