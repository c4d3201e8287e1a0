"""kipu reads news and keeps a record of what happened, every value with its source.

>>> import kipu
>>> kipu.__version__
'0.1.0'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kipu.model.documents import Document
    from kipu.model.errors import KipuError
    from kipu.model.readings import EventMention, Reading
    from kipu.model.resolved import Contradiction, Entity, Event
    from kipu.model.spans import Evidence, Span
    from kipu.model.times import EventTime, Interval, Timex
    from kipu.pipeline.loading import load
    from kipu.pipeline.reading import explain, read
    from kipu.pipeline.records import Record, open_record
    from kipu.pipeline.times import read_times

__version__ = "0.1.0"

__all__ = [
    "Contradiction",
    "Document",
    "Entity",
    "Event",
    "EventMention",
    "EventTime",
    "Evidence",
    "Interval",
    "KipuError",
    "Reading",
    "Record",
    "Span",
    "Timex",
    "explain",
    "load",
    "open_record",
    "read",
    "read_times",
]

_HOMES = {
    "Contradiction": "kipu.model.resolved",
    "Document": "kipu.model.documents",
    "Entity": "kipu.model.resolved",
    "Event": "kipu.model.resolved",
    "EventMention": "kipu.model.readings",
    "EventTime": "kipu.model.times",
    "Evidence": "kipu.model.spans",
    "Interval": "kipu.model.times",
    "KipuError": "kipu.model.errors",
    "Reading": "kipu.model.readings",
    "Record": "kipu.pipeline.records",
    "Span": "kipu.model.spans",
    "Timex": "kipu.model.times",
    "explain": "kipu.pipeline.reading",
    "load": "kipu.pipeline.loading",
    "open_record": "kipu.pipeline.records",
    "read": "kipu.pipeline.reading",
    "read_times": "kipu.pipeline.times",
}
"""Where each public name lives; it is imported when it is first asked for."""


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'kipu' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
