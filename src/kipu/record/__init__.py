"""Where the record is kept: one SQLite file."""

from kipu.record.actions import Actor, Deed
from kipu.record.chronology import Question, Thing
from kipu.record.custody import Custody
from kipu.record.desk import Desk
from kipu.record.search import Hit
from kipu.record.store import Account, Counts, Inputs, Store, open_store

__all__ = [
    "Account", "Actor", "Counts", "Custody", "Deed", "Desk", "Hit", "Inputs", "Question", "Store",
    "Thing", "open_store",
]  # fmt: skip
