"""Time expressions: found in a text, then resolved with the document's date."""

from kipu.reading.times.read import read_times
from kipu.reading.times.resolve import resolve_times

__all__ = ["read_times", "resolve_times"]
