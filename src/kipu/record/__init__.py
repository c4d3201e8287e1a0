"""Where the record is kept: one SQLite file."""

from kipu.record.chronology import Question
from kipu.record.search import Hit
from kipu.record.store import Account, Counts, Inputs, Store, open_store

__all__ = ["Account", "Counts", "Hit", "Inputs", "Question", "Store", "open_store"]
